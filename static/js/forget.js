// Nobody is signed in: pages of the last reader do not stay readable in this browser.
// What a judge has not sent yet stays; it goes only to that judge's own account.
if ("caches" in window) caches.delete("judge-pages").catch(() => {});
