/** Moving cards by hand. The keyboard's way, "Move to…", is a form in each card and needs nothing from here. */
import Sortable from "sortablejs";
import { startCardMenus } from "./cardmenu";
import { commandId, csrfToken } from "./commands";
import { hold, move } from "./fragments";
import { say } from "./notices";
import { word } from "./words";

interface Start {
  lane: HTMLElement;
  next: Element | null;
  release: () => void;
}

/** Posts the place of a card, the same command id at every try; gives the answer, or null without one. */
async function post(card: HTMLElement): Promise<Response | null> {
  const lane = card.closest<HTMLElement>("[data-lane]")!;
  const next = card.nextElementSibling as HTMLElement | null;
  const body = new URLSearchParams({
    theme: lane.dataset.lane!,
    before: next?.dataset.action ?? "",
    command_id: commandId(),
  });
  for (const wait of [0, 1_000, 3_000]) {
    await new Promise((done) => setTimeout(done, wait));
    try {
      const answer = await fetch(`/actions/${card.dataset.action}/move/`, {
        method: "POST",
        body,
        redirect: "manual",
        headers: { "HX-Request": "true", "X-CSRFToken": csrfToken() },
      });
      if (answer.status < 500) return answer;
    } catch {
      // tried again below
    }
  }
  return null;
}

function tell(answer: Response): void {
  const trigger = answer.headers.get("HX-Trigger");
  if (!trigger?.startsWith("{")) return;
  for (const [name, detail] of Object.entries(JSON.parse(trigger) as Record<string, unknown>))
    document.dispatchEvent(new CustomEvent(name, { detail }));
}

async function finish(card: HTMLElement, start: Start): Promise<void> {
  try {
    if (card.parentElement === start.lane && card.nextElementSibling === start.next) return;
    card.dataset.state = "sending";
    const answer = await post(card);
    if (answer?.ok) tell(answer);
    else {
      move(card, start.lane, start.next);
      say(word("not-moved"));
    }
  } finally {
    delete card.dataset.state;
    start.release(); // what others did meanwhile comes now, and the server's order has the last word
  }
}

function makeSortable(lane: HTMLElement): void {
  if (Sortable.get(lane)) return;
  let start: Start | null = null;
  let begun = false;
  new Sortable(lane, {
    group: "actions",
    handle: ".drag-handle",
    draggable: "[data-action]",
    animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 150,
    ghostClass: "is-ghost",
    chosenClass: "is-dragged",
    delay: 0,
    fallbackTolerance: 4,
    scroll: true,
    // From the press on, not from the first movement: a fragment in between would take away what makes a card draggable.
    onChoose: ({ item }) => {
      begun = false;
      start?.release();
      start = { lane, next: item.nextElementSibling, release: hold() };
    },
    onStart: ({ item }) => {
      begun = true;
      // Sortable leaves its own copy beside the card in some browsers
      let next = item.nextElementSibling as HTMLElement | null;
      while (next && !next.dataset.action) next = next.nextElementSibling as HTMLElement | null;
      if (start) start.next = next;
    },
    onUnchoose: () => {
      if (begun) return; // onEnd follows
      start?.release();
      start = null;
    },
    onEnd: ({ item }) => {
      if (start) void finish(item, start);
      start = null;
    },
  });
}

function showLane(theme: string): void {
  for (const lane of document.querySelectorAll<HTMLElement>("[data-lane-of]"))
    lane.classList.toggle("is-current", lane.dataset.laneOf === theme);
  for (const link of document.querySelectorAll<HTMLElement>("[data-lane-link]"))
    if (link.dataset.laneLink === theme) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
}

function currentLane(): string {
  const named = new URLSearchParams(location.search).get("lane");
  return named ?? document.querySelector<HTMLElement>("[data-lane-link]")?.dataset.laneLink ?? "";
}

/** The marks of what changed since the reader was here: one rule for this page, so that cards are the same for everybody. */
function showChanged(): void {
  const ids = document.querySelector<HTMLElement>("[data-changed]")?.dataset.changed?.split(" ").filter(Boolean) ?? [];
  if (ids.length === 0 || !("adoptedStyleSheets" in document)) return;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`${ids.map((id) => `[data-new="${CSS.escape(id)}"]`).join(",")} { display: flex; }`);
  document.adoptedStyleSheets.push(sheet);
}

/** Ctrl+Z outside of fields: the form that takes back one's own last change. Inside them it is the browser's. */
function undoByKey(event: KeyboardEvent): void {
  if (event.key.toLowerCase() !== "z" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
  if (!(event.target instanceof Element) || event.target.closest("input, textarea, select, dialog, [contenteditable]"))
    return;
  const form = document.querySelector<HTMLFormElement>("form[data-undo-last]");
  if (!form || event.defaultPrevented) return;
  event.preventDefault();
  form.requestSubmit();
}

export function startBoard(): void {
  const mayEdit = document.querySelector<HTMLElement>("main")?.dataset.abilities?.split(" ").includes("edit");
  const prepare = () => {
    if (mayEdit) for (const lane of document.querySelectorAll<HTMLElement>("[data-lane]")) makeSortable(lane);
    if (document.querySelector("[data-lane-link]")) showLane(currentLane());
  };
  if (mayEdit) document.documentElement.classList.add("can-drag");
  startCardMenus();
  prepare();
  showChanged();
  document.addEventListener("keydown", undoByKey);
  document.addEventListener("baraza:applied", prepare);
  // another lane on a phone: without a new page, so that a half-typed text stays
  document.addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[data-lane-link]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    history.pushState(null, "", link.href);
    showLane(link.dataset.laneLink!);
  });
  window.addEventListener("popstate", () => showLane(currentLane()));
}
