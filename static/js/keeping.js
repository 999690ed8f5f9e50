// Keeps the judge's pages in this browser for reading without network: a service worker under
// /juri/ serves them when nothing else answers. The pages of another reader are dropped first.
const READER = "pages-of";

async function keep(root) {
  const { person, keeping } = root.dataset;
  if (localStorage.getItem(READER) !== person) {
    await caches.delete("judge-pages");
    localStorage.setItem(READER, person);
  }
  await navigator.serviceWorker.register(keeping, { scope: "/juri/" });
  const { active } = await navigator.serviceWorker.ready;
  const links = [...document.querySelectorAll("a[data-keep]")].map((link) => link.href);
  active.postMessage({ here: location.href, keep: links });
}

const root = document.querySelector("[data-keeping]");
if (root && "serviceWorker" in navigator && "caches" in window) {
  window.addEventListener("load", () => keep(root).catch(() => {}));
}
