/** Puts pushed HTML into the page and leaves alone what somebody is doing there. */
import { Idiomorph } from "idiomorph";
import { say } from "./notices";
import { keepPlace } from "./place";
import { word } from "./words";

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const FIELDS = "input:not([type=hidden]), textarea, select";
/** Attributes that belong to the browser or to our scripts once the page is there. */
const OURS = new Set(["data-state", "aria-busy", "data-written", "tabindex"]);

let holds = 0;
let composing = false;
const waiting: string[] = [];
/** Fragments of which a part was left out because somebody is typing there; tried again when they are done. */
const leftOut = new Map<string, string>();

/** Nothing is applied until the returned function is called: for the time of a drag. */
export function hold(): () => void {
  let held = true;
  holds += 1;
  return () => {
    if (!held) return;
    held = false;
    holds -= 1;
    flush();
  };
}

function flush(): void {
  if (holds === 0 && !composing && waiting.length > 0) apply(waiting.splice(0));
}

export function isDirty(field: Field): boolean {
  if (field instanceof HTMLSelectElement) {
    const { options } = field;
    const chosenByPage = [...options].some((option) => option.defaultSelected);
    return [...options].some((option, index) =>
      chosenByPage || field.multiple ? option.selected !== option.defaultSelected : option.selected !== (index === 0),
    );
  }
  if (field.type === "checkbox" || field.type === "radio")
    return (field as HTMLInputElement).checked !== (field as HTMLInputElement).defaultChecked;
  return field.value !== field.defaultValue;
}

export function isBusy(field: Element): boolean {
  return field === document.activeElement || isDirty(field as Field);
}

/** Does somebody have unfinished work in here? */
export function holdsWork(element: Element): boolean {
  if (element.closest("[data-island]") || element.querySelector("[data-island]")) return true;
  const fields = [...element.querySelectorAll(FIELDS)];
  if (element.matches(FIELDS)) fields.push(element);
  return fields.some(isBusy);
}

function mayMorph(old: Node): boolean {
  if (!(old instanceof Element)) return true;
  if (old.hasAttribute("data-island") || old.hasAttribute("data-here") || old.hasAttribute("data-ours")) return false;
  if (old.matches(FIELDS)) return !isBusy(old);
  // the value that the writer saw goes with the value that is still in the field
  if (old instanceof HTMLInputElement && old.type === "hidden" && old.name.startsWith("seen_")) {
    const named = old.form?.elements.namedItem(old.name.slice(5));
    const fields = named instanceof Element ? [named] : [...((named as RadioNodeList | null) ?? [])];
    return !fields.some((field) => field instanceof Element && field.matches(FIELDS) && isBusy(field));
  }
  return true;
}

function morph(old: Element, fresh: Element, html: string): void {
  let skipped = false;
  Idiomorph.morph(old, fresh, {
    morphStyle: "outerHTML",
    callbacks: {
      beforeNodeMorphed: (node: Node) => {
        const may = mayMorph(node);
        if (!may && node instanceof Element && node.matches(`${FIELDS}, [name^=seen_], form[data-island]`))
          skipped = true;
        return may;
      },
      beforeNodeRemoved: (node: Node) => {
        const keep = node instanceof Element && holdsWork(node);
        skipped ||= keep;
        return !keep;
      },
      beforeAttributeUpdated: (name: string, node: Element) =>
        !OURS.has(name) && !(name === "open" && node.matches("details, dialog")),
    },
  });
  if (skipped) leftOut.set(fresh.id, html);
  else leftOut.delete(fresh.id);
}

/** Moves an element without taking focus, caret or selection from what is inside. */
export function move(element: Element, container: Element, before: Element | null): void {
  if (element.parentElement === container && element.nextElementSibling === before) return;
  const mover = container as Element & { moveBefore?(node: Node, child: Node | null): void };
  if (mover.moveBefore && element.isConnected) {
    try {
      mover.moveBefore(element, before);
      return;
    } catch {
      // another document, or an ancestor: the ordinary way says so
    }
  }
  const active = document.activeElement as Partial<HTMLInputElement> & HTMLElement;
  const inside = active && element.contains(active) ? active : null;
  const caret = inside ? [inside.selectionStart, inside.selectionEnd] : [];
  container.insertBefore(element, before);
  inside?.focus({ preventScroll: true });
  if (typeof caret[0] === "number") inside?.setSelectionRange?.(caret[0], caret[1] ?? caret[0]);
}

