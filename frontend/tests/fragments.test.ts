import { beforeEach, describe, expect, test } from "vitest";
import { apply, applyLeftOut, hold } from "../src/fragments";

const $ = <T extends HTMLElement>(id: string) => document.getElementById(id) as T;

beforeEach(() => {
  document.body.innerHTML = "";
});

describe("order", () => {
  test("an older fragment than what is shown is dropped", () => {
    document.body.innerHTML = `<p id="a" data-v="5">new</p>`;
    apply([`<p id="a" data-v="4">old</p>`]);
    expect($("a").textContent).toBe("new");
    apply([`<p id="a" data-v="6">newer</p>`]);
    expect($("a").textContent).toBe("newer");
  });

  test("append puts in once, then morphs", () => {
    document.body.innerHTML = `<ul id="list"></ul>`;
    apply([`<li id="a" data-oob="append:#list">one</li>`]);
    apply([`<li id="a" data-oob="append:#list">two</li>`]);
    expect($("list").innerHTML).toBe(`<li id="a">two</li>`);
  });

  test("what has a rank stands by it, in whatever order the moves arrive", () => {
    const move = (id: string, rank: string) =>
      `<li id="${id}" data-rank="${rank}" data-oob="place:#ranked:">${id}</li>`;
    const wanted = [move("x", "a3"), move("y", "a1"), move("w", "a1"), move("z", "Zz")];
    for (const order of [wanted, [...wanted].reverse(), [wanted[2]!, wanted[0]!, wanted[3]!, wanted[1]!]]) {
      document.body.innerHTML = `<ul id="ranked"><li id="x" data-rank="a0"></li><li id="y" data-rank="a1"></li><li id="z" data-rank="a2"></li></ul>`;
      apply(order);
      expect([...document.querySelectorAll("#ranked li")].map((li) => li.id)).toEqual(["z", "w", "y", "x"]);
    }
  });

  test("place moves between lanes and before a neighbour", () => {
    document.body.innerHTML = `<ul data-lane="1" id="l1"><li id="a">a</li><li id="b">b</li></ul><ul id="l2"><li id="c">c</li></ul>`;
    apply([`<li id="a" data-oob="place:#l2:c">a moved</li>`]);
    expect($("l2").textContent).toBe("a movedc");
    apply([`<li id="a" data-oob="place:#l2:">a last</li>`]);
    expect($("l2").textContent).toBe("ca last");
    apply([`<li id="d" data-oob='place:[data-lane="1"]:b'>new</li>`]);
    expect($("l1").textContent).toBe("newb");
  });

  test.each([
    ["a lane that is here", `<ul id="l2"></ul>`, ""],
    ["a lane that comes", "", ` data-oob="append:#lanes"`],
  ])("%s takes in a card that stood elsewhere, with what is typed in it", (_name, lane, how) => {
    document.body.innerHTML = `<div id="lanes"><ul id="l1"><li id="a"><b>a</b><input></li></ul>${lane}</div>`;
    const field = document.querySelector("input")!;
    field.value = "half-ty";
    apply([`<ul id="l2"${how}><li id="b">b</li><li id="a"><b>moved</b><input></li><li id="c">c</li></ul>`]);
    expect($("l1").children).toHaveLength(0);
    expect([...$("l2").children].map((each) => each.textContent)).toEqual(["b", "moved", "c"]);
    expect(document.querySelectorAll("#a")).toHaveLength(1);
    expect(field.isConnected && field.value).toBe("half-ty");
  });

  test("remove takes away", () => {
    document.body.innerHTML = `<p id="a"></p>`;
    apply([`<p id="a" data-oob="remove"></p>`]);
    expect($("a")).toBeNull();
  });

  test("during a drag everything waits, then comes in order", () => {
    document.body.innerHTML = `<p id="a">0</p>`;
    const release = hold();
    apply([`<p id="a" data-v="1">1</p>`]);
    apply([`<p id="a" data-v="2">2</p>`]);
    expect($("a").textContent).toBe("0");
    release();
    expect($("a").textContent).toBe("2");
  });
});

