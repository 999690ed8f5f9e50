// Service worker of the judge's pages: the network first, what was kept when it does not answer.
// Only reading is kept; marks that wait lie in the outbox of the page.
const PAGES = "judge-pages";
const PARTS = "judge-parts";
const MOST_PAGES = 60;
const PATIENCE = 6000;
const BETWEEN = 400;
const TAKEN_BACK = [403, 404, 410];

const isPage = (url) => /^\/juri\/(lembar\/\d+|kunjungan\/\d*)?$/.test(url.pathname);
const isPart = (url) => /^\/(static|bootstrap|huruf)\//.test(url.pathname);

async function put(name, request, response) {
  const cache = await caches.open(name);
  if (TAKEN_BACK.includes(response.status)) await cache.delete(request);
  if (!response.ok || response.type !== "basic" || response.redirected) return;
  await cache.put(request, response);
  if (name !== PAGES) return;
  const keys = await cache.keys();
  await Promise.all(keys.slice(0, Math.max(0, keys.length - MOST_PAGES)).map((key) => cache.delete(key)));
}

async function networkFirst(event, name) {
  const { request } = event;
  const kept = await caches.open(name).then((cache) => cache.match(request));
  const late = new Promise((_, no) => { if (kept) setTimeout(no, PATIENCE, new Error("late")); });
  try {
    const response = await Promise.race([fetch(request), late]);
    event.waitUntil(put(name, request, response.clone()));
    return response;
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
}

// An address with the mark of its content never changes.
async function keptFirst(event, name) {
  const kept = await caches.open(name).then((cache) => cache.match(event.request));
  return kept ?? networkFirst(event, name);
}

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  if (isPage(url)) event.respondWith(networkFirst(event, PAGES));
  else if (url.searchParams.has("v") && isPart(url)) event.respondWith(keptFirst(event, PARTS));
  else if (isPart(url)) event.respondWith(networkFirst(event, PARTS));
});

async function keepAll(addresses) {
  const cache = await caches.open(PAGES);
  for (const address of addresses) {
    if (await cache.match(address)) continue;
    const response = await fetch(address, { headers: { Accept: "text/html" } });
    if (response.status === 401) return;
    await put(PAGES, address, response);
    await new Promise((done) => { setTimeout(done, BETWEEN); });
  }
}

self.addEventListener("message", (event) => {
  event.waitUntil(keepAll([event.data.here, ...event.data.keep]).catch(() => {}));
});
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
