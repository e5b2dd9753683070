/** Files sent piece by piece: each piece where the server says the file ends, so that a lost connection costs one. */
import { commandId, csrfToken } from "./commands";
import { closeAround } from "./menus";
import { say } from "./notices";
import { startSmaller, toSend } from "./smaller";
import { mark } from "./unsent";
import { word } from "./words";

const FIRST_PIECE = 32 * 1024; // two seconds of a slow line
const QUICK_MS = 2_000;
const PIECE_TIMEOUT_MS = 90_000;
const LONGEST_WAIT_MS = 30_000;
const CUT_OFF = "baraza-cut-off"; // in the session's store: what a reload interrupted, for the hint alone

interface Standing {
  upload: string;
  offset: number;
  chunk: number;
}

/** The server said no, in its own words if it has any. */
class Refused extends Error {
  constructor(
    readonly status: number,
    readonly sentences: string[],
  ) {
    super(sentences.join(" "));
  }
}

class Stopped extends Error {}

let isOut = false;

/** What stays away for a while and comes back: the network, the server. */
class Away extends Error {}

async function ask(address: string, init: RequestInit, signal: AbortSignal): Promise<Response> {
  let answer: Response;
  try {
    const limit = AbortSignal.any?.([signal, AbortSignal.timeout(PIECE_TIMEOUT_MS)]) ?? signal;
    const headers = { "X-CSRFToken": csrfToken(), ...init.headers };
    answer = await fetch(address, { redirect: "manual", ...init, headers, signal: limit });
  } catch {
    throw signal.aborted ? new Stopped() : new Away();
  }
  const wasOut = isOut;
  isOut = answer.type === "opaqueredirect"; // to the page where one signs in
  if (isOut && !wasOut) say(word("signed-out"));
  if (isOut || answer.status >= 500 || answer.status === 429) throw new Away();
  return answer;
}

async function sentences(answer: Response): Promise<string[]> {
  const text = await answer.text().catch(() => "");
  if (answer.headers.get("Content-Type")?.startsWith("application/json"))
    return (JSON.parse(text) as { errors?: string[] }).errors ?? [];
  const page = new DOMParser().parseFromString(text, "text/html");
  return [...page.querySelectorAll("[data-error], [data-errors] p")].map((each) => each.textContent?.trim() ?? "");
}

/** One file on its way, with its row on the page. */
class Sending {
  readonly row: HTMLElement;
  private readonly stop = new AbortController();
  private percent = 0;
  private id = commandId();
  private address = "";

  constructor(
    private readonly form: HTMLFormElement,
    private readonly file: File,
  ) {
    const drawn = form.querySelector<HTMLTemplateElement>("template[data-row]")!.content.firstElementChild!;
    this.row = document.importNode(drawn, true) as HTMLElement;
    this.part("name").textContent = file.name;
    this.row.querySelector("progress")!.setAttribute("aria-label", file.name);
    this.part("stop").addEventListener("click", () => this.giveUp());
    form.querySelector("[data-sent]")!.append(this.row);
  }

  private part(name: string): HTMLElement {
    return this.row.querySelector<HTMLElement>(`[data-${name}]`)!;
  }

  private giveUp(): void {
    this.stop.abort();
    const init = { method: "POST", headers: { "X-CSRFToken": csrfToken() } };
    if (this.address) void fetch(`${this.address}drop/`, init).catch(() => undefined);
  }

  private says(name: string, text = word(name, { percent: this.percent }, this.form)): void {
    if (this.part("state").textContent === text) return;
    this.part("state").textContent = text;
    if (name !== "sending") this.form.querySelector("[data-said]")!.textContent = `${this.file.name}: ${text}`;
  }

  private shows(offset: number): void {
    this.percent = Math.floor((offset / this.file.size) * 100);
    this.row.querySelector("progress")!.value = this.percent;
    remember(this.form, this.file.name, this.percent);
  }

  /** True when the file is evidence; false when it was refused or given up. */
  async run(): Promise<boolean> {
    for (let tries = 0; ; tries++) {
      try {
        await this.send(() => {
          tries = 0;
        });
        remember(this.form, this.file.name, null);
        this.shows(this.file.size);
        this.says("added");
        this.part("stop").remove();
        return true;
      } catch (error) {
        if (error instanceof Stopped) {
          remember(this.form, this.file.name, null);
          this.row.remove();
          return false;
        }
        if (!(error instanceof Away)) {
          const refused = error instanceof Refused ? error : null;
          const notOurs = refused !== null && [403, 404].includes(refused.status);
          const said = refused?.sentences.join(" ") || word(notOurs ? "refused" : "failed", {}, this.form);
          remember(this.form, this.file.name, null);
          this.says("refused", said);
          this.part("state").className = "text-error font-semibold";
          this.part("stop").remove();
          return false;
        }
        this.says("waits");
        await this.pause(Math.min(LONGEST_WAIT_MS, 1_000 * 2 ** tries) * (0.5 + Math.random() / 2));
      }
    }
  }