describe("what somebody is doing stays", () => {
  test("a half-typed field keeps its text, and the value its writer saw", () => {
    document.body.innerHTML = `<form id="f"><input name="title" value="old"><input type="hidden" name="seen_title" value="old"><b>x</b></form>`;
    const [field, seen] = document.querySelectorAll("input");
    field!.value = "half-ty";
    apply([
      `<form id="f"><input name="title" value="theirs"><input type="hidden" name="seen_title" value="theirs"><b>y</b></form>`,
    ]);
    expect(field!.isConnected).toBe(true);
    expect(field!.value).toBe("half-ty");
    expect(seen!.value).toBe("old");
    expect($("f").querySelector("b")!.textContent).toBe("y");
  });

  test("what was left out comes when the field is done with", () => {
    document.body.innerHTML = `<form id="f"><input name="title" value="old"><input type="hidden" name="seen_title" value="old"></form>`;
    const field = document.querySelector("input")!;
    field.focus();
    apply([
      `<form id="f"><input name="title" value="theirs"><input type="hidden" name="seen_title" value="theirs"></form>`,
    ]);
    expect(field.value).toBe("old");
    field.blur();
    applyLeftOut();
    expect(document.querySelector("input")!.value).toBe("theirs");
    expect(document.querySelectorAll("input")[1]!.value).toBe("theirs");
  });

  test("an untouched field follows", () => {
    document.body.innerHTML = `<form id="f"><input name="title" value="old"></form>`;
    apply([`<form id="f"><input name="title" value="theirs"></form>`]);
    expect(document.querySelector("input")!.value).toBe("theirs");
  });

  test("when what had the focus is gone, what it stood in has it until one goes on", () => {
    document.body.innerHTML = `<section id="a"><dl><dd>nobody <button id="b">Ask</button></dd></dl></section>`;
    $("b").focus();
    apply([`<section id="a"><dl><dd>the women <a href="/">more</a></dd></dl></section>`]);
    const dd = document.querySelector("dd")!;
    expect(document.activeElement).toBe(dd);
    apply([`<section id="a"><dl><dd>the women lead <a href="/">more</a></dd></dl></section>`]);
    expect(document.activeElement).toBe(dd);
    dd.querySelector("a")!.focus();
    expect(dd.hasAttribute("tabindex")).toBe(false);
  });

  test("focus stays on a card that is moved", () => {
    document.body.innerHTML = `<ul id="l1"><li id="a"><a href="#x">a</a></li></ul><ul id="l2"></ul>`;
    const link = document.querySelector("a")!;
    link.focus();
    apply([`<li id="a" data-oob="place:#l2:"><a href="#x">b</a></li>`]);
    expect($("l2").contains(link)).toBe(true);
    expect(document.activeElement).toBe(link);
    expect(link.textContent).toBe("b");
  });

  test("an open menu stays open", () => {
    document.body.innerHTML = `<article id="a"><details open><summary>Menu</summary>1</details></article>`;
    apply([`<article id="a"><details><summary>Menu</summary>2</details></article>`]);
    const details = document.querySelector("details")!;
    expect(details.open).toBe(true);
    expect(details.textContent).toBe("Menu2");
  });

  test("a chosen option that is not sent stays", () => {
    document.body.innerHTML = `<form id="f"><select name="s"><option selected>a</option><option>b</option></select></form>`;
    const select = document.querySelector("select")!;
    select.value = "b";
    apply([
      `<form id="f"><select name="s"><option selected>a</option><option>b</option><option>c</option></select></form>`,
    ]);
    expect(document.querySelector("select")!.value).toBe("b");
  });

  test("an island is not touched", () => {
    document.body.innerHTML = `<div id="a"><section data-island><p>mine</p></section><i>1</i></div>`;
    apply([`<div id="a"><section data-island><p>stored</p></section><i>2</i></div>`]);
    expect($("a").textContent).toBe("mine2");
  });

  test("what is taken away while somebody writes in it stays until they are done", () => {
    document.body.innerHTML = `<article id="a"><textarea></textarea></article>`;
    const area = document.querySelector("textarea")!;
    area.value = "half";
    apply([`<article id="a" data-oob="remove"></article>`]);
    expect($("a").classList.contains("is-gone")).toBe(true);
    area.value = "";
    applyLeftOut();
    expect($("a")).toBeNull();
  });
});
