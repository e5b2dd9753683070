// A stock Yjs client: `yjs` and `y-websocket` as they are, with a cookie and the exact Origin.
// node stock_client.mjs <origin> <document> <cookie>; what comes on standard input becomes a new last paragraph.
import { createRequire } from "node:module";

const require = createRequire(new URL("../../frontend/package.json", import.meta.url));
const Y = require("yjs");
const { WebsocketProvider } = require("y-websocket");
const WebSocket = require("ws");

const [origin, document, cookie] = process.argv.slice(2);
let words = "";
for await (const part of process.stdin) words += part;

class Signed extends WebSocket {
  constructor(address, protocols) {
    super(address, protocols, { origin, headers: { cookie } });
  }
}

const doc = new Y.Doc();
const provider = new WebsocketProvider(`${origin.replace("http", "ws")}/ws/documents`, document, doc, {
  WebSocketPolyfill: Signed,
  disableBc: true,
});
const giveUp = setTimeout(() => {
  console.error("not synced in time");
  process.exit(1);
}, 20_000);
await new Promise((done) => provider.once("sync", done));

const root = doc.getXmlFragment("default");
const echoed = new Promise((done) => {
  provider.ws.addEventListener("message", ({ data }) => {
    const bytes = new Uint8Array(data); // the own update comes back in a frame once it is stored
    if (bytes[0] === 0 && bytes[1] === 2 && new TextDecoder().decode(bytes).includes(words)) done();
  });
});
const paragraph = new Y.XmlElement("paragraph");
paragraph.insert(0, [new Y.XmlText(words)]);
root.insert(root.length, [paragraph]);
await echoed;

const lines = [];
const walk = (node) => {
  for (const child of node.toArray()) {
    if (child instanceof Y.XmlText) continue;
    if (["paragraph", "heading"].includes(child.nodeName)) {
      const text = child.toArray().map((part) =>
        part instanceof Y.XmlText
          ? part.toDelta().map((op) => op.insert).join("")
          : part.nodeName === "mention" ? `@${part.getAttribute("label")}` : "");
      lines.push(text.join(""));
    } else walk(child);
  }
};
walk(root);
console.log(JSON.stringify({ text: lines }));
clearTimeout(giveUp);
provider.destroy();
process.exit(0);