function place(element: HTMLElement, target: string): void {
  const cut = target.lastIndexOf(":");
  const container = find(cut < 0 ? target : target.slice(0, cut));
  if (!container) return;
  const next = element.dataset.rank
    ? nextByRank(element, container)
    : cut < 0
      ? null
      : document.getElementById(target.slice(cut + 1));
  move(element, container, next?.parentElement === container ? next : null);
}

/** What stands after it by rank, equal ranks by id: the same on all screens, in whatever order the moves arrive. */
function nextByRank(element: HTMLElement, container: Element): Element | null {
  const key = (each: HTMLElement): [string, string] => [each.dataset.rank ?? "", each.id];
  const [rank, id] = key(element);
  for (const each of container.children) {
    if (each === element || !(each instanceof HTMLElement) || !each.dataset.rank) continue;
    const [theirs, their] = key(each);
    if (theirs > rank || (theirs === rank && their > id)) return each;
  }
  return null;
}

function remove(old: Element): void {
  if (holdsWork(old)) {
    if (!old.classList.contains("is-gone")) say(word("gone"));
    old.classList.add("is-gone");
    return;
  }
  if (old.contains(document.activeElement)) {
    const near = old.nextElementSibling ?? old.previousElementSibling ?? old.parentElement;
    const target =
      near?.querySelector<HTMLElement>("a[href], button, summary") ?? document.querySelector<HTMLElement>("main");
    target?.focus({ preventScroll: true });
  }
  old.remove();
}

function find(selector: string): Element | null {
  try {
    return document.querySelector(selector);
  } catch {
    return null;
  }
}

/** What a fragment brings and the page has in another place: a card that went to another lane. Outermost ones alone. */
function elsewhere(fresh: Element, old: Element | null): [Element, Element][] {
  const found: [Element, Element][] = [];
  for (const inner of fresh.querySelectorAll("[id]")) {
    const there = document.getElementById(inner.id);
    if (there && !old?.contains(there) && !found.some(([outer]) => outer.contains(inner))) found.push([inner, there]);
  }
  return found;
}

function applyOne(fresh: HTMLElement, html: string): Element | null {
  const [how = "morph", target = ""] = (fresh.dataset.oob ?? "morph").split(/:(.*)/s);
  delete fresh.dataset.oob;
  const old = fresh.id ? document.getElementById(fresh.id) : null;
  if (old && Number(fresh.dataset.v ?? Number.POSITIVE_INFINITY) < Number((old as HTMLElement).dataset.v ?? 0))
    return null;
  if (how === "remove") {
    if (old) remove(old);
    return null;
  }
  const moved = elsewhere(fresh, old);
  if (old) {
    for (const [, there] of moved) move(there, old, null); // what was typed in it stays
    const keep = keepPlace(old);
    morph(old, fresh, html);
    keep();
    const now = document.getElementById(fresh.id);
    if (now && how === "place") place(now, target);
    return now;
  }
  if (how === "append") find(target)?.append(fresh);
  else if (how === "place") place(fresh, target);
  for (const [inner, there] of moved) {
    if (!inner.parentElement || !fresh.isConnected) continue;
    move(there, inner.parentElement, inner);
    inner.remove();
    morph(there, inner, inner.outerHTML);
  }
  return fresh.isConnected ? fresh : null;
}

export function apply(fragments: string[]): void {
  if (holds > 0 || composing) {
    waiting.push(...fragments);
    return;
  }
  for (const html of fragments) {
    const template = document.createElement("template");
    template.innerHTML = html;
    for (const fresh of [...template.content.children] as HTMLElement[]) {
      const changed = applyOne(fresh, fresh.outerHTML);
      if (changed) document.dispatchEvent(new CustomEvent("baraza:drawn", { detail: changed }));
    }
  }
  document.dispatchEvent(new CustomEvent("baraza:applied"));
}

/** What was left out while somebody typed there may have its turn now. */
export function applyLeftOut(): void {
  if (leftOut.size > 0) apply([...leftOut.values()]);
  for (const gone of document.querySelectorAll(".is-gone")) if (!holdsWork(gone)) gone.remove();
}

document.addEventListener("compositionstart", () => {
  composing = true;
});
document.addEventListener("compositionend", () => {
  composing = false;
  setTimeout(flush);
});
document.addEventListener("focusout", () => setTimeout(applyLeftOut));
