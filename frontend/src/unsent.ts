/** What exists only on this device: the one list that the offline bar counts and the sign-out question asks. */
export interface Unsent {
  label: string;
  /** where one finds it on the page */
  element: HTMLElement;
  /** true when it would be lost with the page; documents are not, they are in IndexedDB */
  fragile: boolean;
}

const things = new Map<string, Unsent>();
const followers = new Set<() => void>();

export function mark(key: string, thing: Unsent | null): void {
  if (thing === null ? !things.delete(key) : things.get(key)?.element === thing.element) return;
  if (thing) things.set(key, thing);
  for (const tell of followers) tell();
}

export function unsent(): Unsent[] {
  for (const [key, thing] of things) if (!thing.element.isConnected) things.delete(key);
  return [...things.values()];
}

export function follow(tell: () => void): void {
  followers.add(tell);
}

window.addEventListener("beforeunload", (event) => {
  if (unsent().some((thing) => thing.fragile)) event.preventDefault();
});
