import { expect, test } from "vitest";
import { type Facts, stepOf } from "../src/savestate";

const NOW = 1_000_000;
const facts = (some: Partial<Facts>): Facts => ({
  unsent: 0,
  sending: false,
  saved: false,
  mayEdit: true,
  connected: true,
  online: true,
  since: null,
  kept: true,
  ...some,
});

test.each<[string, Partial<Facts>, string]>([
  ["all acknowledged", { saved: true }, "saved"],
  ["frames on their way", { unsent: 1, sending: true, since: NOW - 100 }, "sending"],
  ["typed, and not on this device yet", { unsent: 1, kept: false, since: NOW }, "typing"],
  ["the store of this device is full, and the server away", { unsent: 1, kept: false, since: NOW - 7_000 }, "late"],
  ["typed before the server asked", { unsent: 1, since: NOW - 100 }, "device"],
  [
    "the connection broke with frames on their way",
    { unsent: 1, sending: true, connected: false, since: NOW - 100 },
    "device",
  ],
  [
    "offline for long is no fault of the store",
    { unsent: 4, connected: false, online: false, since: NOW - 60_000 },
    "device",
  ],
  ["connected, and the store does not answer", { unsent: 1, sending: true, since: NOW - 7_000 }, "late"],
  ["the server is away", { unsent: 1, connected: false, since: NOW - 7_000 }, "late"],
  ["may no longer edit, with text that was not sent", { unsent: 1, mayEdit: false, since: NOW }, "denied"],
  ["reads along", { mayEdit: false }, "reading"],
])("%s", (_name, some, step) => {
  expect(stepOf(facts(some), NOW)).toBe(step);
});
