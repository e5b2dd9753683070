/** The page's one socket to /ws/live/: follows spaces from the number it has seen, comes back after every cut. */
import type { How } from "./activity";
import { apply } from "./fragments";

export interface Followed {
  space: string;
  after: number;
  show?: string[];
}
export interface Present {
  id: string;
  name: string;
  colour?: string;
  seat?: number;
  at?: string;
  how?: How;
}
export type Connection = "connecting" | "live" | "offline" | "signed-out" | "ended";

interface Message {
  space?: string;
  from?: number;
  seq?: number;
  events?: unknown[];
  html?: string[];
  present?: Present[];
  access?: string;
  error?: string;
  beat?: boolean;
  reload?: boolean;
}

const SILENCE_MS = 45_000; // the server says something every 20 s
const LONGEST_WAIT_MS = 15_000;
const FIRST_WAIT_MS = 300;
const TRY_AGAIN_LATER = 1013;
const NOT_FOUND = 404;

/** Whether this page shows more of something than is drawn for all who look at it, such as all that ever happened. */
function showsMore(fragments: string[]): boolean {
  const longer = [...document.querySelectorAll("[data-more]")];
  return longer.some(({ id }) => fragments.some((html) => html.includes(`id="${id}"`)));
}

export class Live extends EventTarget {
  connection: Connection = "connecting";
  private socket: WebSocket | null = null;
  private tries = 0;
  private timer = 0;
  private heard = 0;
  private how: How = "";
  /** Spaces whose page is being asked for; true when it changed again meanwhile. */
  private readonly askedAgain = new Map<string, boolean>();
  private readonly spaces: Map<string, Followed>;

  constructor(
    followed: Followed[],
    private readonly at: string | undefined,
    private readonly url: string = `${location.protocol === "https:" ? "wss:" : "ws:"}//${location.host}/ws/live/`,
  ) {
    super();
    this.spaces = new Map(followed.map((each) => [each.space, { ...each }]));
  }

