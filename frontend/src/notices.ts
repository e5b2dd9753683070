import { draw } from "./words";

const STAY_MS = 10_000; // after focus and pointer have left it
const AT_MOST = 2; // they lie over the page

/** Closes a notice ten seconds after nobody reads it any more. */
function tend(notice: HTMLElement): void {
  let timer = 0;
  const leave = () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      if (notice.matches(":hover, :focus-within")) leave();
      else notice.remove();
    }, STAY_MS);
  };
  const close = notice.querySelector<HTMLButtonElement>("[data-close-notice]");
  if (close) {
    close.hidden = false;
    close.addEventListener("click", () => notice.remove());
  }
  for (const name of ["pointerenter", "focusin"]) notice.addEventListener(name, () => clearTimeout(timer));
  for (const name of ["pointerleave", "focusout"]) notice.addEventListener(name, leave);
  leave();
}

export function say(text: string, undo?: string | null): void {
  const region = document.querySelector<HTMLElement>("[data-notices]");
  const notice = draw("notice");
  if (!region || !notice || !text) return;
  notice.querySelector("[data-notice-text]")!.textContent = text;
  const form = notice.querySelector<HTMLFormElement>("form[data-undo]");
  if (undo?.startsWith("/")) form?.setAttribute("action", undo);
  else form?.remove();
  region.append(notice);
  tend(notice);
  const idle = [...region.children].filter((each) => !each.matches(":hover, :focus-within"));
  for (const old of idle.slice(0, Math.max(0, region.children.length - AT_MOST))) old.remove();
}

export function startNotices(): void {
  for (const notice of document.querySelectorAll<HTMLElement>("[data-notice]")) tend(notice);
  // the answer to a command: HX-Trigger: {"baraza:notice": {"text": …, "undo": …}}
  document.addEventListener("baraza:notice", (event) => {
    const { text, undo } = (event as CustomEvent<{ text?: string; undo?: string }>).detail;
    say(text ?? "", undo);
  });
}
