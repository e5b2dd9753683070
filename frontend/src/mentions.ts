/** Typing @ and the start of a name offers the people of the group. */
import { type Editor, Extension } from "@tiptap/core";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { letters } from "./presence";

const WAIT_MS = 150;
const TYPED = /(?:^|[\s(])@([\p{L}\p{N}_’' -]{0,40})$/u;

interface Handle {
  id: string;
  name: string;
  seat?: number | string | null;
}
interface Words {
  label: string;
  nobody: string;
}

/** The text after the @ before the caret, and where the @ stands. */
function asked(editor: Editor): { from: number; to: number; text: string } | null {
  const { $from, empty } = editor.state.selection;
  if (!empty || !$from.parent.isTextblock || $from.parent.type.spec.code) return null;
  const before = $from.parent.textBetween(Math.max(0, $from.parentOffset - 60), $from.parentOffset, "\n", "\ufffc");
  const found = TYPED.exec(before);
  const text = found?.[1];
  if (text === undefined || /\s{2}|\s\S+\s\S+\s/.test(text)) return null;
  return { from: $from.pos - text.length - 1, to: $from.pos, text };
}

class Offer {
  private readonly list = document.createElement("div");
  private found: Handle[] = [];
  private chosen = 0;
  private query: string | null = null;
  private timer = 0;
  private answer: AbortController | null = null;
  private dismissed = -1;

  constructor(
    private readonly editor: Editor,
    private readonly url: string,
    private readonly words: Words,
  ) {
    this.list.className = "mention-list";
    this.list.hidden = true;
    this.list.id = `mentions-${Math.random().toString(36).slice(2)}`;
    this.list.role = "listbox";
    this.list.ariaLabel = words.label;
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = (event.target as Element).closest<HTMLElement>("[data-index]");
      if (option) this.choose(Number(option.dataset.index));
    });
    document.body.append(this.list);
  }

  update(): void {
    const now = this.editor.isFocused && this.editor.isEditable ? asked(this.editor) : null;
    if (!now) this.dismissed = -1;
    if (!now || now.from === this.dismissed) {
      this.close();
      return;
    }
    if (now.text === this.query) return;
    this.query = now.text;
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.look(now.text.trim()), WAIT_MS);
  }

  key(event: KeyboardEvent): boolean {
    if (this.list.hidden || event.isComposing) return false;
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move && this.found.length > 0) {
      this.chosen = (this.chosen + move + this.found.length) % this.found.length;
      this.draw();
    } else if ((event.key === "Enter" || event.key === "Tab") && this.found[this.chosen]) this.choose(this.chosen);
    else if (event.key === "Escape") {
      this.dismissed = asked(this.editor)?.from ?? -1;
      this.close();
    } else return false;
    return true;
  }

  destroy(): void {
    this.close();
    this.list.remove();
  }

  private async look(text: string): Promise<void> {
    this.answer?.abort();
    this.answer = new AbortController();
    try {
      const url = new URL(this.url, location.href);
      url.searchParams.set("q", text);
      const answer = await fetch(url, { signal: this.answer.signal, headers: { Accept: "application/json" } });
      if (!answer.ok) return;
      this.found = ((await answer.json()) as Handle[]).slice(0, 8);
    } catch {
      return; // without a network a name is plain text
    }
    if (this.query === null) return;
    this.chosen = 0;
    if (this.found.length === 0 && text.includes(" ")) this.close();
    else this.draw();
  }

  private draw(): void {
    const options = this.found.map((handle, index) => {
      const option = document.createElement("div");
      option.role = "option";
      option.id = `${this.list.id}-${index}`;
      option.dataset.index = String(index);
      option.ariaSelected = String(index === this.chosen);
      const token = document.createElement("span");
      token.className = `token token-s mr-2 ${typeof handle.seat === "number" ? `seat-${handle.seat}` : ""}`;
      token.setAttribute("aria-hidden", "true");
      token.textContent = letters(handle.name);
      option.append(token, handle.name);
      return option;
    });
    const nobody = document.createElement("p");
    nobody.className = "quiet";
    nobody.textContent = this.words.nobody;
    this.list.replaceChildren(...(options.length > 0 ? options : [nobody]));
    this.list.hidden = false;
    const { dom } = this.editor.view;
    dom.setAttribute("aria-controls", this.list.id);
    if (options[this.chosen]) dom.setAttribute("aria-activedescendant", options[this.chosen]!.id);
    const at = asked(this.editor);
    if (!at) return;
    const place = this.editor.view.coordsAtPos(at.from);
    const left = Math.min(place.left, document.documentElement.clientWidth - this.list.offsetWidth - 8);
    const below = place.bottom + this.list.offsetHeight < window.innerHeight - 72;
    const top = below ? place.bottom + 4 : place.top - this.list.offsetHeight - 4;
    this.list.style.left = `${Math.max(8, left) + window.scrollX}px`;
    this.list.style.top = `${top + window.scrollY}px`;
  }

  private choose(index: number): void {
    const handle = this.found[index];
    const at = asked(this.editor);
    if (!handle || !at) return;
    this.close();
    this.editor
      .chain()
      .focus()
      .insertContentAt(at, [
        { type: "mention", attrs: { id: handle.id, label: handle.name } },
        { type: "text", text: " " },
      ])
      .run();
  }

  private close(): void {
    clearTimeout(this.timer);
    this.answer?.abort();
    this.query = null;
    this.list.hidden = true;
    this.editor.view.dom.removeAttribute("aria-activedescendant");
    this.editor.view.dom.removeAttribute("aria-controls");
  }
}

export const Mentions = Extension.create<{ url: string; words: Words }>({
  name: "mentions",
  addOptions: () => ({ url: "", words: { label: "", nobody: "" } }),
  addProseMirrorPlugins() {
    const { editor } = this;
    const { url, words } = this.options;
    if (!url) return [];
    let offer: Offer | null = null;
    return [
      new Plugin({
        key: new PluginKey("mentions"),
        view: () => {
          offer = new Offer(editor, url, words);
          const mine = offer;
          return { update: () => mine.update(), destroy: () => mine.destroy() };
        },
        props: {
          handleKeyDown: (_view, event) => offer?.key(event) ?? false,
          handleDOMEvents: {
            blur: () => {
              setTimeout(() => offer?.update(), 100);
              return false;
            },
          },
        },
      }),
    ];
  },
});
