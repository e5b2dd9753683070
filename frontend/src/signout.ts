/** Signing out leaves nothing on the device, and asks first when something would be lost. */
import { personKey, storesOf, unsentIn, wipe } from "./stores";
import { unsent } from "./unsent";
import { fill } from "./words";

const channel = "BroadcastChannel" in window ? new BroadcastChannel("baraza") : null;

async function countUnsent(): Promise<number> {
  const counts = await Promise.all((await storesOf()).map(unsentIn));
  return counts.filter((n) => n > 0).length + unsent().filter((thing) => thing.fragile).length;
}

function ask(n: number): Promise<boolean> {
  const dialog = document.getElementById("unsent-leave") as HTMLDialogElement | null;
  if (!dialog) return Promise.resolve(true);
  const text = dialog.querySelector<HTMLElement>("[data-text]");
  if (text) text.textContent = fill(text.dataset.text ?? "", { n });
  dialog.returnValue = "stay";
  dialog.showModal();
  return new Promise((done) => {
    dialog.addEventListener("close", () => done(dialog.returnValue === "leave"), { once: true });
  });
}

export function startSignOut(): void {
  const person = personKey();
  if (!person) return;
  document.addEventListener("submit", async (event) => {
    const form = event.target as HTMLFormElement;
    if (!form.matches("form[data-sign-out]")) return;
    event.preventDefault();
    const n = await countUnsent();
    if (n > 0 && !(await ask(n))) return;
    document.dispatchEvent(new CustomEvent("baraza:leaving"));
    channel?.postMessage({ left: person });
    await wipe(person);
    form.submit();
  });
  // the other tabs let go of their stores
  channel?.addEventListener("message", (event: MessageEvent<{ left?: string }>) => {
    if (event.data.left !== person) return;
    document.dispatchEvent(new CustomEvent("baraza:leaving"));
    document.dispatchEvent(new CustomEvent("baraza:signed-out"));
  });
}
