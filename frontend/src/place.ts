/** Whoever goes by keys or listens to the page keeps their place when what had the focus is gone from it. */

/** Gives the focus to something that is no control, for as long as it stays there: it is read out, Tab goes on in it. */
function stand(place: HTMLElement): boolean {
  const own = place.hasAttribute("tabindex");
  if (!own) place.tabIndex = -1;
  place.focus({ preventScroll: true });
  if (!own) {
    if (document.activeElement === place)
      place.addEventListener("blur", () => place.removeAttribute("tabindex"), { once: true });
    else place.removeAttribute("tabindex");
  }
  return document.activeElement === place;
}

/** Call it before something is drawn again, and what it returns afterwards: the focus goes to what it stood in. */
export function keepPlace(around: Element): () => void {
  const active = document.activeElement;
  if (!active || active === document.body || !around.contains(active)) return () => undefined;
  const places: HTMLElement[] = [];
  for (let each = active.parentElement; each && each !== document.body; each = each.parentElement) places.push(each);
  return () => {
    if (document.activeElement && document.activeElement !== document.body) return;
    for (const place of places) if (place.isConnected && stand(place)) return;
  };
}
