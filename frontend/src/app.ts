/** What every page runs. The editor and the board bring their own code, only where there is one. */
import { watchActivity } from "./activity";
import { startCommands } from "./commands";
import { startConnection } from "./connection";
import { type Followed, Live, type Present } from "./live";
import { startMenus } from "./menus";
import { startNotices } from "./notices";
import { drawPresence, setPresence } from "./presence";
import { startSignOut } from "./signout";
import { refreshTimes, startTimes } from "./times";

function followed(): Followed[] {
  try {
    return JSON.parse(document.body.dataset.live ?? "[]") as Followed[];
  } catch {
    return [];
  }
}

/** Controls of one's own posts: one rule for the page's handle, so that fragments are the same for everybody. */
function showOwn(): void {
  const { me } = document.body.dataset;
  if (!me || !("adoptedStyleSheets" in document)) return;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`[data-own="${CSS.escape(me)}"] { display: revert-layer; }`);
  document.adoptedStyleSheets.push(sheet);
}

function startLive(): Live | null {
  const spaces = followed();
  if (spaces.length === 0) return null;
  const live = new Live(spaces, document.querySelector<HTMLElement>("main")?.dataset.at);
  const [main] = spaces;
  live.addEventListener("present", (event) => {
    const { space, present } = (event as CustomEvent<{ space: string; present: Present[] }>).detail;
    if (space === main?.space) setPresence(present);
  });
  return live;
}

function startServiceWorker(): void {
  if (!("serviceWorker" in navigator) || !window.isSecureContext) return;
  void navigator.serviceWorker.register("/sw.js").catch(() => undefined);
  void navigator.serviceWorker.ready.then((worker) =>
    worker.active?.postMessage({ language: document.documentElement.lang }),
  );
}

/** On a narrow screen the ways to look at a board are one line: the present one is brought into sight. */
function showPresentWay(): void {
  const here = document.querySelector<HTMLElement>(".ways [aria-current]");
  const line = here?.parentElement;
  if (here && line) line.scrollLeft = here.offsetLeft - line.offsetLeft - line.clientWidth / 4;
}

startCommands();
startMenus();
showPresentWay();
startNotices();
startTimes();
startSignOut();
showOwn();
const live = startLive();
startConnection(live);
live?.start();
if (live) watchActivity((how) => live.is(how));
document.addEventListener("baraza:applied", () => {
  refreshTimes();
  drawPresence();
});
if (document.querySelector("[data-lane]")) void import("./board").then(({ startBoard }) => startBoard());
if (document.querySelector("[data-load], [data-many]")) void import("./rows").then(({ startRows }) => startRows());
if (document.querySelector("[data-document]")) void import("./editor").then(({ startEditors }) => startEditors());
if (document.querySelector("[data-upload]")) void import("./uploads").then(({ startUploads }) => startUploads());
startServiceWorker();
