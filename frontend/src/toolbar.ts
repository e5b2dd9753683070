/** The buttons above a text: words first, one stop of the Tab key, arrows inside. */
import type { ChainedCommands, Editor } from "@tiptap/core";
import { safeHref } from "./schema";

const DO: Record<string, (chain: ChainedCommands) => ChainedCommands> = {
  bold: (chain) => chain.toggleBold(),
  italic: (chain) => chain.toggleItalic(),
  underline: (chain) => chain.toggleUnderline(),
  strike: (chain) => chain.toggleStrike(),
  code: (chain) => chain.toggleCode(),
  paragraph: (chain) => chain.setParagraph(),
  heading2: (chain) => chain.toggleHeading({ level: 2 }),
  heading3: (chain) => chain.toggleHeading({ level: 3 }),
  bulletList: (chain) => chain.toggleBulletList(),
  orderedList: (chain) => chain.toggleOrderedList(),
  taskList: (chain) => chain.toggleTaskList(),
  blockquote: (chain) => chain.toggleBlockquote(),
  rule: (chain) => chain.setHorizontalRule(),
  table: (chain) => chain.insertTable({ rows: 3, cols: 2, withHeaderRow: true }),
  rowAfter: (chain) => chain.addRowAfter(),
  columnAfter: (chain) => chain.addColumnAfter(),
  rowDelete: (chain) => chain.deleteRow(),
  columnDelete: (chain) => chain.deleteColumn(),
  tableDelete: (chain) => chain.deleteTable(),
  undo: (chain) => chain.undo(),
  redo: (chain) => chain.redo(),
};
const PRESSED: Record<string, [string, object?]> = {
  bold: ["bold"],
  italic: ["italic"],
  underline: ["underline"],
  strike: ["strike"],
  code: ["code"],
  link: ["link"],
  heading2: ["heading", { level: 2 }],
  heading3: ["heading", { level: 3 }],
  bulletList: ["bulletList"],
  orderedList: ["orderedList"],
  taskList: ["taskList"],
  blockquote: ["blockquote"],
};

function openLink(section: HTMLElement, editor: Editor): void {
  const form = section.querySelector<HTMLFormElement>("[data-link]");
  const field = form?.querySelector<HTMLInputElement>("input");
  if (!form || !field) return;
  field.value = (editor.getAttributes("link").href as string | undefined) ?? "";
  field.setCustomValidity("");
  form.hidden = false;
  field.focus();
}

function startLink(section: HTMLElement, editor: Editor, signal: AbortSignal): void {
  const form = section.querySelector<HTMLFormElement>("[data-link]");
  const field = form?.querySelector<HTMLInputElement>("input");
  if (!form || !field) return;
  const close = () => {
    form.hidden = true;
    editor.commands.focus();
  };
  form.addEventListener(
    "submit",
    (event) => {
      event.preventDefault();
      const typed = field.value.trim();
      const href = safeHref(typed) ?? safeHref(`https://${typed}`);
      if (!href) return;
      form.hidden = true;
      const chain = editor.chain().focus().extendMarkRange("link");
      if (editor.state.selection.empty && !editor.isActive("link"))
        chain.insertContent({ type: "text", text: typed, marks: [{ type: "link", attrs: { href } }] }).run();
      else chain.setLink(href).run();
    },
    { signal },
  );
  form.querySelector("[data-unlink]")?.addEventListener(
    "click",
    () => {
      form.hidden = true;
      editor.chain().focus().extendMarkRange("link").unsetLink().run();
    },
    { signal },
  );
  form.querySelector("[data-cancel]")?.addEventListener("click", close, { signal });
  form.addEventListener("keydown", (event) => event.key === "Escape" && close(), { signal });
}

/** Gives the toolbar life; the returned function takes it away again. */
export function startToolbar(section: HTMLElement, editor: Editor): () => void {
  const tools = section.querySelector<HTMLElement>("[data-tools]");
  if (!tools) return () => undefined;
  const ending = new AbortController();
  const { signal } = ending;
  const more = tools.querySelector<HTMLDetailsElement>("[data-more]");
  const stops = () =>
    [...tools.querySelectorAll<HTMLElement>("button, summary")].filter((each) => each.offsetParent !== null);
  const rove = (to: HTMLElement) => {
    for (const each of tools.querySelectorAll<HTMLElement>("button, summary")) each.tabIndex = each === to ? 0 : -1;
  };

  const show = () => {
    section.classList.toggle("is-in-table", editor.isActive("table"));
    for (const button of tools.querySelectorAll<HTMLElement>("[data-do]")) {
      const pressed = PRESSED[button.dataset.do!];
      if (pressed) button.ariaPressed = String(editor.isActive(pressed[0], pressed[1]));
    }
  };
  tools.addEventListener("mousedown", (event) => event.preventDefault(), { signal }); // the selection stays in the text
  tools.addEventListener(
    "click",
    (event) => {
      const name = (event.target as Element).closest<HTMLElement>("[data-do]")?.dataset.do;
      if (!name) return;
      if (more?.contains(event.target as Element)) more.open = false;
      if (name === "link") openLink(section, editor);
      else DO[name]?.(editor.chain().focus()).run();
    },
    { signal },
  );
  tools.addEventListener(
    "keydown",
    (event) => {
      const all = stops();
      const here = all.indexOf(document.activeElement as HTMLElement);
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      const to =
        event.key === "Home" ? 0 : event.key === "End" ? all.length - 1 : step && here >= 0 ? here + step : null;
      if (event.key === "Escape" && !more?.open) editor.commands.focus();
      if (to === null || to === undefined || all.length === 0) return;
      event.preventDefault();
      const next = all[(to + all.length) % all.length]!;
      rove(next);
      next.focus();
    },
    { signal },
  );
  section.addEventListener(
    "keydown",
    (event) => {
      if (!(event.target as Element).closest(".ProseMirror")) return;
      if (event.key === "k" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        openLink(section, editor);
      } else if (event.key === "F10" && event.altKey) {
        event.preventDefault();
        tools.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
      }
    },
    { signal },
  );
  startLink(section, editor, signal);
  editor.on("transaction", show);
  const first = tools.querySelector<HTMLElement>("button");
  if (first) rove(first);
  tools.hidden = false;
  show();
  return () => {
    ending.abort();
    editor.off("transaction", show);
    tools.hidden = true;
  };
}
