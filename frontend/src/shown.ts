/** What somebody changes of an action is seen at once on its card or page: marked as on its way, settled by the event,
 *  taken back with a sentence when it is refused. What they typed stays in the form. */
import { say } from "./notices";
import { word } from "./words";

const FIELDS = ["title", "status", "status_note"];

interface Change {
  holder: HTMLElement;
  before: string;
  shown: string;
}
const onTheWay = new WeakMap<Element, Change[]>();

/** The places that show a field of the action which this form is about. */
function holders(form: HTMLFormElement, field: string): HTMLElement[] {
  const pk = form.dataset.edits ?? "";
  const around = `:is([data-action="${CSS.escape(pk)}"], [data-shows="${CSS.escape(pk)}"])`;
  return pk ? [...document.querySelectorAll<HTMLElement>(`${around} [data-field="${field}"]`)] : [];
}

function write(holder: HTMLElement, value: string, label: string): void {
  const status = holder.querySelector<HTMLElement>(".status");
  if (!status) {
    holder.textContent = label;
    return;
  }
  const icon = document.querySelector(`.status-${CSS.escape(value)} svg`)?.cloneNode(true);
  status.className = `status status-${value}`;
  status.replaceChildren(...(icon ? [icon] : []), label);
}

/** Shows what was sent, where it is another thing than its writer saw; a button of the form may send it elsewhere. */
export function showOnTheWay(form: Element, address: string): void {
  if (!(form instanceof HTMLFormElement) || onTheWay.has(form) || form.getAttribute("action") !== address) return;
  const changes: Change[] = [];
  for (const name of FIELDS) {
    const field = form.elements.namedItem(name);
    const seen = form.elements.namedItem(`seen_${name}`);
    if (!(field instanceof HTMLInputElement || field instanceof HTMLSelectElement)) continue;
    if (!(seen instanceof HTMLInputElement) || field.value.trim() === seen.value) continue;
    const label = field instanceof HTMLSelectElement ? field.selectedOptions[0]?.textContent : field.value;
    for (const holder of holders(form, name)) {
      const before = holder.innerHTML;
      write(holder, field.value, (label ?? "").trim());
      holder.setAttribute("aria-busy", "true");
      changes.push({ holder, before, shown: holder.innerHTML });
    }
  }
  if (changes.length > 0) onTheWay.set(form, changes);
}

function done(form: Element): Change[] {
  const changes = onTheWay.get(form) ?? [];
  onTheWay.delete(form);
  for (const { holder } of changes) holder.removeAttribute("aria-busy");
  return changes;
}

/** It is stored; what the event draws is the last word. */
export function settleShown(form: Element): void {
  done(form);
}

/** It was refused: all is as it was, except what the server has drawn meanwhile. In a conflict nothing is said: it is
 *  not as it was, and the form shows both values. */
export function takeBackShown(form: Element, isConflict = false): void {
  const changes = done(form).filter(({ holder, shown }) => holder.innerHTML === shown);
  for (const { holder, before } of changes) holder.innerHTML = before;
  if (changes.length > 0 && !isConflict) say(word("not-changed"));
}
