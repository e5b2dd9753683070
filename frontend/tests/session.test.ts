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

test("typed text counts as kept only when the store of this device has written it", async () => {
  const told = hooks();
  const before = await Session.open("d5", true, told);
  await vi.waitFor(() => expect(before.kept).toBe(true));
  for (const [index, letter] of [..."written under a tree"].entries()) text(before).insert(index, letter);
  expect(before.kept).toBe(false);
  told.change.mockClear();
  await vi.waitFor(() => expect(before.kept).toBe(true));
  expect(told.change).toHaveBeenCalled();

  // the tab dies here: nothing is closed
  const after = await Session.open("d5", true, hooks());
  expect(text(after).toString()).toBe("written under a tree");
  await Promise.all([before.close(), after.close()]);
});

test("many rows are made one, and what another tab wrote stays", async () => {
  const [one, other] = [await Session.open("d6", true, hooks()), await Session.open("d6", true, hooks())];
  text(other).insert(0, "other");
  for (let index = 0; index < 450; index++) text(one).insert(index, "a");
  await vi.waitFor(() => expect(one.kept && other.kept).toBe(true));
  await Promise.all([one.close(), other.close()]);
  const rows = await new Promise<number>((done) => {
    const opening = indexedDB.open(storeName("d6"));
    opening.onsuccess = () => {
      const asked = opening.result.transaction("updates").objectStore("updates").count();
      asked.onsuccess = () => {
        opening.result.close();
        done(asked.result);
      };
    };
  });
  expect(rows).toBeLessThan(200);
  const after = await Session.open("d6", true, hooks());
  expect([...text(after).toString()].sort().join("")).toBe([..."a".repeat(450), ..."other"].sort().join(""));
  await after.close();
});

test("a write that the browser refuses is tried again, and claims nothing meanwhile", async () => {
  const before = await Session.open("d7", true, hooks());
  await vi.waitFor(() => expect(before.kept).toBe(true));
  const refused = vi.spyOn(IDBObjectStore.prototype, "add").mockImplementationOnce(() => {
    throw new DOMException("full", "QuotaExceededError");
  });
  text(before).insert(0, "kept in the end");
  expect(before.kept).toBe(false);
  await vi.waitFor(() => expect(before.kept).toBe(true), 5_000);
  expect(refused.mock.calls.length).toBeGreaterThan(1);
  refused.mockRestore();
  await before.close();
  const after = await Session.open("d7", true, hooks());
  expect(text(after).toString()).toBe("kept in the end");
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
