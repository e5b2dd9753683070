/** What a document may hold. `workspace/prose/schema.py` says the same for the server: change both, or neither. */
import { type Extensions, Mark, mergeAttributes, Node } from "@tiptap/core";
import { Blockquote } from "@tiptap/extension-blockquote";
import { Bold } from "@tiptap/extension-bold";
import { Code } from "@tiptap/extension-code";
import { CodeBlock } from "@tiptap/extension-code-block";
import { Document } from "@tiptap/extension-document";
import { HardBreak } from "@tiptap/extension-hard-break";
import { Heading } from "@tiptap/extension-heading";
import { HorizontalRule } from "@tiptap/extension-horizontal-rule";
import { Italic } from "@tiptap/extension-italic";
import { BulletList } from "@tiptap/extension-list/bullet-list";
import { ListItem } from "@tiptap/extension-list/item";
import { ListKeymap } from "@tiptap/extension-list/keymap";
import { OrderedList } from "@tiptap/extension-list/ordered-list";
import { TaskItem } from "@tiptap/extension-list/task-item";
import { TaskList } from "@tiptap/extension-list/task-list";
import { Paragraph } from "@tiptap/extension-paragraph";
import { Strike } from "@tiptap/extension-strike";
import { TableCell } from "@tiptap/extension-table/cell";
import { TableHeader } from "@tiptap/extension-table/header";
import { TableRow } from "@tiptap/extension-table/row";
import { Table } from "@tiptap/extension-table/table";
import { Text } from "@tiptap/extension-text";
import { Underline } from "@tiptap/extension-underline";

const MAX_HREF = 2048; // characters; browsers and mail programs cut longer addresses
const ADDRESS = /^(?:https?:\/\/[^\s/?#]\S*|mailto:[^\s:/?#]+@\S+|tel:\+?[0-9][0-9().;=a-z-]*|\/(?![/\\])\S*|#\S*)$/i;
// biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these may hide another scheme
const HIDDEN = /[\x00-\x1f\x7f-\x9f\\\u2028\u2029]/;

/** The address when a link may carry it: http, https, mailto, tel, or a place on this site. */
export function safeHref(value: unknown): string | null {
  if (typeof value !== "string") return null;
  const href = value.trim().replace(/\s/g, "%20");
  return href.length <= MAX_HREF && !HIDDEN.test(value) && ADDRESS.test(href) ? href : null;
}

declare module "@tiptap/core" {
  interface Commands<ReturnType> {
    link: {
      setLink: (href: string) => ReturnType;
      unsetLink: () => ReturnType;
    };
  }
}

export const Link = Mark.create({
  name: "link",
  priority: 1000,
  inclusive: false,
  keepOnSplit: false,
  addAttributes() {
    return { href: { default: null, parseHTML: (element) => safeHref(element.getAttribute("href")) } };
  },
  parseHTML() {
    return [{ tag: "a[href]", getAttrs: (element) => (safeHref(element.getAttribute("href")) ? null : false) }];
  },
  renderHTML({ mark, HTMLAttributes }) {
    const href = safeHref(mark.attrs.href) ?? "#"; // a crafted document can hold any address
    return ["a", mergeAttributes(HTMLAttributes, { href, rel: "noopener noreferrer nofollow" }), 0];
  },
  addCommands() {
    return {
      setLink:
        (value) =>
        ({ chain }) => {
          const href = safeHref(value);
          return href ? chain().setMark(this.name, { href }).run() : false;
        },
      unsetLink:
        () =>
        ({ chain }) =>
          chain().unsetMark(this.name, { extendEmptyMarkRange: true }).run(),
    };
  },
});

export const Mention = Node.create({
  name: "mention",
  group: "inline",
  inline: true,
  atom: true,
  selectable: false,
  addAttributes() {
    return {
      id: { default: null, parseHTML: (element) => element.getAttribute("data-id"), rendered: false },
      label: { default: null, parseHTML: (element) => element.getAttribute("data-label"), rendered: false },
    };
  },
  parseHTML() {
    return [{ tag: 'span[data-type="mention"]' }];
  },
  renderHTML({ node }) {
    const { id, label } = node.attrs as { id: string | null; label: string | null };
    const attributes = { class: "mention", "data-type": "mention", "data-id": id ?? "", "data-label": label ?? "" };
    return ["span", attributes, `@${label ?? "…"}`];
  },
  renderText({ node }) {
    return `@${node.attrs.label ?? "…"}`;
  },
});

const Ordered = OrderedList.extend({
  addAttributes() {
    const { start } = this.parent?.() ?? {};
    return { ...(start && { start }) };
  },
});

/** Only how many cells it spans: no widths, no alignment. */
function cellAttributes() {
  const span = (name: "colspan" | "rowspan") => ({
    default: 1,
    parseHTML: (element: HTMLElement) => Math.min(64, Math.max(1, Number(element.getAttribute(name)) || 1)),
  });
  return { colspan: span("colspan"), rowspan: span("rowspan") };
}

export const schemaExtensions: Extensions = [
  Document,
  Paragraph,
  Text,
  Heading.configure({ levels: [2, 3, 4] }), // level 1 is the title of the page
  BulletList,
  Ordered,
  ListItem.extend({ content: "paragraph block*" }),
  ListKeymap,
  TaskList,
  TaskItem.configure({ nested: true }),
  Table.configure({ resizable: false, renderWrapper: false }),
  TableRow,
  TableHeader.extend({ addAttributes: cellAttributes }),
  TableCell.extend({ addAttributes: cellAttributes }),
  Blockquote,
  CodeBlock,
  HorizontalRule,
  HardBreak,
  Mention,
  Link,
  Bold,
  Code,
  Italic,
  Strike,
  Underline,
];
