/** One document in one tab: its text, its store on this device, its connection, and what of it is safe. */
import * as Y from "yjs";
import { countChanges, Ledger } from "./ledger";
import { DocumentProvider, type End } from "./provider";
import { type Aside, type Known, Store } from "./store";
import { storeName } from "./stores";

const WRITE_MS = 500; // how often a number or a count is written to the store while it changes

export interface Hooks {
  change(): void;
  /** this history is over: read what is in the editor, then a new session begins */
  anew(epoch: number): void;
  end(why: End): void;
}

function socketAddress(): string {
  return `${location.protocol === "https:" ? "wss:" : "ws:"}//${location.host}/ws/documents`;
}

export class Session {
  readonly doc: Y.Doc;
  readonly asides: Aside[];
  readonly provider: DocumentProvider;
  readonly ledger: Ledger;
  /** since when something here is unsent */
  since: number | null;
  private readonly found: Known["unsent"];
  private readonly key: string;
  private timer = 0;
  private closed = false;

  static async open(document: string, mayEdit: boolean, hooks: Hooks): Promise<Session> {
    const opening: { session?: Session } = {};
    const doc = new Y.Doc();
    const ledger = new Ledger();
    countChanges(doc, ledger, () => opening.session?.changed()); // before the store hears of a change
    const store = await Store.open(storeName(document), doc);
    const known = (await store?.read().catch(() => null)) ?? null;
    opening.session = new Session(document, doc, ledger, store, known, mayEdit, hooks);
    return opening.session;
  }

  private constructor(
    document: string,
    doc: Y.Doc,
    ledger: Ledger,
    readonly store: Store | null,
    known: Known | null,
    mayEdit: boolean,
    private readonly hooks: Hooks,
  ) {
    this.doc = doc;
    this.ledger = ledger;
    this.asides = known?.asides ?? [];
    this.found = known?.unsent ?? new Map();
    this.key = `unsent:${doc.clientID}`;
    const marks = [...this.found.values()];
    this.since = marks.length > 0 ? Math.min(...marks.map((mark) => mark.since)) : null;
    ledger.found(marks.reduce((sum, mark) => sum + mark.n, 0));
    this.provider = new DocumentProvider({
      url: socketAddress(),
      document,
      doc,
      mayEdit,
      ledger,
      after: known?.after ?? 0,
      epoch: known?.epoch,
      onChange: () => this.look(),
      onNumber: () => this.writeSoon(),
      onAnew: (epoch) => hooks.anew(epoch),
      onEnd: (why) => hooks.end(why),
    });
    window.addEventListener("offline", this.offline);
    window.addEventListener("online", this.online);
    if (store) store.onKept = () => hooks.change();
    if (navigator.onLine !== false) this.provider.connect();
  }

  /** Everything that was typed here is in the store of this device, too. */
  get kept(): boolean {
    return this.store !== null && this.store.waiting === 0;
  }

  get hasText(): boolean {
    return this.doc.getXmlFragment("default").length > 0;
  }

  /** Empties the store for a new history; `aside` is kept beside it. */
  async begin(epoch: number, aside: Omit<Aside, "key"> | null): Promise<void> {
    this.stop();
    await this.store?.begin(epoch, aside);
    await this.close();
  }

  async close(): Promise<void> {
    this.stop();
    await this.store?.close();
    this.doc.destroy();
  }

  private stop(): void {
    if (this.closed) return;
    this.closed = true;
    clearTimeout(this.timer);
    window.removeEventListener("offline", this.offline);
    window.removeEventListener("online", this.online);
    this.provider.destroy();
  }

  // an open socket does not notice by itself that the network is gone
  private readonly offline = () => {
    this.provider.disconnect();
    this.hooks.change();
  };
  private readonly online = () => this.provider.wake();

  private changed(): void {
    if (this.since === null) {
      this.since = Date.now();
      this.store?.markUnsent(this.key, { n: this.ledger.unsent, since: this.since });
    } else this.writeSoon();
    this.hooks.change();
  }

  private look(): void {
    if (this.closed) return;
    if (this.since !== null && this.ledger.saved) {
      this.since = null;
      this.store?.markUnsent(this.key, null);
      if (this.found.size > 0) this.store?.settle(this.found);
      this.found.clear();
    }
    this.hooks.change();
  }

  private writeSoon(): void {
    if (this.timer || this.closed) return;
    this.timer = window.setTimeout(() => {
      this.timer = 0;
      const { after, epoch } = this.provider;
      if (epoch !== undefined) this.store?.keepNumber(after, epoch);
      if (this.since !== null) this.store?.markUnsent(this.key, { n: this.ledger.unsent, since: this.since });
    }, WRITE_MS);
  }
}
