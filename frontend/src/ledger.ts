import type * as Y from "yjs";

/** What of this tab's writing is stored, and what exists only here. Counts changes and frames; knows no socket. */
export class Ledger {
  /** Changes made on this device, those found unsent at the start included. */
  private made = 0;
  /** Of these, how many the server has acknowledged. */
  private kept = 0;
  /** For each frame of this connection: how many changes were made when it went out. */
  private frames: number[] = [];
  private stored = 0;
  /** Whether the server ever acknowledged all that this tab holds; before that, nothing is called saved. */
  private certain = false;

  /** The store on this device holds so many changes of earlier visits that were never acknowledged. */
  found(unsent: number): void {
    this.made += unsent;
  }

  change(): void {
    this.made += 1;
  }

  /** A new connection: what went out on the last one and was not acknowledged is unsent again. */
  connect(): void {
    this.frames = [];
    this.stored = 0;
  }

  /** A sync step 2 or an update went out; it covers all changes so far. */
  frame(): void {
    this.frames.push(this.made);
  }

  /** The server stored so many frames of this connection. */
  acknowledge(count: number): void {
    this.stored = Math.min(Math.max(this.stored, count), this.frames.length);
    this.kept = Math.max(this.kept, this.frames[this.stored - 1] ?? 0);
    if (this.stored > 0) this.certain = true;
  }

  get unsent(): number {
    return this.made - this.kept;
  }

  /** Frames are out that are not acknowledged. */
  get sending(): boolean {
    return this.frames.length > this.stored;
  }

  get saved(): boolean {
    return this.certain && this.unsent === 0 && !this.sending;
  }
}

/** Counts what is written on this device. Call it before a provider or a store listens: it must know first. */
export function countChanges(doc: Y.Doc, ledger: Ledger, then?: () => void): void {
  doc.on("update", (_update: Uint8Array, _origin: unknown, _doc: Y.Doc, transaction: Y.Transaction) => {
    if (!transaction.local) return;
    ledger.change();
    then?.();
  });
}
