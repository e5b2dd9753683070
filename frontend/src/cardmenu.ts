/** The menu of a card: the board brings it once, as a template; it is made for a card when somebody opens it there. */
import { holdsWork, isBusy } from "./fragments";

const NOBODY = "00000000-0000-0000-0000-000000000000"; // in the template, where the id of the action goes
const LABEL_LETTERS = 40;

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

function setField(field: Field, value: string): void {
  if (field instanceof HTMLSelectElement)
    for (const option of field.options) option.defaultSelected = option.selected = option.value === value;
  else field.value = field.defaultValue = value;
}

/** What a card says of a field: its data-value, or its words; nothing when it is not on the card. */
function told(card: Element, name: string): { value: string; lang: string } {
  const source = card.querySelector<HTMLElement>(`[data-field="${name}"]`);
  const lang = (source ?? card.querySelector("h3"))?.closest<HTMLElement>("[lang]")?.lang ?? "";
  return { value: source?.dataset.value ?? source?.textContent?.trim() ?? "", lang };
}

/** What the forms begin with: the card as it is now, except where somebody is at work. */
function fill(card: HTMLElement, menu: Element): void {
  for (const form of menu.querySelectorAll<HTMLFormElement>("form:not([data-island])")) {
    for (const seen of form.querySelectorAll<HTMLInputElement>("input[type=hidden][name^=seen_]")) {
      const field = form.elements.namedItem(seen.name.slice(5)) as Field | null;
      if (!(field instanceof HTMLElement) || isBusy(field)) continue;
      const { value, lang } = told(card, field.name);
      seen.value = value;
      setField(field, value);
      if (field.lang) field.lang = lang;
    }
    if (form.dataset.label !== undefined) form.dataset.label = told(card, "title").value.slice(0, LABEL_LETTERS);
  }
  refreshThemes(card, menu);
}

/** The themes to move to, as they are now. */
function refreshThemes(card: Element, menu: Element): void {
  const now = document.querySelector<HTMLSelectElement>("select[data-themes]");
  const lane = card.closest<HTMLElement>("[data-lane]")?.dataset.lane ?? "";
  for (const select of menu.querySelectorAll<HTMLSelectElement>("select[name=theme]")) {
    const chosen = isBusy(select) ? select.value : lane;
    if (now) select.replaceChildren(...[...now.options].map((option) => option.cloneNode(true)));
    for (const option of select.options) {
      option.defaultSelected = option.value === lane;
      option.selected = option.value === chosen;
    }
  }
}

/** Made anew at each opening, unless somebody left work in it. */
function prepare(details: Element): void {
  const card = details.closest<HTMLElement>("[data-action]");
  const template = document.querySelector<HTMLTemplateElement>("template#card-menu");
  const known = details.querySelector(":scope > .card-menu");
  if (!card || !template || !known) return;
  if (known.hasAttribute("data-ours") && holdsWork(known)) {
    fill(card, known);
    return;
  }
  const holder = document.createElement("template");
  holder.innerHTML = template.innerHTML.replaceAll(NOBODY, card.dataset.action!);
  const menu = holder.content.firstElementChild!;
  menu.setAttribute("data-ours", "");
  for (const field of card.dataset.locked?.split(" ") ?? [])
    for (const locked of menu.querySelectorAll(`[data-unless="${field}"]`)) locked.remove();
  known.replaceWith(menu);
  fill(card, menu);
}

export function startCardMenus(): void {
  // before it opens, so that nothing else is seen there first; capture, because others close menus at a click
  document.addEventListener(
    "click",
    (event) => {
      const details = (event.target as Element).closest?.("details[data-menu] > summary")?.parentElement;
      if (details instanceof HTMLDetailsElement && !details.open) prepare(details);
    },
    true,
  );
  // a card was drawn again: what is open there says what the card says
  document.addEventListener("baraza:drawn", (event) => {
    const drawn = (event as CustomEvent<Element>).detail;
    for (const menu of drawn.querySelectorAll("details[data-menu][open] > [data-ours]"))
      fill(menu.closest<HTMLElement>("[data-action]")!, menu);
  });
}
