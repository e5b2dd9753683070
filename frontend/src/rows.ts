/** The table of a board: the forms of a row come when it is opened; a box for all, and how many are chosen. */
import htmx from "htmx.org";
import { applyLeftOut } from "./fragments";
import { say } from "./notices";
import { word } from "./words";

const former = new WeakMap<Element, Node[]>();

/** Puts the forms into the row. While they are there nobody's change replaces them: what was seen stays true. */
async function open(details: HTMLDetailsElement, slot: HTMLElement): Promise<void> {
  try {
    const answer = await fetch(details.dataset.load!, { headers: { "HX-Request": "true" } });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    const html = await answer.text();
    if (!details.open) return;
    former.set(slot, [...slot.childNodes]);
    slot.innerHTML = html;
    slot.dataset.island = "";
    htmx.process(slot);
    slot.querySelector<HTMLElement>("select, input:not([type=hidden]), textarea")?.focus();
  } catch {
    say(word("sent-failed"));
  }
}

function close(slot: HTMLElement): void {
  const nodes = former.get(slot);
  if (!nodes) return;
  former.delete(slot);
  slot.replaceChildren(...nodes);
  delete slot.dataset.island;
  applyLeftOut();
}

function boxes(): HTMLInputElement[] {
  return [...document.querySelectorAll<HTMLInputElement>("input[name=action][form=many]")];
}

function count(): void {
  const all = boxes();
  const chosen = all.filter((box) => box.checked).length;
  const told = document.querySelector("[data-many] [data-count]");
  if (told) told.textContent = chosen ? ` (${chosen})` : "";
  const head = document.querySelector<HTMLInputElement>("[data-all] input");
  if (!head) return;
  head.checked = chosen > 0 && chosen === all.length;
  head.indeterminate = chosen > 0 && chosen < all.length;
}

export function startRows(): void {
  const show = () => document.querySelector<HTMLElement>("[data-all]")?.removeAttribute("hidden");
  show();
  count();
  document.addEventListener("baraza:applied", () => {
    show();
    count();
  });
  document.addEventListener("change", ({ target }) => {
    if (!(target instanceof HTMLInputElement)) return;
    if (target.closest("[data-all]")) for (const box of boxes()) box.checked = target.checked;
    count();
  });
  // `toggle` does not bubble
  document.addEventListener(
    "toggle",
    ({ target }) => {
      if (!(target instanceof HTMLDetailsElement) || !target.dataset.load) return;
      const slot = target.querySelector<HTMLElement>("[data-slot]");
      if (!slot) return;
      if (!target.open) close(slot);
      else if (!slot.querySelector("form")) void open(target, slot);
    },
    true,
  );
}
