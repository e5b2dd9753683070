// What a browser fetches, compressed as it travels; fails when a budget is broken.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const DIST = join(import.meta.dirname, "..", "dist");
const KB = 1000;
// Bytes that a field user pays for: the first visit of a page without an editor, then the editor alone.
const BUDGETS = {
  "first visit (style and script)": 65 * KB,
  "board, added": 15 * KB,
  "editor, added": 150 * KB,
  "uploads, added": 4 * KB,
};

const manifest = JSON.parse(readFileSync(join(DIST, ".vite/manifest.json"), "utf8"));
const weight = (file) => {
  const bytes = readFileSync(join(DIST, file));
  return brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  }).length;
};
const filesOf = (key, seen = new Set()) => {
  const entry = manifest[key];
  if (!entry || seen.has(entry.file)) return seen;
  seen.add(entry.file);
  for (const file of entry.css ?? []) seen.add(file);
  for (const each of entry.imports ?? []) filesOf(each, seen);
  return seen;
};
const sum = (files) => [...files].reduce((total, file) => total + weight(file), 0);

const first = new Set([...filesOf("src/app.ts"), ...filesOf("src/theme.css")]);
const added = (key) => new Set([...filesOf(key)].filter((file) => !first.has(file)));
const parts = {
  "first visit (style and script)": first,
  "board, added": added("src/board.ts"),
  "editor, added": added("src/editor.ts"),
  "uploads, added": added("src/uploads.ts"),
};
let broken = false;
for (const [name, files] of Object.entries(parts)) {
  const bytes = sum(files);
  const over = bytes > BUDGETS[name];
  broken ||= over;
  const detail = [...files]
    .map((file) => `${file.replace("assets/", "")} ${(weight(file) / KB).toFixed(1)}`)
    .join(", ");
  console.log(`${over ? "✗" : "✓"} ${name}: ${(bytes / KB).toFixed(1)} of ${BUDGETS[name] / KB} kB brotli (${detail})`);
}
process.exit(broken ? 1 : 0);
