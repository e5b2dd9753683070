/** What exists only on this device: the one list that the offline bar counts and the sign-out question asks. */
export interface Unsent {
  label: string;
  /** where one finds it on the page */
  element: HTMLElement;
  /** true when it would be lost with the page: it is not in the store of this device, or not yet */
  fragile: boolean;
}

const things = new Map<string, Unsent>();
const followers = new Set<() => void>();

export function mark(key: string, thing: Unsent | null): void {
  const known = things.get(key);
  if (thing === null ? !things.delete(key) : known?.element === thing.element && known.fragile === thing.fragile)
    return;
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
