/** Says what of a text is safe: on this device, sending, saved; late; or no longer to be edited. Never more than is true. */
import type { Session } from "./session";
import { clock } from "./times";
import { mark } from "./unsent";
import { fill, word } from "./words";

const LATE_MS = 6_000; // an ordinary cut or a restart of the server is over by then

export type Step = "typing" | "device" | "sending" | "saved" | "late" | "denied" | "reading";

export interface Facts {
  unsent: number;
  sending: boolean;
  saved: boolean;
  mayEdit: boolean;
  connected: boolean;
  online: boolean;
  since: number | null;
  /** false while the store of this device is behind the keyboard */
  kept: boolean;
}

export function stepOf(facts: Facts, now: number): Step {
  if (!facts.mayEdit) return facts.unsent > 0 ? "denied" : "reading";
  if (facts.saved) return "saved";
  const waited = facts.since === null ? 0 : now - facts.since;
  if (facts.unsent > 0 && facts.online && waited > LATE_MS) return "late";
  if (facts.connected && facts.sending) return "sending";
  return facts.kept ? "device" : "typing";
}

export class SaveState {
  private last: Step | null = null;
  private savedAt: number | null = null;
  private timer = 0;
  private frame = 0;

  constructor(
    private readonly section: HTMLElement,
    private readonly session: Session,
    /** the person could write here at first: losing that is said */
    private readonly couldEdit: boolean,
  ) {
    this.timer = window.setInterval(() => this.soon(), 1_000);
  }

  /** Many keystrokes, one look; but what is no longer true goes at once. */
  soon(): void {
    const { ledger, kept } = this.session;
    this.section.dataset.kept = String(kept);
    if ((this.last === "saved" && !ledger.saved) || (this.last === "device" && !kept)) this.take(this.last);
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      this.show();
    });
  }

  stop(): void {
    clearInterval(this.timer);
    cancelAnimationFrame(this.frame);
    mark(this.key, null);
  }

  private take(step: Step): void {
    this.section.dataset.safe = this.last = "typing";
    this.section.querySelector(`[data-steps] [data-step=${step}]`)?.removeAttribute("aria-current");
  }

  private get key(): string {
    return `document:${this.section.dataset.document}`;
  }

  private show(): void {
    const { ledger, provider, since } = this.session;
    const facts: Facts = {
      unsent: ledger.unsent,
      sending: ledger.sending,
      saved: ledger.saved,
      mayEdit: provider.mayEdit && provider.ended !== "not-yours" && provider.ended !== "refused",
      connected: provider.wsconnected,
      online: navigator.onLine !== false && provider.ended === null,
      since,
      kept: this.session.kept || this.session.store === null,
    };
    let step = stepOf(facts, Date.now());
    if (step === "reading" && this.couldEdit) step = "denied";
    const foot = this.section.querySelector<HTMLElement>("[data-foot]");
    if (!foot) return;
    foot.hidden = false;
    this.section.dataset.safe = step;
    if (step === "saved" && this.last !== "saved") this.savedAt = Date.now();
    const steps = foot.querySelector<HTMLElement>("[data-steps]");
    if (steps) {
      steps.hidden = !["typing", "device", "sending", "saved"].includes(step);
      for (const each of steps.querySelectorAll<HTMLElement>("[data-step]"))
        if (each.dataset.step === step) each.setAttribute("aria-current", "step");
        else each.removeAttribute("aria-current");
      const count = steps.querySelector("[data-n]");
      if (count) count.textContent = step === "device" && facts.unsent > 0 ? `(${facts.unsent})` : "";
    }
    for (const each of foot.querySelectorAll<HTMLElement>("[data-state]")) {
      each.hidden = each.dataset.state !== step;
      if (each.dataset.text)
        each.querySelector("span")!.textContent = fill(each.dataset.text, { time: clock(new Date(since ?? 0)) });
    }
    const copy = foot.querySelector<HTMLElement>("[data-copy]");
    if (copy) copy.hidden = step !== "denied" && step !== "late";
    const last = foot.querySelector<HTMLElement>("[data-last]");
    if (last)
      last.textContent =
        this.savedAt && step !== "denied" ? fill(last.dataset.text ?? "", { time: clock(new Date(this.savedAt)) }) : "";
    const waits = facts.unsent > 0 && (!facts.connected || step === "late" || step === "denied");
    mark(
      this.key,
      waits ? { label: this.section.dataset.label ?? "", element: this.section, fragile: !this.session.kept } : null,
    );
    this.tell(step);
    this.last = step;
  }

  /** Aloud only what changes what one should do: never keystrokes, never each saving. */
  private tell(step: Step): void {
    if (step === this.last) return;
    const region = document.querySelector("[data-saving]");
    if (!region) return;
    if (step === "late") region.textContent = word("save-late");
    else if (step === "denied" && this.last !== null) region.textContent = word("save-ended");
    else if (step === "saved" && region.textContent !== "" && this.last !== null)
      region.textContent = word("saved-again");
  }
}
