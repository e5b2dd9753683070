import { beforeEach, expect, test } from "vitest";
import { apply } from "../src/fragments";
import { settleShown, showOnTheWay, takeBackShown } from "../src/shown";

const ID = "6f9d2b1e-0000-4000-8000-000000000001";
const $ = <T extends HTMLElement>(selector: string) => document.querySelector<T>(selector)!;
const title = () => $("[data-field=title]");
const status = () => $("[data-field=status] .status");
const form = () => $<HTMLFormElement>("form");
const card = (name: string) =>
  `<li id="card-${ID}" data-action="${ID}"><span data-field="status" data-value="on-track"><span class="status status-on-track"><svg class="o"></svg>On track</span></span>` +
  `<h3><a href="/x/" data-field="title">${name}</a></h3></li>`;

beforeEach(() => {
  document.body.innerHTML =
    `<div data-notices></div><template id="notice"><div><p data-notice-text></p></div></template>` +
    `<template id="words"><p data-word="not-changed">It is as it was.</p></template>` +
    `<p class="status status-done"><svg class="d"></svg>Done</p><ul>${card("Pump")}</ul>` +
    `<form action="/edit/" data-edits="${ID}"><input type="hidden" name="seen_title" value="Pump"><input type="text" name="title" value="Pump">` +
    `<input type="hidden" name="seen_status" value="on-track"><select name="status"><option value="on-track" selected>On track</option><option value="done">Done</option></select></form>`;
});

function type(): void {
  $<HTMLInputElement>("input[name=title]").value = "Pump and well";
  $<HTMLSelectElement>("select").value = "done";
}

test("what was changed is seen at once, and is marked as on its way", () => {
  type();
  showOnTheWay(form(), "/edit/");
  expect(title().textContent).toBe("Pump and well");
  expect(title().getAttribute("aria-busy")).toBe("true");
  expect(status().className).toBe("status status-done");
  expect(status().textContent).toBe("Done");
  expect(status().querySelector("svg.d")).not.toBeNull();
});

test("it is settled by the answer and the event", () => {
  type();
  showOnTheWay(form(), "/edit/");
  settleShown(form());
  apply([card("Pump and well")]);
  expect(title().textContent).toBe("Pump and well");
  expect(title().getAttribute("aria-busy")).toBeNull();
});

test("refused, it is as it was, with a sentence, and what was typed stays", () => {
  type();
  showOnTheWay(form(), "/edit/");
  takeBackShown(form());
  expect(title().textContent).toBe("Pump");
  expect(status().textContent).toBe("On track");
  expect(title().getAttribute("aria-busy")).toBeNull();
  expect($("[data-notices]").textContent).toBe("It is as it was.");
  expect($<HTMLInputElement>("input[name=title]").value).toBe("Pump and well");
});

test("changed twice at once, both values are in the form and no sentence says otherwise", () => {
  type();
  showOnTheWay(form(), "/edit/");
  takeBackShown(form(), true);
  expect(title().textContent).toBe("Pump");
  expect(title().getAttribute("aria-busy")).toBeNull();
  expect($("[data-notices]").textContent).toBe("");
});

test("refused, what somebody else wrote meanwhile stays", () => {
  type();
  showOnTheWay(form(), "/edit/");
  apply([card("Well")]);
  takeBackShown(form());
  expect(title().textContent).toBe("Well");
});

test("what was left as it was seen is not shown as a change", () => {
  showOnTheWay(form(), "/edit/");
  expect(title().getAttribute("aria-busy")).toBeNull();
  takeBackShown(form());
  expect($("[data-notices]").textContent).toBe("");
});

test("a button that sends the form elsewhere changes none of it", () => {
  type();
  showOnTheWay(form(), "/archive/");
  expect(title().textContent).toBe("Pump");
});
