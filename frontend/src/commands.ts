/** Forms that change something: sent in place, honest about what became of them, repeated without a double effect. */
import htmx from "htmx.org";
import { applyLeftOut } from "./fragments";
import { closeAround } from "./menus";
import { say } from "./notices";
import { settleShown, showOnTheWay, takeBackShown } from "./shown";
import { mark } from "./unsent";
import { word } from "./words";

const SAVED_MS = 4_000;
const LONGEST_RETRY_MS = 30_000;

interface Sending {
  id: string;
  /** what was sent under that id: another text is another command */
  body: string;
  values: [string, string][];
  submitter: HTMLElement | null;
  tries: number;
  timer: number;
}
const sendings = new WeakMap<Element, Sending>();
let forms = 0;

type Detail = {
  elt: Element;
  xhr: XMLHttpRequest;
  successful?: boolean;
  requestConfig: { verb: string; path: string };
};

export function csrfToken(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";
}

/** The id under which the server does a thing once, however often it is asked. */
export function commandId(): string {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16)); // without https there is no randomUUID
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function setState(form: Element, state: "sending" | "saved" | "unsent" | ""): void {
  if (!(form instanceof HTMLElement)) return;
  if (state) form.dataset.state = state;
  else delete form.dataset.state;
  form.ariaBusy = state === "sending" ? "true" : null;
}

function keyOf(form: HTMLElement): string {
  if (!form.dataset.key) form.dataset.key = `form:${form.id || ++forms}`;
  return form.dataset.key;
}

function markUnsent(form: Element, is: boolean): void {
  if (form instanceof HTMLElement)
    mark(keyOf(form), is ? { label: form.dataset.label || word("form"), element: form, fragile: true } : null);
}

/** What was sent is now what the field stands at; what was typed since stays typed. */
function settleFields(form: HTMLFormElement, sent: [string, string][]): void {
  const clear = "clear" in form.dataset;
  const values = new Map<string, string>();
  for (const [name, value] of sent) values.set(name, `${values.get(name) ?? ""} ${value}`.trim()); // boxes have one name
  for (const field of form.elements) {
    if (field instanceof HTMLInputElement && field.type === "hidden") {
      const seen = field.name.startsWith("seen_") ? values.get(field.name.slice(5)) : undefined;
      if (seen !== undefined) field.value = seen;
    } else if (field instanceof HTMLInputElement && /^(checkbox|radio)$/.test(field.type)) {
      field.defaultChecked = field.checked;
    } else if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) {
      const value = values.get(field.name);
      if (value === undefined) continue;
      if (clear && field.value === value) field.value = field.defaultValue = "";
      else if (!clear) field.defaultValue = value;
    } else if (field instanceof HTMLSelectElement) {
      const value = values.get(field.name);
      if (value === undefined || clear) continue;
      for (const option of field.options) option.defaultSelected = option.value === value;
    }
  }
}

function succeeded(form: Element): void {
  const sending = sendings.get(form);
  sendings.delete(form);
  markUnsent(form, false);
  settleShown(form);
  setState(form, "saved");
  setTimeout(() => (form as HTMLElement).dataset?.state === "saved" && setState(form, ""), SAVED_MS);
  if (form instanceof HTMLFormElement) {
    delete form.dataset.island; // an error or a conflict was shown in it; now the server's words may come in again
    settleFields(form, sending?.values ?? []);
    if ("close" in form.dataset) closeAround(form);
    if ("undo" in form.dataset) form.closest("[data-notice]")?.remove();
  }
  applyLeftOut();
}

/** The network or the server failed: nothing is lost, the same command is sent again. */
function failed(form: Element): void {
  const sending = sendings.get(form);
  const known = (form as HTMLElement).dataset.state === "unsent" || (sending?.tries ?? 0) > 0;
  setState(form, "unsent");
  markUnsent(form, true);
  if (!known && !form.querySelector("[data-save]")) say(word(navigator.onLine === false ? "sent-late" : "sent-failed"));
  if (!sending) return;
  clearTimeout(sending.timer);
  const wait = Math.min(LONGEST_RETRY_MS, 1_000 * 2 ** sending.tries++) * (0.5 + Math.random());
  sending.timer = window.setTimeout(() => retry(form), wait);
}

function retry(form: Element): void {
  const sending = sendings.get(form);
  if (!sending || !form.isConnected || navigator.onLine === false) return;
  if ((form as HTMLElement).dataset.state !== "unsent") return;
  if (form instanceof HTMLFormElement) send(form, sending.submitter);
}

