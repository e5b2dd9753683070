/// <reference lib="webworker" />
/** Answers a page that is opened without a network with the offline page, and does nothing else. */
const worker = self as unknown as ServiceWorkerGlobalScope;
const CACHE = "baraza-offline-1";
const PAGE = "/offline/";
const LANGUAGE = "/offline/language";

/** Keeps the offline page, as a stranger gets it, with the style and the pictures it names. */
async function keep(language: string): Promise<void> {
  const page = await fetch(PAGE, { credentials: "omit", cache: "reload", headers: { "Accept-Language": language } });
  if (!page.ok) throw new Error(`offline page: ${page.status}`);
  const html = await page.clone().text();
  const files = [...html.matchAll(/(?:href|src)="(\/static\/[^"]+\.(?:css|svg))"/g)].map((found) => found[1]!);
  const cache = await caches.open(CACHE);
  await cache.addAll([...new Set(files)]);
  await cache.put(PAGE, page);
  await cache.put(LANGUAGE, new Response(language));
}

worker.addEventListener("install", (event) => {
  event.waitUntil(keep(worker.navigator.language || "en").then(() => worker.skipWaiting()));
});

worker.addEventListener("activate", (event) => {
  const clean = async () => {
    for (const name of await caches.keys()) if (name.startsWith("baraza-") && name !== CACHE) await caches.delete(name);
    await worker.clients.claim();
  };
  event.waitUntil(clean());
});

// a page says its language: the offline page is kept in the one that was chosen
worker.addEventListener("message", (event) => {
  const language: unknown = event.data?.language;
  if (typeof language !== "string" || !/^[a-z]{2}(-\w+)?$/i.test(language)) return;
  const update = async () => {
    const kept = await (await caches.open(CACHE)).match(LANGUAGE);
    if ((await kept?.text()) !== language) await keep(language);
  };
  event.waitUntil(update().catch(() => undefined));
});

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const { pathname, origin } = new URL(request.url);
  const fallback = async (key: string) => {
    try {
      return await fetch(request);
    } catch (error) {
      const kept = await (await caches.open(CACHE)).match(key);
      if (kept) return kept;
      throw error;
    }
  };
  if (request.mode === "navigate") event.respondWith(fallback(PAGE));
  else if (origin === worker.location.origin && /^\/static\/.+\.(css|svg)$/.test(pathname))
    event.respondWith(fallback(pathname));
});
