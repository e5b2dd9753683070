/** The island of a co-edited document: `<section data-document>` as parts/editor.html draws it. */
import { Editor } from "@tiptap/core";
import { Collaboration } from "@tiptap/extension-collaboration";
import { Placeholder } from "@tiptap/extensions/placeholder";
import { Carets } from "./carets";
import { Mentions } from "./mentions";
import { say } from "./notices";
import { SaveState } from "./savestate";
import { schemaExtensions } from "./schema";
import { Session } from "./session";
import type { Aside } from "./store";
import { dayAndClock } from "./times";
import { startToolbar } from "./toolbar";
import { fill, word } from "./words";

const channel = "BroadcastChannel" in window ? new BroadcastChannel("baraza") : null;

async function copy(html: string, text: string): Promise<void> {
  try {
    await navigator.clipboard.write([
      new ClipboardItem({
        "text/html": new Blob([html], { type: "text/html" }),
        "text/plain": new Blob([text], { type: "text/plain" }),
      }),
    ]);
  } catch {
    // without https there is no clipboard to write to: a selection can be copied everywhere
    const shelf = document.createElement("textarea");
    shelf.value = text;
    document.body.append(shelf);
    shelf.select();
    document.execCommand("copy");
    shelf.remove();
  }
  say(word("copied"));
}

class Island {
  private session: Session | null = null;
  private editor: Editor | null = null;
  private state: SaveState | null = null;
  private stopTools: (() => void) | null = null;
  private readonly place: HTMLElement;
  private readonly document: string;
  private readonly couldEdit: boolean;
  private turning = false;

  constructor(private readonly section: HTMLElement) {
    this.document = section.dataset.document!;
    this.couldEdit = section.dataset.mayEdit === "true";
    this.place = section.querySelector<HTMLElement>("[data-rendering]")!;
    section.querySelector("[data-copy]")?.addEventListener("click", () => {
      if (this.editor) void copy(this.editor.getHTML(), this.editor.getText({ blockSeparator: "\n\n" }));
    });
    document.addEventListener("baraza:leaving", () => void this.close());
    channel?.addEventListener("message", (event: MessageEvent<{ anew?: string; epoch?: number }>) => {
      if (event.data.anew === this.document && event.data.epoch !== undefined) void this.anew(event.data.epoch, false);
    });
  }

  async open(): Promise<void> {
    const session = await Session.open(this.document, this.couldEdit, {
      change: () => this.changed(),
      anew: (epoch) => void this.anew(epoch, true),
      end: (why) => {
        if (why === "signed-out") document.dispatchEvent(new CustomEvent("baraza:signed-out"));
        if (why === "quarantined") this.section.querySelector("[data-quarantined]")?.removeAttribute("hidden");
      },
    });
    this.session = session;
    this.state = new SaveState(this.section, session, this.couldEdit);
    this.showAsides(session.asides);
    this.changed();
  }

  private changed(): void {
    const { session } = this;
    if (!session) return;
    // the stored rendering stands until there is text of our own: kept here, or come from the server
    if (!this.editor && (session.hasText || session.provider.caughtUp)) this.mount(session);
    this.state?.soon();
    const { editor } = this;
    if (!editor) return;
    const mayEdit = session.provider.mayEdit;
    if (editor.isEditable !== mayEdit) editor.setEditable(mayEdit, false);
    if (mayEdit) this.stopTools ??= startToolbar(this.section, editor);
    else {
      this.stopTools?.();
      this.stopTools = null;
    }
  }

  private mount(session: Session): void {
    const words = { label: this.word("mentions"), nobody: this.word("nobody") };
    const { labelledby, label, mentions } = this.section.dataset;
    const { awareness } = session.provider;
    const { className } = this.place;
    const name: Record<string, string> = labelledby ? { "aria-labelledby": labelledby } : { "aria-label": label ?? "" };
    this.place.replaceChildren();
    this.editor = new Editor({
      element: { mount: this.place },
      injectCSS: false,
      editable: session.provider.mayEdit,
      enableInputRules: true,
      extensions: [
        ...schemaExtensions,
        Collaboration.configure({ document: session.doc, field: "default" }),
        Carets.configure({ awareness }),
        Mentions.configure({ url: mentions ?? "", words }),
        Placeholder.configure({ placeholder: this.word("placeholder") }),
      ],
    });
    // a text that one only reads is no field; TipTap itself would take a function for an object without keys
    this.editor.view.setProps({
      attributes: (): Record<string, string> => ({
        class: className,
        ...(session.provider.mayEdit && { role: "textbox", "aria-multiline": "true", ...name }),
      }),
    });
    const shared = () => {
      const others = [...awareness.getStates()].some(
        ([client, state]) => client !== session.doc.clientID && state?.cursor,
      );
      this.editor?.view.dom.classList.toggle("editor-shared", others);
    };
    awareness.on("change", shared);
    shared();
  }

  /** A new history: what was not sent is laid aside, the rest comes from the server. */
  private async anew(epoch: number, tellOthers: boolean): Promise<void> {
    const { session, editor } = this;
    if (!session || this.turning) return;
    this.turning = true;
    const n = session.ledger.unsent;
    const text = editor?.getText({ blockSeparator: "\n\n" }) ?? "";
    const aside = n > 0 && text.trim() ? { text, html: editor?.getHTML() ?? "", at: Date.now(), n } : null;
    this.unmount();
    await session.begin(epoch, aside);
    if (tellOthers) channel?.postMessage({ anew: this.document, epoch });
    if (aside && !session.store) this.showAsides([{ key: "", ...aside }]);
    this.turning = false;
    await this.open();
  }

  private showAsides(asides: Aside[]): void {
    const shelf = this.section.querySelector<HTMLElement>("[data-asides]");
    const template = this.section.querySelector<HTMLTemplateElement>("template[data-aside]");
    if (!shelf || !template) return;
    for (const aside of asides) {
      const note = document.importNode(template.content, true).firstElementChild as HTMLElement;
      const time = dayAndClock(new Date(aside.at));
      note.querySelector("[data-text]")!.textContent = fill(this.word("aside"), { time });
      note.querySelector("[data-copy-aside]")?.addEventListener("click", () => void copy(aside.html, aside.text));
      note.querySelector("[data-drop-aside]")?.addEventListener("click", () => {
        void this.session?.store?.dropAside(aside.key);
        note.remove();
      });
      shelf.append(note);
    }
  }

  private word(name: string): string {
    return word(name, {}, this.section);
  }

  private unmount(): void {
    this.stopTools?.();
    this.stopTools = null;
    this.state?.stop();
    this.state = null;
    this.session = null;
    const html = this.editor?.getHTML();
    this.editor?.destroy();
    this.editor = null;
    // what was there stays readable until the new text comes
    if (html) this.place.innerHTML = html;
    this.section.querySelector("[data-asides]")?.replaceChildren();
  }

  private async close(): Promise<void> {
    const { session } = this;
    this.unmount();
    await session?.close();
  }
}

export function startEditors(): void {
  for (const section of document.querySelectorAll<HTMLElement>("[data-document]")) void new Island(section).open();
}
