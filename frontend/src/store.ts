/** A document on this device: its content, and beside it what of that the server has.
 *
 * What is typed while one transaction is written goes into the next, as one: the store keeps up with any keyboard, and
 * `waiting` says truly what is not on the device yet.
 */
import * as Y from "yjs";
import { remember, request } from "./stores";

const PATIENCE_MS = 3_000; // a browser that cannot open its store must not keep anybody from writing
const RETRY_MS = 2_000; // a full disk, or a browser that is busy
const MANY_ROWS = 200; // so many are made one

export interface UnsentMark {
  n: number;
  since: number;
}
export interface Aside {
  key: string;
  text: string;
  html: string;
  at: number;
  n: number;
}
export interface Known {
  after: number;
  epoch: number | undefined;
  unsent: Map<string, UnsentMark>;
  asides: Aside[];
}

type Work = (updates: IDBObjectStore, custom: IDBObjectStore) => void;

export class Store {
  /** changes made here that are not on the device yet; they stay so when the browser took the store away */
  waiting = 0;
  /** told when everything is on the device */
  onKept: () => void = () => undefined;
  private queue: { work: Work; changes: number; done: () => void }[] = [];
  private writing = false;
  private gone = false;
  private rows = 0;

  private constructor(
    private readonly database: IDBDatabase,
    private readonly doc: Y.Doc,
  ) {}

  /** The store, its content applied to `doc`; null where the browser has none. */
  static async open(name: string, doc: Y.Doc): Promise<Store | null> {
    if (!("indexedDB" in globalThis)) return null;
    remember(name);
    const opening = openDatabase(name);
    const late = new Promise<null>((done) => setTimeout(() => done(null), PATIENCE_MS));
    const opened = opening.then(async (database) => {
      const store = new Store(database, doc);
      await store.load();
      return store;
    });
    const store = await Promise.race([opened.catch(() => null), late]);
    if (!store) void opening.then((database) => database.close()).catch(() => undefined);
    return store;
  }

  async read(): Promise<Known> {
    const store = this.database.transaction("custom").objectStore("custom");
    const [keys, values] = await Promise.all([request(store.getAllKeys()), request(store.getAll())]);
    const entries = new Map(keys.map((key, index) => [String(key), values[index] as unknown]));
    const named = <T>(prefix: string) =>
      [...entries].filter(([key]) => key.startsWith(prefix)) as unknown as [string, T][];
    return {
      after: Number(entries.get("after") ?? 0),
      epoch: entries.get("epoch") as number | undefined,
      unsent: new Map(named<UnsentMark>("unsent:")),
      asides: named<Omit<Aside, "key">>("aside:").map(([key, aside]) => ({ key, ...aside })),
    };
  }

  /** Written with or after the content that it names, never before. */
  keepNumber(after: number, epoch: number): void {
    void this.write((_updates, custom) => {
      custom.put(after, "after");
      custom.put(epoch, "epoch");
    });
  }

  /** Written with or before the change itself: a crash between the two claims too much unsent, never too little. */
  markUnsent(key: string, mark: UnsentMark | null): void {
    void this.write((_updates, custom) => {
      if (mark) custom.put(mark, key);
      else custom.delete(key);
    });
  }

  /** Takes away marks of tabs that are gone, unless they wrote since they were read. */
  settle(marks: Map<string, UnsentMark>): void {
    const read = [...marks];
    void this.write((_updates, custom) => {
      for (const [key, mark] of read) {
        const asked = custom.get(key);
        asked.onsuccess = () => {
          const now = asked.result as UnsentMark | undefined;
          if (now?.n === mark.n && now.since === mark.since) custom.delete(key);
        };
      }
    });
  }

  /** Lays a text aside and empties the store, in one step. */
  begin(epoch: number, aside: Omit<Aside, "key"> | null): Promise<void> {
    return this.write((updates, custom) => {
      updates.clear();
      custom.delete("after");
      custom.delete(IDBKeyRange.bound("unsent:", "unsent:\uffff"));
      custom.put(epoch, "epoch");
      if (aside) custom.put(aside, `aside:${aside.at}`);
    });
  }

  dropAside(key: string): Promise<void> {
    return this.write((_updates, custom) => custom.delete(key));
  }

  /** Writes what waits, then lets go. */
  async close(): Promise<void> {
    this.doc.off("update", this.keep);
    if (this.writing || this.queue.length > 0)
      await Promise.race([this.write(() => undefined), new Promise((done) => setTimeout(done, PATIENCE_MS))]);
    this.letGo();
  }

  private async load(): Promise<void> {
    const rows = await request<Uint8Array[]>(this.database.transaction("updates").objectStore("updates").getAll());
    Y.transact(
      this.doc,
      () => {
        for (const row of rows) Y.applyUpdate(this.doc, row);
      },
      this,
      false,
    );
    this.rows = rows.length;
    this.doc.on("update", this.keep);
    // another tab signed out and wipes, or the browser cleared what this site keeps
    this.database.onversionchange = this.database.onclose = () => this.letGo();
    this.tidy();
  }

  private readonly keep = (update: Uint8Array, origin: unknown, _doc: Y.Doc, transaction: Y.Transaction) => {
    if (origin === this) return;
    void this.write((updates) => updates.add(update), transaction.local ? 1 : 0);
    this.rows += 1;
    this.tidy();
  };

  /** Makes one row of many, those of other tabs included. */
  private tidy(): void {
    if (this.rows < MANY_ROWS) return;
    this.rows = 1;
    void this.write((updates) => {
      const keys = updates.getAllKeys();
      const rows = updates.getAll();
      rows.onsuccess = () => {
        const whole = new Y.Doc();
        for (const row of rows.result as Uint8Array[]) Y.applyUpdate(whole, row);
        for (const key of keys.result) updates.delete(key); // these alone: more may have come in this transaction
        updates.add(Y.encodeStateAsUpdate(whole)); // with what lacks its neighbours still
        whole.destroy();
      };
    });
  }

  private write(work: Work, changes = 0): Promise<void> {
    this.waiting += changes;
    if (this.gone) return Promise.resolve();
    return new Promise((done) => {
      this.queue.push({ work, changes, done });
      this.flush();
    });
  }

  private flush(): void {
    if (this.writing || this.gone || this.queue.length === 0) return;
    this.writing = true;
    const taken = this.queue.splice(0);
    const failed = () => {
      this.writing = false;
      this.queue.unshift(...taken);
      setTimeout(() => this.flush(), RETRY_MS);
    };
    let transaction: IDBTransaction | undefined;
    try {
      transaction = this.database.transaction(["updates", "custom"], "readwrite");
      for (const { work } of taken) work(transaction.objectStore("updates"), transaction.objectStore("custom"));
      transaction.onabort = failed;
      transaction.oncomplete = () => {
        this.writing = false;
        for (const { changes, done } of taken) {
          this.waiting -= changes;
          done();
        }
        this.flush();
        if (this.waiting === 0) this.onKept();
      };
    } catch {
      transaction?.abort();
      failed();
    }
  }

  private letGo(): void {
    this.gone = true;
    this.doc.off("update", this.keep);
    this.database.close();
    for (const { done } of this.queue.splice(0)) done();
  }
}

function openDatabase(name: string): Promise<IDBDatabase> {
  const opening = indexedDB.open(name);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore("updates", { autoIncrement: true });
    opening.result.createObjectStore("custom");
  };
  return request(opening);
}
