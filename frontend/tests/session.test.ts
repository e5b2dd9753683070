import "fake-indexeddb/auto";
import * as encoding from "lib0/encoding";
import { beforeEach, expect, test, vi } from "vitest";
import { Session } from "../src/session";
import { storeName, storesOf, unsentIn, wipe } from "../src/stores";
import { FakeSocket } from "./fake-socket";

const hooks = () => ({ change: vi.fn(), anew: vi.fn(), end: vi.fn() });
const bytes = (...parts: (number | string | Uint8Array)[]): ArrayBuffer => {
  const encoder = encoding.createEncoder();
  for (const part of parts)
    if (typeof part === "number") encoding.writeVarUint(encoder, part);
    else if (typeof part === "string") encoding.writeVarString(encoder, part);
    else encoding.writeVarUint8Array(encoder, part);
  return encoding.toUint8Array(encoder).slice().buffer;
};
const status = (epoch: number) =>
  bytes(100, JSON.stringify({ epoch, head: 0, mayEdit: true, me: null, resync: false }));
const rows = (from: number, to: number) => bytes(101, from, to, new Uint8Array([0, 0]));
const step1 = bytes(0, 0, new Uint8Array([0]));
const stored = (count: number) => bytes(102, count);
const text = (session: Session) => session.doc.getText("default");
const written = () => new Promise((done) => setTimeout(done, 700)); // the store is written every half second

beforeEach(() => {
  FakeSocket.all = [];
  vi.stubGlobal("WebSocket", FakeSocket);
  document.body.dataset.person = "ama";
});

test("what was typed without a connection is there after a reload, and counts until it is stored", async () => {
  const before = await Session.open("d1", true, hooks());
  text(before).insert(0, "a");
  text(before).insert(1, "b");
  await written();
  await before.close();
  expect(await unsentIn(storeName("d1"))).toBe(2);

  const after = await Session.open("d1", true, hooks());
  expect(text(after).toString()).toBe("ab");
  expect(after.ledger).toMatchObject({ unsent: 2, saved: false });
  for (const message of [status(1), rows(0, 0), step1]) FakeSocket.last.open().say(message);
  expect(after.ledger.saved).toBe(false);
  FakeSocket.last.say(stored(1));
  expect(after.ledger).toMatchObject({ unsent: 0, saved: true });
  await written();
  expect(await unsentIn(storeName("d1"))).toBe(0);
  await after.close();
});

test("the number of the log is kept with the content", async () => {
  const before = await Session.open("d2", true, hooks());
  FakeSocket.last.open().say(status(4));
  FakeSocket.last.say(rows(0, 9));
  await written();
  await before.close();
  const after = await Session.open("d2", true, hooks());
  expect(FakeSocket.last.url).toMatch(/d2\?after=9&epoch=4$/);
  await after.close();
});

test("a new epoch empties the store and keeps aside what was not sent", async () => {
  const told = hooks();
  const before = await Session.open("d3", true, told);
  FakeSocket.last.open().say(status(1));
  FakeSocket.last.say(rows(0, 5));
  text(before).insert(0, "mine");
  await written();
  FakeSocket.last.say(status(2));
  expect(told.anew).toHaveBeenCalledWith(2);
  await before.begin(2, { text: "mine", html: "<p>mine</p>", at: 7, n: 1 });
  const after = await Session.open("d3", true, hooks());
  expect(FakeSocket.last.url).toMatch(/after=0&epoch=2$/);
  expect(text(after).toString()).toBe("");
  expect(after.asides).toMatchObject([{ text: "mine" }]);
  await after.close();
});

test("signing out wipes the stores of one person and no other's", async () => {
  const mine = await Session.open("d4", true, hooks());
  await mine.close();
  document.body.dataset.person = "kofi";
  const theirs = await Session.open("d4", true, hooks());
  await theirs.close();
  await wipe("ama");
  expect(await storesOf("ama")).toEqual([]);
  expect(await storesOf("kofi")).toEqual(["baraza:kofi:d4"]);
});
