/** Whether the person at this page is at work: idle after a while without input, away while the page is hidden. */
export type How = "" | "idle" | "away";

const IDLE_MS = 120_000;
const INPUT = ["pointerdown", "pointermove", "keydown", "input", "wheel", "scroll", "touchstart"];

/** Calls `tell` each time it changes; moving a mouse a hundred times tells nothing new. */
export function watchActivity(tell: (how: How) => void): void {
  let how: How = "";
  let last = Date.now();
  let timer = 0;

  const become = (next: How) => {
    if (next === how) return;
    how = next;
    tell(how);
  };
  const look = () => {
    const left = last + IDLE_MS - Date.now();
    if (document.hidden) return;
    if (left <= 0) become("idle");
    else timer = window.setTimeout(look, left);
  };
  const used = () => {
    last = Date.now();
    if (document.hidden || how === "") return;
    become("");
    look();
  };

  for (const name of INPUT) window.addEventListener(name, used, { passive: true, capture: true });
  document.addEventListener("visibilitychange", () => {
    clearTimeout(timer);
    last = Date.now();
    become(document.hidden ? "away" : "");
    look();
  });
  if (document.hidden) become("away");
  look();
}