  /** Waits, or until there is a network again, or until somebody asks. */
  private pause(ms: number): Promise<void> {
    const again = this.part("again");
    again.hidden = false;
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        window.removeEventListener("online", done);
        again.removeEventListener("click", done);
        again.hidden = true;
        resolve();
      };
      const timer = setTimeout(done, ms);
      window.addEventListener("online", done);
      again.addEventListener("click", done);
      this.stop.signal.addEventListener("abort", done);
    });
  }

  private async send(moved: () => void): Promise<void> {
    const { signal } = this.stop;
    if (signal.aborted) throw new Stopped();
    const standing = await this.begin(signal);
    this.address = `/uploads/${standing.upload}/`;
    let { offset } = standing;
    let size = Math.min(FIRST_PIECE, standing.chunk);
    this.shows(offset);
    this.says(offset > 0 ? "goes-on" : "sending");
    while (offset < this.file.size) {
      const began = performance.now();
      const headers = { "Upload-Offset": String(offset), "Content-Type": "application/offset+octet-stream" };
      const body = this.file.slice(offset, offset + size);
      const answer = await ask(this.address, { method: "PATCH", headers, body }, signal);
      if (answer.status !== 204 && answer.status !== 409) throw new Refused(answer.status, await sentences(answer));
      offset = Number(answer.headers.get("Upload-Offset") ?? offset);
      if (performance.now() - began < QUICK_MS) size = Math.min(size * 2, standing.chunk);
      else size = Math.max(FIRST_PIECE, size / 2);
      moved();
      this.shows(offset);
      this.says("sending");
    }
    this.says("checks");
    await this.finish(standing.upload, signal);
  }

  private async begin(signal: AbortSignal): Promise<Standing> {
    const { name, size, lastModified } = this.file;
    const body = new URLSearchParams({ name, size: String(size), mark: `${name}/${size}/${lastModified}` });
    const answer = await ask(this.form.dataset.upload!, { method: "POST", body }, signal);
    if (answer.status !== 201) throw new Refused(answer.status, await sentences(answer));
    return (await answer.json()) as Standing;
  }

  private async finish(upload: string, signal: AbortSignal): Promise<void> {
    const body = new FormData(this.form);
    for (const name of ["files", "csrfmiddlewaretoken", "page_id"]) body.delete(name);
    body.set("upload", upload);
    body.set("command_id", this.id);
    const answer = await ask(this.form.action, { method: "POST", body, headers: { "HX-Request": "true" } }, signal);
    if (answer.status !== 204) {
      this.id = commandId();
      throw new Refused(answer.status, await sentences(answer));
    }
    const told = JSON.parse(answer.headers.get("HX-Trigger") ?? "{}")["baraza:notice"];
    if (told) say(told.text, told.undo);
  }
}

function remember(form: HTMLFormElement, name: string, percent: number | null): void {
  try {
    const known = JSON.parse(sessionStorage.getItem(CUT_OFF) ?? "{}");
    const key = `${form.id}/${name}`;
    if (percent === null || percent >= 100) delete known[key];
    else known[key] = percent;
    sessionStorage.setItem(CUT_OFF, JSON.stringify(known));
  } catch {
    // no store: no hint after a reload, and the upload goes on all the same
  }
}

function hint(form: HTMLFormElement): void {
  const place = form.querySelector<HTMLElement>("[data-resume]");
  let known: Record<string, number> = {};
  try {
    known = JSON.parse(sessionStorage.getItem(CUT_OFF) ?? "{}");
  } catch {
    return;
  }
  const found = Object.entries(known).find(([key, percent]) => key.startsWith(`${form.id}/`) && percent > 0);
  if (!found || !place) return;
  place.textContent = word("resume", { name: found[0].slice(form.id.length + 1), percent: found[1] }, form);
  place.hidden = false;
  const around = form.closest("details");
  if (around) around.open = true;
}

async function sendAll(form: HTMLFormElement): Promise<void> {
  const input = form.querySelector<HTMLInputElement>("input[type=file]")!;
  const files = [...(input.files ?? [])];
  const key = `upload:${form.id}`;
  form.dataset.island = "";
  form.ariaBusy = "true";
  form.querySelector<HTMLElement>("[data-resume]")!.hidden = true;
  form.querySelector("[data-sent]")!.replaceChildren();
  const button = form.querySelector<HTMLButtonElement>("button:not([type])")!;
  button.ariaDisabled = "true"; // a button that is disabled loses the focus
  mark(key, { label: form.dataset.label ?? word("form"), element: form, fragile: true });
  const rows = (await toSend(form, files)).map((file) => new Sending(form, file));
  let all = true;
  for (const each of rows) all = (await each.run()) && all;
  mark(key, null);
  button.ariaDisabled = null;
  form.ariaBusy = null;
  if (!all) {
    input.value = "";
    return;
  }
  form.reset();
  form.querySelector("[data-sent]")!.replaceChildren();
  delete form.dataset.island;
  closeAround(form);
}

export function startUploads(): void {
  // before the forms that are sent whole: src/commands.ts leaves alone what was taken
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target as HTMLFormElement;
      if (!form.matches("form[data-upload]")) return;
      event.preventDefault();
      if (form.ariaBusy !== "true") void sendAll(form);
    },
    true,
  );
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-upload]")) hint(form);
  startSmaller();
}
