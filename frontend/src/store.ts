/** A document on this device: its content (y-indexeddb), and beside it what of that the server has. */
import { IndexeddbPersistence } from "y-indexeddb";
import type * as Y from "yjs";
import { remember } from "./stores";

const PATIENCE_MS = 3_000; // a browser that cannot open its store must not keep anybody from writing

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

export class Store {
  private constructor(
    private readonly persistence: IndexeddbPersistence,
    private readonly database: IDBDatabase,
  ) {}

  /** The store, its content applied to `doc`; null where the browser has none. */
  static async open(name: string, doc: Y.Doc): Promise<Store | null> {
    if (!("indexedDB" in globalThis)) return null;
    remember(name);
    const persistence = new IndexeddbPersistence(name, doc);
    const opened = (persistence as unknown as { _db: Promise<IDBDatabase> })._db;
    const late = new Promise<null>((done) => setTimeout(() => done(null), PATIENCE_MS));
    const database = await Promise.race([opened.catch(() => null), late]);
    if (!database || !(await Promise.race([persistence.whenSynced, late]))) {
      void Promise.resolve(persistence.destroy()).catch(() => undefined);
      return null;
    }
    return new Store(persistence, database);
  }

  async read(): Promise<Known> {
    const store = this.database.transaction("custom").objectStore("custom");
    const [keys, values] = await Promise.all([answer(store.getAllKeys()), answer(store.getAll())]);
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

  /** Written after the content that it names: both stores in one scope, so that the order holds. */
  keepNumber(after: number, epoch: number): void {
    this.write(["updates", "custom"], (custom) => {
      custom.put(after, "after");
      custom.put(epoch, "epoch");
    });
  }

  /** Written before the change itself: a crash between the two claims too much unsent, never too little. */
  markUnsent(key: string, mark: UnsentMark | null): void {
    this.write(["updates", "custom"], (custom) => {
      if (mark) custom.put(mark, key);
      else custom.delete(key);
    });
  }

  /** Takes away marks of tabs that are gone, unless they wrote since they were read. */
  settle(marks: Map<string, UnsentMark>): void {
    this.write(["custom"], (custom) => {
      for (const [key, mark] of marks) {
        const asked = custom.get(key);
        asked.onsuccess = () => {
          const now = asked.result as UnsentMark | undefined;
          if (now?.n === mark.n && now.since === mark.since) custom.delete(key);
        };
      }
    });
  }

  /** Lays a text aside and empties the store, in one step. */
  async begin(epoch: number, aside: Omit<Aside, "key"> | null): Promise<void> {
    await this.write(["updates", "custom"], (custom, updates) => {
      updates?.clear();
      custom.delete("after");
      custom.delete(IDBKeyRange.bound("unsent:", "unsent:\uffff"));
      custom.put(epoch, "epoch");
      if (aside) custom.put(aside, `aside:${aside.at}`);
    });
  }

  async dropAside(key: string): Promise<void> {
    await this.write(["custom"], (custom) => custom.delete(key));
  }

  async close(): Promise<void> {
    await this.persistence.destroy();
  }

  private write(scope: string[], act: (custom: IDBObjectStore, updates?: IDBObjectStore) => void): Promise<void> {
    return new Promise((done) => {
      try {
        const transaction = this.database.transaction(scope, "readwrite");
        transaction.oncomplete = transaction.onabort = transaction.onerror = () => done();
        act(
          transaction.objectStore("custom"),
          scope.includes("updates") ? transaction.objectStore("updates") : undefined,
        );
      } catch {
        done(); // signed out in another tab: the store is gone
      }
    });
  }
}

function answer<T>(asked: IDBRequest<T>): Promise<T> {
  return new Promise((done, fail) => {
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
}
