/** y-websocket with numbers: knows what it has seen of the log, and what of its own is stored. */
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { encodeAwarenessUpdate } from "y-protocols/awareness";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";
import { Ledger } from "./ledger";

const SYNC = 0;
const AWARENESS = 1;
const QUERY_AWARENESS = 3;
const STATUS = 100;
const ROWS = 101;
const STORED = 102;
const STEP_1 = 0;
const STEP_2 = 1;

const LONGEST_WAIT_MS = 15_000;
const TRY_AGAIN_LATER = 1013;
const READ_ONLY = 4403;

export interface Status {
  epoch: number;
  head: number;
  mayEdit: boolean;
  me: { id: string; name: string; colour: string } | null;
  resync: boolean;
}

/** Why a document is no longer open for this tab. */
export type End = "signed-out" | "not-yours" | "quarantined" | "refused";

const ENDS: Record<number, End> = { 4401: "signed-out", 4404: "not-yours", 4423: "quarantined" };

export interface Options {
  url: string;
  document: string;
  doc: Y.Doc;
  mayEdit: boolean;
  ledger?: Ledger;
  after?: number;
  epoch?: number | undefined;
  socket?: typeof WebSocket;
  /** something changed that a person may want to see */
  onChange?: () => void;
  /** all up to this number is in the document */
  onNumber?: (after: number, epoch: number) => void;
  /** the history began anew, or the client id is taken: this document cannot go on */
  onAnew?: (epoch: number) => void;
  onEnd?: (why: End) => void;
}

type Handler = (encoder: encoding.Encoder, decoder: decoding.Decoder, provider: WebsocketProvider) => void;

export class DocumentProvider extends WebsocketProvider {
  readonly ledger: Ledger;
  mayEdit: boolean;
  status: Status | null = null;
  /** the number of the log up to which the document holds everything */
  after: number;
  epoch: number | undefined;
  ended: End | null = null;
  /** true once the first rows of the server are in the document */
  caughtUp = false;
  private answered = false; // our sync step 2 went out: from then on each change goes out by itself
  private resync = false;
  private readonly options: Options;

  constructor(options: Options) {
    const Socket = options.socket ?? WebSocket;
    let gate: (data: Uint8Array) => boolean = () => true;
    /** A socket that lets pass only what the server wants from us, and counts what really went out. */
    class Gate extends Socket {
      override send(data: Parameters<WebSocket["send"]>[0]): void {
        if (gate(data as Uint8Array)) super.send(data);
      }
    }
    super(options.url, options.document, options.doc, {
      connect: false,
      disableBc: true, // tabs of one browser meet through the server, like all others
      WebSocketPolyfill: Gate as typeof WebSocket,
      shouldReconnect: (event) => event.code === READ_ONLY || !(event.code >= 4400 && event.code < 4500),
    });
    this.options = options;
    this.ledger = options.ledger ?? new Ledger();
    this.mayEdit = options.mayEdit;
    this.after = options.after ?? 0;
    this.epoch = options.epoch;
    gate = (data) => this.mayPass(data);
    this.nameNumber();

    const handlers = this.messageHandlers as Handler[];
    handlers[STATUS] = (_encoder, decoder) => this.readStatus(JSON.parse(decoding.readVarString(decoder)) as Status);
    handlers[ROWS] = (_encoder, decoder) => this.readRows(decoder);
    handlers[STORED] = (_encoder, decoder) => {
      this.ledger.acknowledge(decoding.readVarUint(decoder));
      this.options.onChange?.();
    };
    handlers[QUERY_AWARENESS] = (encoder) => this.writeOwnAwareness(encoder);

    // stock sends on what others said, too; here each tab speaks for itself alone
    this.awareness.off("update", this._awarenessUpdateHandler);
    this._awarenessUpdateHandler = ({ added, updated, removed }: Record<string, number[]>) => {
      const own = this.doc.clientID;
      if (![added, updated, removed].some((clients) => clients?.includes(own))) return;
      const encoder = encoding.createEncoder();
      this.writeOwnAwareness(encoder);
      if (this.wsconnected && this.ws?.readyState === WebSocket.OPEN) this.ws.send(encoding.toUint8Array(encoder));
    };
    this.awareness.on("update", this._awarenessUpdateHandler);

    this.on("status", ({ status }) => {
      if (status === "connecting") {
        this.answered = false;
        this.ledger.connect();
      }
      this.options.onChange?.();
    });
    this.on("connection-close", (event) => this.closed(event));
    this.on("closed", ({ code }) => this.end(ENDS[code] ?? "refused"));
  }