export function send(form: HTMLFormElement, submitter: HTMLElement | null): void {
  const button = submitter instanceof HTMLButtonElement || submitter instanceof HTMLInputElement ? submitter : null;
  const values = button?.name ? { [button.name]: button.value } : {};
  const known = sendings.get(form);
  if (known) known.submitter = submitter;
  const address = button?.getAttribute("formaction") ?? form.getAttribute("action") ?? location.pathname;
  htmx.ajax("post", address, { source: form, target: form, swap: "outerHTML", values }).catch(() => undefined);
  const now = sendings.get(form);
  if (now) now.submitter = submitter;
}

function isSignIn(xhr: XMLHttpRequest): boolean {
  return xhr.status === 401 || new URL(xhr.responseURL || location.href).pathname.startsWith("/sign-in/");
}

export function startCommands(): void {
  Object.assign(htmx.config, {
    allowEval: false,
    allowScriptTags: false,
    includeIndicatorStyles: false,
    historyCacheSize: 0, // it would keep private pages in localStorage
    timeout: 20_000,
    responseHandling: [
      { code: "204", swap: false },
      { code: "[23]..", swap: true },
      { code: "(403|409|422)", swap: true, error: false },
      { code: "...", swap: false, error: true },
    ],
  });
  document.addEventListener("htmx:configRequest", (event) => {
    const { detail } = event as CustomEvent;
    detail.headers["X-CSRFToken"] = csrfToken();
    if (detail.verb === "get") return;
    const form = detail.elt as Element;
    const data = detail.formData as FormData;
    data.delete("csrfmiddlewaretoken");
    data.delete("command_id");
    const values = [...data.entries()].map(([name, value]): [string, string] => [name, String(value)]);
    const body = JSON.stringify(values);
    const known = sendings.get(form);
    const id = known?.body === body ? known.id : commandId();
    data.set("command_id", id);
    if (known) clearTimeout(known.timer);
    sendings.set(form, {
      id,
      body,
      values,
      submitter: known?.submitter ?? null,
      tries: known?.body === body ? known.tries : 0,
      timer: 0,
    });
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    const { detail } = event as CustomEvent<Detail>;
    if (detail.requestConfig.verb === "get") return;
    setState(detail.elt, "sending");
    showOnTheWay(detail.elt, detail.requestConfig.path);
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { detail } = event as CustomEvent<{ xhr: XMLHttpRequest; shouldSwap: boolean; elt: Element }>;
    const whole = /^\s*<!doctype/i.test(detail.xhr.responseText);
    if (isSignIn(detail.xhr) || whole) detail.shouldSwap = false; // a page is no fragment: the typed text stays
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const { detail } = event as CustomEvent<Detail>;
    const { elt, xhr } = detail;
    if (detail.requestConfig.verb === "get") return;
    const whole = /^\s*<!doctype/i.test(xhr.responseText);
    if (xhr.status !== 0 && isSignIn(xhr)) {
      setState(elt, "unsent");
      markUnsent(elt, true);
      say(word("signed-out"));
      document.dispatchEvent(new CustomEvent("baraza:signed-out"));
    } else if (xhr.status === 0 || xhr.status === 429 || xhr.status >= 500) failed(elt);
    else if (xhr.status < 400) succeeded(elt);
    else {
      sendings.delete(elt);
      markUnsent(elt, false);
      setState(elt, "");
      takeBackShown(elt, xhr.status === 409);
      if (whole || ![403, 409, 422].includes(xhr.status)) say(word("refused"));
    }
  });
  document.addEventListener("htmx:load", (event) => {
    const root = (event as CustomEvent<{ elt: Element }>).detail.elt;
    if (root.matches("form[data-command]"))
      root.querySelector<HTMLElement>("[aria-invalid=true], [data-conflict]")?.focus();
  });
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    const submitter = event.submitter as HTMLButtonElement | null;
    if (!form.matches("form[data-command]") || event.defaultPrevented || submitter?.formMethod === "dialog") return;
    event.preventDefault();
    if (form.dataset.state !== "sending" || "auto" in form.dataset) send(form, submitter);
  });
  document.addEventListener("change", (event) => {
    const form = (event.target as HTMLInputElement).form;
    if (form?.matches("form[data-command][data-auto]") && form.reportValidity()) send(form, null);
  });
  document.addEventListener("baraza:drawn", (event) => htmx.process((event as CustomEvent<Element>).detail));
  window.addEventListener("online", () => {
    for (const form of document.querySelectorAll('form[data-state="unsent"]')) retry(form);
  });
}
