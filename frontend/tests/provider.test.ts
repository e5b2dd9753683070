import * as encoding from "lib0/encoding";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import * as Y from "yjs";
import { countChanges, Ledger } from "../src/ledger";
import { DocumentProvider, type Options } from "../src/provider";
import { FakeSocket } from "./fake-socket";

const message = (write: (encoder: encoding.Encoder) => void): ArrayBuffer => {
  const encoder = encoding.createEncoder();
  write(encoder);
  return encoding.toUint8Array(encoder).slice().buffer;
};
const status = (said: object = {}) =>
  message((encoder) => {
    encoding.writeVarUint(encoder, 100);
    const whole = { epoch: 1, head: 0, mayEdit: true, me: null, resync: false, ...said };
    encoding.writeVarString(encoder, JSON.stringify(whole));
  });
const rows = (from: number, to: number, update: Uint8Array = new Uint8Array([0, 0])) =>
  message((encoder) => {
    encoding.writeVarUint(encoder, 101);
    encoding.writeVarUint(encoder, from);
    encoding.writeVarUint(encoder, to);
    encoding.writeVarUint8Array(encoder, update);
  });
const stored = (count: number) =>
  message((encoder) => {
    encoding.writeVarUint(encoder, 102);
    encoding.writeVarUint(encoder, count);
  });
/** The server holds nothing: it asks for all. */
const step1 = () =>
  message((encoder) => {
    encoding.writeVarUint(encoder, 0);
    encoding.writeVarUint(encoder, 0);
    encoding.writeVarUint8Array(encoder, new Uint8Array([0]));
  });

let provider: DocumentProvider;
let doc: Y.Doc;

function open(options: Partial<Options> = {}): DocumentProvider {
  doc = new Y.Doc();
  const ledger = options.ledger ?? new Ledger();
  countChanges(doc, ledger);
  provider = new DocumentProvider({
    url: "ws://server/ws/documents",
    document: "d1",
    doc,
    mayEdit: true,
    socket: FakeSocket as unknown as typeof WebSocket,
    ...options,
    ledger,
  });
  provider.connect();
  return provider;
}
const write = (text: string) => doc.getText("default").insert(0, text);
const frames = () =>
  FakeSocket.last.sent.filter((data) => (data as Uint8Array)[0] === 0).map((data) => (data as Uint8Array)[1]);

beforeEach(() => {
  FakeSocket.all = [];
});
afterEach(() => provider.destroy());

describe("what is saved", () => {
  test("nothing, before the server acknowledged what this tab holds", () => {
    open();
    const socket = FakeSocket.last.open();
    socket.say(status());
    socket.say(rows(0, 0));
    expect(provider.ledger.saved).toBe(false);
    socket.say(step1());
    expect(frames()).toEqual([1]);
    expect(provider.ledger.saved).toBe(false);
    socket.say(stored(1));
    expect(provider.ledger.saved).toBe(true);
  });

  test("only when each frame is stored", () => {
    open();
    const socket = FakeSocket.last.open();
    socket.say(status());
    socket.say(step1());
    socket.say(stored(1));
    write("a");
    write("b");
    expect(frames()).toEqual([1, 2, 2]);
    expect(provider.ledger).toMatchObject({ unsent: 2, sending: true, saved: false });
    socket.say(stored(2));
    expect(provider.ledger).toMatchObject({ unsent: 1, sending: true, saved: false });
    socket.say(stored(3));
    expect(provider.ledger).toMatchObject({ unsent: 0, sending: false, saved: true });
  });

  test("what was on its way when the connection broke is unsent, until the next one stored it", () => {
    open();
    FakeSocket.last.open().say(status());
    FakeSocket.last.say(step1());
    FakeSocket.last.say(stored(1));
    write("a");
    FakeSocket.last.close(1006);
    write("b");
    expect(provider.ledger).toMatchObject({ unsent: 2, saved: false });
    provider.wake();
    const socket = FakeSocket.last.open();
    socket.say(status());
    socket.say(stored(0));
    expect(provider.ledger).toMatchObject({ unsent: 2, sending: false, saved: false });
    socket.say(step1());
    socket.say(stored(1));
    expect(provider.ledger).toMatchObject({ unsent: 0, saved: true });
  });

  test("what an earlier visit left on this device counts until it is acknowledged", () => {
    const ledger = new Ledger();
    ledger.found(3);
    open({ ledger });
    FakeSocket.last.open().say(status());
    expect(provider.ledger).toMatchObject({ unsent: 3, saved: false });
    FakeSocket.last.say(step1());
    FakeSocket.last.say(stored(1));
    expect(provider.ledger).toMatchObject({ unsent: 0, saved: true });
  });

  test("an acknowledgement of more than was sent is not believed", () => {
    open();
    FakeSocket.last.open().say(status());
    FakeSocket.last.say(stored(9));
    write("a");
    expect(provider.ledger).toMatchObject({ unsent: 1, saved: false });
  });
});

