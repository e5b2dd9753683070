/** The IndexedDB stores of one person on this device: `baraza:<person>:<document>`. */
const LIST = "baraza:stores"; // for browsers that cannot list their databases

export function personKey(): string {
  return document.body.dataset.person ?? "";
}

export function storeName(document: string, person: string = personKey()): string {
  return `baraza:${person}:${document}`;
}

function remembered(): string[] {
  try {
    return JSON.parse(localStorage.getItem(LIST) ?? "[]") as string[];
  } catch {
    return [];
  }
}

export function remember(name: string): void {
  try {
    localStorage.setItem(LIST, JSON.stringify([...new Set([...remembered(), name])]));
  } catch {
    // private mode: indexedDB.databases() knows them
  }
}

export async function storesOf(person: string = personKey()): Promise<string[]> {
  const listed = (await indexedDB.databases?.().catch(() => []))?.flatMap(({ name }) => name ?? []) ?? [];
  return [...new Set([...listed, ...remembered()])].filter((name) => name.startsWith(`baraza:${person}:`));
}

/** What a request to IndexedDB answers. */
export function request<T>(asked: IDBRequest<T>): Promise<T> {
  return new Promise((done, fail) => {
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
}

/** How many changes of a store are not acknowledged yet. A store that cannot be read counts as one. */
export async function unsentIn(name: string): Promise<number> {
  try {
    const opening = indexedDB.open(name);
    let made = false;
    opening.onupgradeneeded = () => {
      made = true; // it was only remembered: there is nothing
    };
    const database = await request(opening);
    try {
      if (made || !database.objectStoreNames.contains("custom")) return 0;
      const store = database.transaction("custom").objectStore("custom");
      const [keys, values] = await Promise.all([request(store.getAllKeys()), request(store.getAll())]);
      return keys.reduce<number>((sum, key, index) => {
        const counts = String(key).startsWith("unsent:") || String(key).startsWith("aside:");
        return sum + (counts ? ((values[index] as { n?: number }).n ?? 1) : 0);
      }, 0);
    } finally {
      database.close();
      if (made) indexedDB.deleteDatabase(name);
    }
  } catch {
    return 1;
  }
}

/** Deletes every store of a person; gives up waiting for a tab that does not let go. */
export async function wipe(person: string = personKey()): Promise<void> {
  const gone = (await storesOf(person)).map(
    (name) =>
      new Promise<void>((done) => {
        const deleting = indexedDB.deleteDatabase(name);
        deleting.onsuccess = deleting.onerror = () => done();
        setTimeout(done, 3_000);
      }),
  );
  await Promise.all(gone);
  try {
    localStorage.setItem(LIST, JSON.stringify(remembered().filter((name) => !name.startsWith(`baraza:${person}:`))));
  } catch {
    // nothing was remembered
  }
}
