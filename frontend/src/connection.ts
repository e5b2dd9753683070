/** What the page says about its connection: a quiet pill when all is well, a bar when it is not. */
import type { Connection, Live } from "./live";
import { follow, unsent } from "./unsent";
import { draw, fill } from "./words";

const PATIENCE_MS = 4_000; // a short cut is not worth a bar
const BACK_MS = 5_000;

type Bar = "offline" | "trying" | "back" | "signed-out" | "ended" | "";
let shown: Bar = "";
let timer = 0;

function showBar(bar: Bar): void {
  const region = document.querySelector<HTMLElement>("[data-connection-bar]");
  if (!region) return;
  clearTimeout(timer);
  if (bar !== shown) {
    shown = bar;
    const drawn = bar && draw(`bar-${bar}`);
    region.replaceChildren(...(drawn ? [drawn] : []));
    const link = region.querySelector<HTMLAnchorElement>('a[href="/sign-in/"]');
    if (link) link.href = `/sign-in/?next=${encodeURIComponent(location.pathname + location.search)}`;
  }
  if (bar === "back") timer = window.setTimeout(() => showBar(""), BACK_MS);
  count();
}

function count(): void {
  const button = document.querySelector<HTMLButtonElement>("[data-connection-bar] [data-show-unsent]");
  if (!button) return;
  const { length } = unsent();
  button.hidden = length === 0;
  button.textContent = fill(button.dataset.text ?? "", { n: length });
}

function showPill(connection: Connection): void {
  const pill = document.querySelector<HTMLElement>("[data-connection]");
  if (!pill) return;
  pill.hidden = connection === "signed-out" || connection === "ended";
  const when = connection === "connecting" ? "trying" : connection;
  for (const each of pill.querySelectorAll<HTMLElement>("[data-when]")) each.hidden = each.dataset.when !== when;
}

/** Once the connection is back, the bar stays until what was unsent is saved, then says so and goes. */
function settle(): void {
  if (shown === "offline" || shown === "trying") {
    if (unsent().length === 0) showBar("back");
    else count();
  }
}

function listUnsent(): void {
  const dialog = document.getElementById("unsent-list") as HTMLDialogElement | null;
  const list = dialog?.querySelector("[data-list]");
  if (!dialog || !list) return;
  list.replaceChildren(
    ...unsent().flatMap((thing) => {
      const item = draw("unsent-item");
      if (!item) return [];
      item.querySelector("[data-label]")!.textContent = thing.label;
      item.querySelector("[data-go]")!.addEventListener("click", () => {
        dialog.close();
        thing.element.scrollIntoView({ block: "center" });
        thing.element
          .querySelector<HTMLElement>("input:not([type=hidden]), textarea, [contenteditable=true], button")
          ?.focus();
      });
      return [item];
    }),
  );
  dialog.showModal();
}

/** `live` is null on a page that follows nothing: then only the network counts. */
export function startConnection(live: Live | null): void {
  let late = 0;
  const change = () => {
    const connection = live?.connection ?? (navigator.onLine === false ? "offline" : "live");
    clearTimeout(late);
    if (connection === "live") {
      settle();
      showPill(connection);
    } else if (connection === "connecting") {
      late = window.setTimeout(() => {
        showPill(connection);
        showBar("trying");
      }, PATIENCE_MS);
    } else {
      showPill(connection);
      showBar(connection);
    }
    if (!live && connection === "live")
      document.querySelector<HTMLElement>("[data-connection]")?.setAttribute("hidden", "");
  };
  live?.addEventListener("connection", change);
  window.addEventListener("online", change);
  window.addEventListener("offline", change);
  document.addEventListener("baraza:signed-out", () => showBar("signed-out"));
  document.addEventListener("click", (event) => {
    if ((event.target as Element).closest("[data-show-unsent]")) listUnsent();
  });
  follow(() => {
    count();
    if ((live?.connection ?? "live") === "live" && navigator.onLine !== false) settle();
  });
  change();
}
