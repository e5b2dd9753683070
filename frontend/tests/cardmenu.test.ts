import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startCardMenus } from "../src/cardmenu";
import { apply } from "../src/fragments";

const NOBODY = "00000000-0000-0000-0000-000000000000";
const ID = "6f9d2b1e-0000-4000-8000-000000000001";

const card = (title: string, status = "on-track", note = "") =>
  `<li id="card-${ID}" data-action="${ID}"><span data-field="status" data-value="${status}">…</span>` +
  `<h3 lang="sw"><a href="/x/" data-field="title">${title}</a></h3>${note && `<p lang="sw" data-field="status_note">${note}</p>`}` +
  `<details data-menu><summary>Change</summary><div class="card-menu"><a href="/x/">page</a></div></details></li>`;

const MENU =
  `<div class="card-menu"><form id="move-${NOBODY}" action="/actions/${NOBODY}/move/"><select name="theme"></select></form>` +
  `<form id="form-${NOBODY}" action="/actions/${NOBODY}/edit/" data-label=""><input type="hidden" name="seen_title"><input type="text" name="title" lang="en">` +
  `<input type="hidden" name="seen_status"><select name="status"><option value="done">d</option><option value="on-track">o</option></select>` +
  `<input type="hidden" name="seen_status_note"><input type="text" name="status_note" lang="en"></form></div>`;

const $ = <T extends Element>(selector: string) => document.querySelector<T>(selector)!;
const field = (name: string) => $<HTMLInputElement>(`[data-ours] [name=${name}]`);

function open(): void {
  $<HTMLElement>("summary").dispatchEvent(new MouseEvent("click", { bubbles: true }));
  $<HTMLDetailsElement>("details").open = true;
}

beforeAll(startCardMenus);
beforeEach(() => {
  document.body.innerHTML =
    `<template id="card-menu">${MENU}</template><select data-themes hidden><option value="t1">1 · Water</option><option value="t2">2 · Roads</option></select>` +
    `<ul data-lane="t2">${card("Pump", "on-track", "Half is here")}</ul>`;
});

describe("the menu of a card", () => {
  test("is made when it is opened, and begins with what the card says", () => {
    expect($("[data-ours]")).toBeNull();
    open();
    expect($<HTMLFormElement>(`#form-${ID}`).getAttribute("action")).toBe(`/actions/${ID}/edit/`);
    expect($<HTMLElement>(`#form-${ID}`).dataset.label).toBe("Pump");
    expect(field("title").value).toBe("Pump");
    expect(field("title").lang).toBe("sw");
    expect(field("seen_title").value).toBe("Pump");
    expect(field("status").value).toBe("on-track");
    expect(field("status_note").value).toBe("Half is here");
    expect(field("theme").value).toBe("t2");
  });

  test("stays open and follows the card when somebody else changes it", () => {
    open();
    apply([card("Pump, bought by us", "done")]);
    expect($("[data-ours]")).not.toBeNull();
    expect(field("title").value).toBe("Pump, bought by us");
    expect(field("seen_title").value).toBe("Pump, bought by us");
    expect(field("status").value).toBe("done");
    expect(field("status_note").value).toBe("");
  });

  test("keeps what is typed with what its writer saw, and takes in the rest", () => {
    open();
    field("title").value = "A pump that a village can mend";
    apply([card("Pump, bought by us", "done")]);
    expect(field("title").value).toBe("A pump that a village can mend");
    expect(field("seen_title").value).toBe("Pump");
    expect(field("status").value).toBe("done");
    expect(field("seen_status").value).toBe("done");
  });

  test("keeps an answer of the server until it is dealt with, then is made anew", () => {
    open();
    $(`#form-${ID}`).outerHTML = `<form id="form-${ID}" data-island><input name="title" value="Mine"></form>`;
    apply([card("Theirs")]);
    expect(field("title").value).toBe("Mine");
    delete $<HTMLElement>(`#form-${ID}`).dataset.island;
    $<HTMLDetailsElement>("details").open = false;
    open();
    expect(field("title").value).toBe("Theirs");
  });

  test("offers the themes as they are by now", () => {
    open();
    $("[data-themes]").innerHTML = `<option value="t2">1 · Roads</option><option value="t3">2 · Schools</option>`;
    $<HTMLDetailsElement>("details").open = false;
    open();
    expect([...$<HTMLSelectElement>("[data-ours] [name=theme]").options].map((each) => each.text)).toEqual([
      "1 · Roads",
      "2 · Schools",
    ]);
    expect(field("theme").value).toBe("t2");
  });
});
