/** The carets of others: a bar in their colour, and their name for a moment after they moved. */
import { Extension } from "@tiptap/core";
import { yCursorPlugin } from "@tiptap/y-tiptap";
import type { Awareness } from "y-protocols/awareness";
import { caretClass } from "./presence";

const NAME_MS = 2_000;

interface User {
  name?: string;
  color?: string;
}

const timers = new WeakMap<Element, number>();

function showName(caret: Element): void {
  clearTimeout(timers.get(caret));
  caret.classList.add("is-moving");
  requestAnimationFrame(() => {
    const text = caret.closest(".ProseMirror");
    const name = caret.querySelector("span");
    if (!text || !name) return;
    const end = caret.getBoundingClientRect().left + name.offsetWidth;
    caret.classList.toggle("is-at-edge", end > text.getBoundingClientRect().right);
  });
  timers.set(
    caret,
    window.setTimeout(() => caret.classList.remove("is-moving"), NAME_MS),
  );
}

function draw(user: User, client: number): HTMLElement {
  const caret = document.createElement("span");
  caret.className = `caret ${caretClass(user.color)}`;
  caret.dataset.client = String(client);
  caret.setAttribute("aria-hidden", "true"); // who is here is said in words elsewhere; a moving caret is noise
  const name = document.createElement("span");
  name.textContent = user.name ?? "";
  caret.append("\u2060", name, "\u2060");
  showName(caret);
  return caret;
}

export const Carets = Extension.create<{ awareness: Awareness | null }>({
  name: "carets",
  priority: 999,
  addOptions: () => ({ awareness: null }),
  addProseMirrorPlugins() {
    const { awareness } = this.options;
    if (!awareness) return [];
    const { editor } = this;
    const moved = ({ updated }: { updated: number[] }) => {
      for (const client of updated) {
        const caret = editor.view.dom.querySelector(`.caret[data-client="${client}"]`);
        if (caret) showName(caret);
      }
    };
    awareness.on("change", moved);
    editor.on("destroy", () => awareness.off("change", moved));
    return [
      yCursorPlugin(awareness, {
        cursorBuilder: draw,
        selectionBuilder: (user: User) => ({ class: `caret-marked ${caretClass(user.color)}` }),
      }),
    ];
  },
});
