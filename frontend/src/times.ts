const WEEK = 7 * 86_400;
const STEPS: [number, Intl.RelativeTimeFormatUnit][] = [
  [86_400, "day"],
  [3_600, "hour"],
  [60, "minute"],
];
let format: Intl.RelativeTimeFormat | undefined;

/** "3 minutes ago" in the language of the page; null for what lies more than a week away. */
export function ago(then: Date, now: Date = new Date()): string | null {
  const seconds = (then.getTime() - now.getTime()) / 1000;
  if (Number.isNaN(seconds) || Math.abs(seconds) >= WEEK) return null;
  format ??= new Intl.RelativeTimeFormat(document.documentElement.lang || "en", { numeric: "auto" });
  const step = STEPS.find(([length]) => Math.abs(seconds) >= length);
  return step ? format.format(Math.trunc(seconds / step[0]), step[1]) : format.format(0, "second");
}

/** Hours and minutes, as people of this language write them. */
export function clock(when: Date): string {
  return when.toLocaleTimeString(document.documentElement.lang || "en", {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
}

export function dayAndClock(when: Date): string {
  const language = document.documentElement.lang || "en";
  return `${when.toLocaleDateString(language, { day: "numeric", month: "long" })} ${clock(when)}`;
}

export function refreshTimes(root: ParentNode = document): void {
  for (const time of root.querySelectorAll<HTMLTimeElement>("time[data-ago]")) {
    time.dataset.written ??= time.textContent ?? "";
    const text = ago(new Date(time.dateTime)) ?? time.dataset.written;
    if (time.textContent !== text) time.textContent = text;
  }
}

export function startTimes(): void {
  refreshTimes();
  setInterval(refreshTimes, 30_000);
}
