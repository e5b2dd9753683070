import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type How, watchActivity } from "../src/activity";

let told: How[];
let hidden = false;

function hide(now: boolean): void {
  hidden = now;
  document.dispatchEvent(new Event("visibilitychange"));
}

beforeEach(() => {
  vi.useFakeTimers();
  hidden = false;
  vi.spyOn(document, "hidden", "get").mockImplementation(() => hidden);
  const mine: How[] = []; // the page of a former test still listens
  told = mine;
  watchActivity((how) => mine.push(how));
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test("idle after two minutes without input, back at once, told once each", () => {
  vi.advanceTimersByTime(119_000);
  expect(told).toEqual([]);
  window.dispatchEvent(new Event("keydown"));
  vi.advanceTimersByTime(119_000);
  expect(told).toEqual([]);
  vi.advanceTimersByTime(2_000);
  expect(told).toEqual(["idle"]);
  for (let i = 0; i < 50; i++) window.dispatchEvent(new Event("pointermove"));
  expect(told).toEqual(["idle", ""]);
  vi.advanceTimersByTime(121_000);
  expect(told).toEqual(["idle", "", "idle"]);
});

test("away while the page is hidden, also for long, and back when it is seen", () => {
  hide(true);
  vi.advanceTimersByTime(600_000);
  window.dispatchEvent(new Event("scroll"));
  expect(told).toEqual(["away"]);
  hide(false);
  expect(told).toEqual(["away", ""]);
  vi.advanceTimersByTime(121_000);
  expect(told).toEqual(["away", "", "idle"]);
});