  start(): void {
    window.addEventListener("offline", () => this.cut("offline"));
    window.addEventListener("online", () => this.again(0));
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden && this.socket && Date.now() - this.heard > SILENCE_MS) this.cut("connecting");
      else if (!document.hidden && !this.socket && this.connection === "connecting") this.again(0);
    });
    setInterval(() => {
      if (this.socket && Date.now() - this.heard > SILENCE_MS) this.cut("connecting");
    }, SILENCE_MS / 3);
    if (navigator.onLine === false) this.become("offline");
    else this.open();
  }

  /** The number up to which this page has seen everything of a space. */
  seen(space: string): number | undefined {
    return this.spaces.get(space)?.after;
  }

  private open(): void {
    clearTimeout(this.timer);
    this.socket?.close();
    const socket = new WebSocket(this.url);
    this.socket = socket;
    this.heard = Date.now();
    socket.onopen = () => {
      this.heard = Date.now();
      for (const space of this.spaces.keys()) this.follow(space);
      this.tellHere();
    };
    socket.onmessage = (event) => {
      if (this.socket !== socket || typeof event.data !== "string") return;
      this.heard = Date.now();
      this.tries = 0;
      const message = JSON.parse(event.data) as Message;
      if (message.error === "not yours") message.access = "ended"; // it ended while this page was away
      if (message.access !== "ended") this.become("live");
      this.read(message);
    };
    socket.onclose = (event) => {
      if (this.socket !== socket) return;
      this.socket = null;
      if (event.code === 4401) this.become("signed-out");
      else if (event.code >= 4400 && event.code < 4500) this.become("ended");
      else {
        if (event.code === TRY_AGAIN_LATER) this.tries = Math.max(this.tries, 3);
        if (this.connection !== "offline") this.become("connecting");
        this.again(Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.tries++) * (0.5 + Math.random()));
      }
    };
  }

  /** How the person at this page is; others who are here are told. */
  is(how: How): void {
    this.how = how;
    this.tellHere();
  }

  private tellHere(): void {
    const main = this.spaces.keys().next().value;
    if (!this.at || !main || this.socket?.readyState !== WebSocket.OPEN) return;
    this.socket.send(JSON.stringify({ here: { space: main, at: this.at, ...(this.how && { how: this.how }) } }));
  }

  private follow(space: string): void {
    const followed = this.spaces.get(space);
    if (!followed || this.socket?.readyState !== WebSocket.OPEN) return;
    const { after, show } = followed;
    const language = document.documentElement.lang || "en";
    this.socket.send(JSON.stringify({ follow: space, after, language, ...(show && { show }) }));
  }

  /** Too much happened to be told piece by piece, or the page lives elsewhere: as it is now, laid over what is here. */
  private async reload(space: string, seq: number): Promise<void> {
    const underWay = this.askedAgain.has(space);
    this.askedAgain.set(space, underWay);
    if (underWay) return; // what changed meanwhile is asked for once, when the answer is there
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      if (answer.status === NOT_FOUND) {
        this.spaces.clear();
        this.become("ended");
        return;
      }
      if (!answer.ok || answer.redirected) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const main = page.querySelector("main");
      const here = JSON.parse(page.body.dataset.live ?? "[]") as Followed[];
      const followed = this.spaces.get(space);
      if (followed) followed.after = here.find((each) => each.space === space)?.after ?? seq;
      if (main) apply([main.outerHTML]);
      this.followAnew(here, space);
    } catch {
      // the next connection asks again
    } finally {
      const again = this.askedAgain.get(space);
      this.askedAgain.delete(space);
      if (again) void this.reload(space, seq);
    }
  }

  /** What the page follows by now: it may have moved to another space, or show what lives in more of them. */
  private followAnew(here: Followed[], asked: string): void {
    for (const space of this.spaces.keys()) {
      if (here.length === 0 || here.some((each) => each.space === space)) continue;
      this.spaces.delete(space);
      this.socket?.send(JSON.stringify({ unfollow: space }));
    }
    for (const each of here) {
      const known = this.spaces.get(each.space);
      // what came of another space while the answer was under way is not in it: told again from the number of the answer
      const isOlder = known !== undefined && each.after < known.after;
      if (!known) this.spaces.set(each.space, { ...each });
      else if (isOlder) known.after = each.after;
      if (!known || isOlder || each.space === asked) this.follow(each.space);
    }
    if (this.at && here[0]) this.socket?.send(JSON.stringify({ here: { space: here[0].space, at: this.at } }));
  }

  private read(message: Message): void {
    const { space } = message;
    if (message.error) console.warn("live:", message.error);
    if (!space) return;
    if (message.access === "ended") {
      const isMain = space === this.spaces.keys().next().value;
      this.spaces.delete(space);
      if (isMain || this.spaces.size === 0) this.become("ended");
      else void this.reload(space, 0); // without what was told of there
      return;
    }
    if (message.present)
      this.dispatchEvent(new CustomEvent("present", { detail: { space, present: message.present } }));
    if (message.seq === undefined) return;
    if (message.reload) {
      void this.reload(space, message.seq);
      return;
    }
    const followed = this.spaces.get(space);
    if (!followed) return;
    if ((message.from ?? 0) > followed.after) {
      this.follow(space); // a gap: ask again from what was seen, and wait for the whole range
      return;
    }
    if (message.seq < followed.after) return;
    if (message.html && showsMore(message.html)) void this.reload(space, message.seq);
    else {
      followed.after = message.seq;
      if (message.html?.length) apply(message.html);
    }
    for (const detail of message.events ?? []) document.dispatchEvent(new CustomEvent("baraza:event", { detail }));
  }

  private cut(next: Connection): void {
    const { socket } = this;
    this.socket = null;
    socket?.close();
    clearTimeout(this.timer);
    if (this.connection === "signed-out" || this.connection === "ended") return;
    this.become(next);
    if (next === "connecting") this.again(0);
  }

  private again(wait: number): void {
    clearTimeout(this.timer);
    if (this.connection === "signed-out" || (this.connection === "ended" && this.spaces.size === 0)) return;
    if (navigator.onLine === false) {
      this.become("offline");
      return;
    }
    if (this.connection === "offline") this.become("connecting");
    this.timer = window.setTimeout(() => this.open(), wait);
  }

  private become(connection: Connection): void {
    if (this.connection === connection || (this.connection === "ended" && connection === "live")) return;
    this.connection = connection;
    this.dispatchEvent(new CustomEvent("connection"));
  }
}
