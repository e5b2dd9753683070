import { afterEach, describe, expect, test, vi } from "vitest";
import { fitted, inWords, smaller, startSmaller, toSend } from "../src/smaller";

const photo = (bytes = 4_000_000) => new File([new Uint8Array(bytes)], "bus.jpg", { type: "image/jpeg" });

afterEach(() => {
  vi.unstubAllGlobals();
  document.body.innerHTML = "";
});

describe("how large", () => {
  test("the longer side is made 1600, and the shape stays", () => {
    expect(fitted(4000, 3000)).toEqual([1600, 1200]);
    expect(fitted(3000, 4000)).toEqual([1200, 1600]);
    expect(fitted(20_000, 3)).toEqual([1600, 1]);
  });

  test("what is small enough stays as it is", () => {
    expect(fitted(1600, 1200)).toBeNull();
    expect(fitted(80, 60)).toBeNull();
  });

  test("sizes are told as people tell them", () => {
    expect([999, 310_400, 4_130_000].map(inWords)).toEqual(["999 byte", "310 kB", "4.1 MB"]);
  });
});

describe("the file itself is sent", () => {
  test("when it is no photo", async () => {
    const paper = new File(["%PDF"], "paper.pdf", { type: "application/pdf" });
    expect(await smaller(paper)).toBe(paper);
  });

  test("when the browser cannot open it, or knows no such thing", async () => {
    const file = photo();
    vi.stubGlobal("createImageBitmap", () => Promise.reject(new DOMException("broken", "InvalidStateError")));
    expect(await smaller(file)).toBe(file);
    vi.stubGlobal("createImageBitmap", undefined);
    expect(await smaller(file)).toBe(file);
  });

  test("when its owner wants it as it is", async () => {
    startSmaller();
    document.body.innerHTML = `<form data-upload="/"><input type="checkbox" data-as-they-are checked></form>`;
    const file = photo();
    expect(await toSend(document.querySelector("form")!, [file])).toEqual([file]);
  });
});
