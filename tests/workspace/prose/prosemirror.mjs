// The editor's own schema and its own binding to Yjs, asked about what the server writes and reads.
// stdin: {"frontend": folder, "documents": [{"json", "update": base64}], "hostile": [base64], "addresses": [any]}
// stdout: one answer for each, in the same order.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const asked = JSON.parse(Buffer.concat(chunks).toString("utf8"));

const require = createRequire(`${asked.frontend}/package.json`);
const load = (name) => import(pathToFileURL(require.resolve(name)).href);
const { createServer } = await load("vite");
const vite = await createServer({
  root: asked.frontend,
  configFile: false,
  appType: "custom",
  logLevel: "silent",
  server: { middlewareMode: true, ws: false, watch: null },
  optimizeDeps: { noDiscovery: true },
  ssr: { noExternal: [/^yjs/, /^y-/, /^lib0/, /^@tiptap/, /^prosemirror-/] }, // one copy of each
  cacheDir: `${asked.cache}/vite`,
});
const { safeHref, schemaExtensions } = await vite.ssrLoadModule("/src/schema.ts");
const { getSchema } = await vite.ssrLoadModule("@tiptap/core");
const yProsemirror = await vite.ssrLoadModule("@tiptap/y-tiptap");
const Y = await vite.ssrLoadModule("yjs");
await vite.close();

const schema = getSchema(schemaExtensions);

function opened(update) {
  const ydoc = new Y.Doc();
  Y.applyUpdate(ydoc, Buffer.from(update, "base64"));
  const before = Buffer.from(Y.encodeStateAsUpdate(ydoc)).toString("base64");
  const { doc } = yProsemirror.initProseMirrorDoc(ydoc.getXmlFragment("default"), schema);
  const after = Buffer.from(Y.encodeStateAsUpdate(ydoc)).toString("base64");
  return { doc, untouched: before === after };
}

function look({ json, update }) {
  const doc = schema.nodeFromJSON(json);
  doc.check(); // throws when the schema does not allow it
  const { doc: read, untouched } = opened(update);
  read.check();
  const written = yProsemirror.prosemirrorToYDoc(doc, "default");
  return {
    untouched, // an editor deletes from the document what it finds invalid
    same: read.eq(doc),
    json: doc.toJSON(),
    update: Buffer.from(Y.encodeStateAsUpdate(written)).toString("base64"),
  };
}

function survive(update) {
  let error = null;
  try {
    opened(update).doc.check();
  } catch (thrown) {
    error = String(thrown);
  }
  return { polluted: {}.polluted ?? null, error };
}

const answer = {
  documents: asked.documents.map((one) => {
    try {
      return look(one);
    } catch (thrown) {
      return { error: String(thrown) };
    }
  }),
  hostile: asked.hostile.map(survive),
  addresses: asked.addresses.map(safeHref),
  nodes: Object.fromEntries(Object.entries(schema.nodes).map(([name, type]) => [name, Object.keys(type.spec.attrs ?? {})])),
  marks: Object.fromEntries(Object.entries(schema.marks).map(([name, type]) => [name, Object.keys(type.spec.attrs ?? {})])),
};
process.stdout.write(JSON.stringify(answer));
