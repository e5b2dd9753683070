import type { Present } from "./live";
import { fill, word } from "./words";

const CARETS = ["#bc4d2c", "#397f4a", "#247998", "#aa5093", "#6168c3", "#95670c"];
const TOKENS = 4; // more are said in the count

/** The class of a colour that the server gave; any other colour gets one of ours. */
export function caretClass(colour: string | undefined): string {
  const known = CARETS.indexOf((colour ?? "").toLowerCase());
  if (known >= 0) return `caret-${known + 1}`;
  let sum = 0;
  for (const letter of colour ?? "") sum += letter.charCodeAt(0);
  return `caret-${(sum % CARETS.length) + 1}`;
}

export function letters(name: string): string {
  const parts = name.split(/[\s·,]+/u).filter((part) => /[\p{L}\p{N}]/u.test(part));
  const [first = "?", second] = parts.length > 1 ? [parts[0], parts.at(-1)] : [parts[0]];
  return (second ? [...first][0]! + [...second][0]! : [...first].slice(0, 2).join("")).toUpperCase();
}

/** How many are at work, idle and away, in words. */
function counted(here: Present[]): string {
  const said = [];
  for (const [name, how] of [
    ["here", ""],
    ["idle", "idle"],
    ["away", "away"],
  ]) {
    const n = here.filter((one) => (one.how ?? "") === how).length;
    if (n > 0) said.push(word(name!, { n }));
  }
  return said.join(" · ");
}

const named = (one: Present) => (one.how ? word(`${one.how}-name`, { name: one.name }) : one.name);

function drawHere(place: HTMLElement, here: Present[]): void {
  place.replaceChildren();
  place.hidden = here.length === 0;
  if (here.length === 0) return;
  const group = document.createElement("span");
  group.className = "here";
  for (const one of here.slice(0, TOKENS)) {
    const token = document.createElement("span");
    token.className = `token token-s ${one.seat ? `seat-${one.seat}` : ""} ${one.how ? "is-not-at-work" : ""}`;
    token.setAttribute("aria-hidden", "true");
    token.textContent = letters(one.name);
    group.append(token);
  }
  const count = document.createElement("span");
  count.textContent = counted(here);
  const names = document.createElement("span");
  names.className = "sr-only";
  names.textContent = ` ${here.map(named).join(", ")}`;
  group.append(count, names);
  place.append(group);
}

let last: Present[] = [];

export function drawPresence(): void {
  const people = [...new Map(last.map((one) => [one.id, one])).values()];
  const count = document.querySelector<HTMLElement>("[data-connection] [data-count]");
  if (count) count.textContent = people.length > 1 ? fill(count.dataset.text ?? "", { n: people.length }) : "";
  for (const place of document.querySelectorAll<HTMLElement>("[data-here]")) {
    const here = last.filter((one) => one.at === place.dataset.here);
    drawHere(place, [...new Map(here.map((one) => [one.id, one])).values()]);
  }
}

export function setPresence(present: Present[]): void {
  last = present;
  drawPresence();
}
