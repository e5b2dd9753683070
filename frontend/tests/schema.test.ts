import { getSchema } from "@tiptap/core";
import { describe, expect, test } from "vitest";
import { safeHref, schemaExtensions } from "../src/schema";

const schema = getSchema(schemaExtensions);
const attributes = (attrs: Record<string, unknown> | undefined | null) => Object.keys(attrs ?? {}).sort();

describe("the schema is the one of workspace/prose/schema.py", () => {
  test("kinds, what they hold, and their attributes", () => {
    const kinds = Object.fromEntries(
      Object.entries(schema.nodes).map(([name, type]) => [
        name,
        [type.spec.content ?? "", attributes(type.spec.attrs)],
      ]),
    );
    expect(kinds).toEqual({
      doc: ["block+", []],
      paragraph: ["inline*", []],
      heading: ["inline*", ["level"]],
      bulletList: ["listItem+", []],
      orderedList: ["listItem+", ["start"]],
      taskList: ["taskItem+", []],
      listItem: ["paragraph block*", []],
      taskItem: ["paragraph block*", ["checked"]],
      table: ["tableRow+", []],
      tableRow: ["(tableCell | tableHeader)*", []],
      tableHeader: ["block+", ["colspan", "rowspan"]],
      tableCell: ["block+", ["colspan", "rowspan"]],
      blockquote: ["block+", []],
      codeBlock: ["text*", ["language"]],
      horizontalRule: ["", []],
      hardBreak: ["", []],
      mention: ["", ["id", "label"]],
      text: ["", []],
    });
  });

  test("marks, in the order in which they are kept", () => {
    expect(Object.keys(schema.marks)).toEqual(["link", "bold", "code", "italic", "strike", "underline"]);
    expect(attributes(schema.marks.link!.spec.attrs)).toEqual(["href"]);
    expect(schema.marks.code!.excludes(schema.marks.bold!)).toBe(true);
  });
});

test.each([
  ["https://example.org/a b", "https://example.org/a%20b"],
  ["mailto:a@example.org", "mailto:a@example.org"],
  ["tel:+255123", "tel:+255123"],
  ["/boards/1/", "/boards/1/"],
  ["javascript:alert(1)", null],
  ["java\tscript:alert(1)", null],
  ["//evil.example", null],
  ["/\\evil.example", null],
  ["data:text/html,x", null],
  [7, null],
])("address %s", (href, safe) => {
  expect(safeHref(href)).toBe(safe);
});