  /** Ask anew at once, unless the server said that it makes no sense. */
  wake(): void {
    if (this.ended) return;
    this.wsUnsuccessfulReconnects = 0;
    this.connect();
  }

  private nameNumber(): void {
    this.params = { after: String(this.after), ...(this.epoch !== undefined && { epoch: String(this.epoch) }) };
  }

  private mayPass(data: Uint8Array): boolean {
    if (data[0] !== SYNC) return true;
    if (data[1] === STEP_1) return false; // the server sends what follows our number by itself
    if (!this.mayEdit) return false;
    if (data[1] === STEP_2) this.answered = true;
    else if (!this.answered) return false; // it goes out in our sync step 2
    this.ledger.frame();
    this.options.onChange?.();
    return true;
  }

  private writeOwnAwareness(encoder: encoding.Encoder): void {
    encoding.writeVarUint(encoder, AWARENESS);
    encoding.writeVarUint8Array(encoder, encodeAwarenessUpdate(this.awareness, [this.doc.clientID]));
  }

  private readStatus(status: Status): void {
    if (this.epoch !== undefined && status.epoch !== this.epoch) {
      this.disconnect();
      this.options.onAnew?.(status.epoch);
      return;
    }
    const gained = this.status !== null && status.mayEdit && !this.mayEdit;
    this.status = status;
    this.epoch = status.epoch;
    this.resync = status.resync;
    this.mayEdit = status.mayEdit;
    if (gained) this.ws?.close(); // the server asks what we hold when one comes in
    this.nameNumber();
    this.options.onChange?.();
  }

  private readRows(decoder: decoding.Decoder): void {
    const from = decoding.readVarUint(decoder);
    const to = decoding.readVarUint(decoder);
    const update = decoding.readVarUint8Array(decoder);
    if (from > this.after) {
      this.ws?.close(); // a gap: come again from what is held
      return;
    }
    if (update.length > 2) Y.applyUpdate(this.doc, update, this);
    this.after = this.resync ? to : Math.max(this.after, to);
    this.resync = false;
    this.nameNumber();
    this.caughtUp = true;
    this.synced = true;
    if (this.epoch !== undefined) this.options.onNumber?.(this.after, this.epoch);
    this.options.onChange?.();
  }

  private closed(event: CloseEvent | null): void {
    if (event?.code === READ_ONLY) this.mayEdit = false;
    if (event?.code === TRY_AGAIN_LATER) {
      this.wsUnsuccessfulReconnects = Math.max(this.wsUnsuccessfulReconnects, 3);
      if (event.reason === "client id in use" && this.epoch !== undefined) {
        this.shouldConnect = false;
        this.options.onAnew?.(this.epoch);
      }
    }
    // so that all who were cut off at once do not come back at once
    const wait = Math.min(LONGEST_WAIT_MS, 2 ** (this.wsUnsuccessfulReconnects + 1) * 100);
    this.maxBackoffTime = wait * (0.5 + Math.random() / 2);
    this.options.onChange?.();
  }

  private end(why: End): void {
    this.ended = why;
    if (why !== "signed-out") this.mayEdit = false;
    this.options.onEnd?.(why);
    this.options.onChange?.();
  }
}
