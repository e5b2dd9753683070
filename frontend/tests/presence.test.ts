import { expect, test } from "vitest";
import { setPresence } from "../src/presence";

const WORDS = {
  here: "{n} here",
  idle: "{n} idle",
  away: "{n} away",
  "idle-name": "{name} (idle)",
  "away-name": "{name} (away)",
};

test("says in words who is idle and who is away", () => {
  const words = Object.entries(WORDS).map(([name, text]) => `<p data-word="${name}">${text}</p>`);
  document.body.innerHTML = `<template id="words">${words.join("")}</template><span data-here="board:1"></span>`;
  setPresence([
    { id: "1", name: "Ama", at: "board:1" },
    { id: "2", name: "Kofi", at: "board:1", how: "idle" },
    { id: "3", name: "Esi", at: "board:1", how: "away" },
    { id: "4", name: "Yaw", at: "elsewhere", how: "away" },
  ]);
  const place = document.querySelector("[data-here]")!;
  expect(place.querySelector("span > span:nth-last-child(2)")?.textContent).toBe("1 here · 1 idle · 1 away");
  expect(place.querySelector(".sr-only")?.textContent).toBe(" Ama, Kofi (idle), Esi (away)");
  expect(place.querySelectorAll(".is-not-at-work")).toHaveLength(2);
});