describe("what is sent", () => {
  test("no sync step 1, and no update before the server asked what we hold", () => {
    open();
    FakeSocket.last.open();
    write("a");
    FakeSocket.last.say(status());
    write("b");
    expect(frames()).toEqual([]);
    FakeSocket.last.say(step1());
    expect(frames()).toEqual([1]);
    const held = new Y.Doc();
    Y.applyUpdate(held, (FakeSocket.last.sent.at(-1) as Uint8Array).slice(3));
    expect(held.getText("default").toString()).toBe("ba");
  });

  test("nothing of a reader's, whatever is typed", () => {
    open({ mayEdit: false });
    FakeSocket.last.open().say(status({ mayEdit: false }));
    FakeSocket.last.say(step1());
    write("a");
    expect(frames()).toEqual([]);
    expect(provider.ledger.unsent).toBe(1);
  });

  test("nothing more from the moment on that editing ended; the text stays", () => {
    open();
    FakeSocket.last.open().say(status());
    FakeSocket.last.say(step1());
    FakeSocket.last.say(stored(1));
    FakeSocket.last.say(status({ mayEdit: false }));
    write("a");
    expect(frames()).toEqual([1]);
    expect(provider.mayEdit).toBe(false);
    expect(doc.getText("default").toString()).toBe("a");
  });
});

describe("numbers", () => {
  test("a connection says from where it goes on", () => {
    open({ after: 7, epoch: 1 });
    expect(FakeSocket.last.url).toBe("ws://server/ws/documents/d1?after=7&epoch=1");
    FakeSocket.last.open().say(status({ head: 9 }));
    FakeSocket.last.say(rows(7, 9));
    expect(provider.after).toBe(9);
    FakeSocket.last.close(1006);
    provider.wake();
    expect(FakeSocket.last.url).toContain("after=9");
  });

  test("a gap is never jumped over", () => {
    open({ after: 7, epoch: 1 });
    const socket = FakeSocket.last.open();
    socket.say(status({ head: 12 }));
    socket.say(rows(9, 12));
    expect(socket.readyState).toBe(FakeSocket.CLOSED);
    expect(provider.after).toBe(7);
  });

  test("numbers that no longer stand are given up for the server's", () => {
    open({ after: 70, epoch: 1 });
    FakeSocket.last.open().say(status({ head: 9, resync: true }));
    FakeSocket.last.say(rows(0, 9));
    expect(provider.after).toBe(9);
  });

  test("another epoch takes nothing in and says so", () => {
    let begun: number | null = null;
    open({ after: 7, epoch: 1, onAnew: (epoch) => (begun = epoch) });
    const other = new Y.Doc();
    other.getText("default").insert(0, "new history");
    const socket = FakeSocket.last.open();
    socket.say(status({ epoch: 2 }));
    socket.say(rows(0, 1, Y.encodeStateAsUpdate(other)));
    expect(begun).toBe(2);
    expect(doc.getText("default").toString()).toBe("");
  });
});

describe("ends", () => {
  test.each([
    [4401, "signed-out"],
    [4404, "not-yours"],
    [4423, "quarantined"],
    [4400, "refused"],
  ])("after %i it does not come again: %s", (code, why) => {
    const ends: string[] = [];
    open({ onEnd: (end) => ends.push(end) });
    FakeSocket.last.open().close(code);
    provider.wake();
    expect(ends).toEqual([why]);
    expect(FakeSocket.all).toHaveLength(1);
  });

  test("after 4403 it comes again as a reader", () => {
    open();
    FakeSocket.last.open().close(4403);
    expect(provider.mayEdit).toBe(false);
    expect(provider.ended).toBeNull();
    provider.wake();
    expect(FakeSocket.all).toHaveLength(2);
  });
});
