import { beforeEach, expect, test, vi } from "vitest";
import { Live } from "../src/live";
import { FakeSocket } from "./fake-socket";

const said = () => FakeSocket.last.sent.map((text) => JSON.parse(text as string));
const say = (message: object) => FakeSocket.last.say(JSON.stringify(message));

function start(): Live {
  const live = new Live([{ space: "s", after: 3, show: ["board:b"] }], "action:a", "ws://server/ws/live/");
  live.start();
  FakeSocket.last.open();
  return live;
}

beforeEach(() => {
  FakeSocket.all = [];
  vi.stubGlobal("WebSocket", FakeSocket);
  document.body.innerHTML = `<p id="a">0</p>`;
});

test("follows from the number of the page, and says where it is", () => {
  start();
  expect(said()).toEqual([
    { follow: "s", after: 3, language: "en", show: ["board:b"] },
    { here: { space: "s", at: "action:a" } },
  ]);
});

test("says how its person is, also after it came back", () => {
  vi.useFakeTimers();
  const live = start();
  live.is("away");
  expect(said().at(-1)).toEqual({ here: { space: "s", at: "action:a", how: "away" } });
  FakeSocket.last.close(1006);
  live.is("idle");
  vi.advanceTimersByTime(1_000);
  FakeSocket.last.open();
  expect(said().at(-1)).toEqual({ here: { space: "s", at: "action:a", how: "idle" } });
  vi.useRealTimers();
});

test("takes a range that joins what was seen", () => {
  const live = start();
  say({ space: "s", from: 3, seq: 5, events: [], html: [`<p id="a">5</p>`] });
  expect(live.seen("s")).toBe(5);
  expect(document.body.textContent).toBe("5");
});

test("asks again at a gap instead of jumping over it", () => {
  const live = start();
  say({ space: "s", from: 4, seq: 5, html: [`<p id="a">5</p>`] });
  expect(live.seen("s")).toBe(3);
  expect(document.body.textContent).toBe("0");
  expect(said().at(-1)).toMatchObject({ follow: "s", after: 3 });
});

test("comes back from where it was", () => {
  vi.useFakeTimers();
  start();
  say({ space: "s", from: 3, seq: 8, html: [] });
  FakeSocket.last.close(1006);
  vi.advanceTimersByTime(1_000);
  FakeSocket.last.open();
  expect(FakeSocket.all).toHaveLength(2);
  expect(said()[0]).toMatchObject({ follow: "s", after: 8 });
  vi.useRealTimers();
});

test("hears on its return that its access ended meanwhile", () => {
  const live = start();
  const heard: string[] = [];
  live.addEventListener("connection", () => heard.push(live.connection));
  say({ space: "s", error: "not yours" });
  expect(heard).toEqual(["ended"]);
});

function startInTwo(): Live {
  const two = ["s", "t"].map((space) => ({ space, after: 3, show: ["board:b"] }));
  const live = new Live(two, undefined, "ws://server/ws/live/");
  live.start();
  FakeSocket.last.open();
  return live;
}

function answerWith(after: number, ...spaces: string[]): void {
  const live = JSON.stringify(spaces.map((space) => ({ space, after, show: ["board:b"] })));
  const html = `<body data-live='${live}'><main id="main">as it was at ${after}</main></body>`;
  vi.stubGlobal("fetch", async () => new Response(html, { headers: { "Content-Type": "text/html" } }));
}

test("is told again what came of another space while its page was asked for", async () => {
  const live = startInTwo();
  answerWith(4, "s", "t");
  say({ space: "s", seq: 4, reload: true });
  say({ space: "t", from: 3, seq: 6, events: [], html: [] }); // not in the answer, which is of 4
  await vi.waitFor(() => expect(live.seen("t")).toBe(4));
  expect(said()).toContainEqual({ follow: "t", after: 4, language: "en", show: ["board:b"] });
});

test("asks for its page again when it is no longer told of another space, and lives on", async () => {
  document.body.innerHTML = `<main id="main"></main>`;
  const live = startInTwo();
  answerWith(5, "s");
  say({ space: "t", access: "ended" });
  await vi.waitFor(() => expect(document.body.textContent).toBe("as it was at 5"));
  expect(live.seen("t")).toBeUndefined();
  expect(live.connection).not.toBe("ended");
});

test("does not come back after it was signed out", () => {
  vi.useFakeTimers();
  const live = start();
  FakeSocket.last.close(4401);
  vi.advanceTimersByTime(60_000);
  expect(live.connection).toBe("signed-out");
  expect(FakeSocket.all).toHaveLength(1);
  vi.useRealTimers();
});

test("asks for its page again when it shows more of something than was drawn for all", async () => {
  document.body.innerHTML = `<main id="main"><p id="longer" data-more>1 2 3</p></main>`;
  const live = startInTwo();
  answerWith(4, "s", "t");
  say({ space: "s", from: 3, seq: 4, events: [], html: [`<p id="longer">2 3</p>`] });
  expect(document.body.textContent).toBe("1 2 3");
  await vi.waitFor(() => expect(document.body.textContent).toBe("as it was at 4"));
  expect(live.seen("s")).toBe(4);
});
