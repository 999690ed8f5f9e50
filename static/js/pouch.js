// What this phone still has to tell the server about a field visit: verdicts and photos.
//
// Everything lies in the browser's own database until the server has answered. An item belongs to
// one person and is never sent for another who has signed in on the same phone; the server is told
// whose it is and checks again. Each carries a key of its own: sent twice, it counts once.
const PATIENCE = 60000;
const STORE = "items";
const LOCK = "field-sending";

function opened() {
  return new Promise((yes, no) => {
    const asked = indexedDB.open("field-visits", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "id" });
    asked.onsuccess = () => yes(asked.result);
    asked.onerror = () => no(asked.error);
  });
}

function done(request) {
  return new Promise((yes, no) => {
    request.onsuccess = () => yes(request.result);
    request.onerror = () => no(request.error);
  });
}

export function newKey() {
  return [...crypto.getRandomValues(new Uint32Array(4))].map((n) => n.toString(36)).join("-");
}

export function sameAnswer(one, other) {
  const note = (each) => (each.note ?? "").trim().replace(/\r\n?/g, "\n");
  return (one.verdict ?? "") === (other.verdict ?? "") && note(one) === note(other);
}

export class Pouch {
  constructor(root) {
    this.root = root;
    this.person = root.dataset.person;
    this.last = 0;
  }

  async open() {
    this.database = await opened();
    navigator.storage?.persist?.().catch(() => {});
  }

  store(mode = "readonly") {
    return this.database.transaction(STORE, mode).objectStore(STORE);
  }

  // One's own items, in the order in which they were written.
  async mine() {
    const all = await done(this.store().getAll());
    return all.filter((item) => item.person === this.person).sort((a, b) => a.at - b.at);
  }

  async others() {
    const all = await done(this.store().getAll());
    return all.filter((item) => item.person !== this.person).length;
  }

  put(item) {
    return done(this.store("readwrite").put(this.own(item)));
  }

  own(item) {
    this.last = Math.max(this.last + 1, Date.now());
    return { at: this.last, ...item, person: this.person };
  }

  // What stands and what becomes of it, in one go: nothing that was written meanwhile is lost.
  // "change" answers the new item, null to drop it, or undefined to leave it; so does this.
  alter(id, change) {
    return new Promise((yes, no) => {
      const store = this.store("readwrite");
      let next;
      store.get(id).onsuccess = (event) => {
        next = change(event.target.result);
        if (next === null) store.delete(id);
        else if (next) store.put((next = this.own(next)));
      };
      store.transaction.oncomplete = () => yes(next);
      store.transaction.onerror = () => no(store.transaction.error);
      store.transaction.onabort = () => no(store.transaction.error);
    });
  }

  drop(id) {
    return done(this.store("readwrite").delete(id));
  }

  get token() {
    return document.querySelector("[name=csrf_token]")?.value ?? "";
  }

  // Sends all that waits, in order, one at a time and from one tab; tells each answer to "heard".
  // Answers why it stopped: "offline", "expired" or "other" (somebody else), or "" when through.
  async send(heard) {
    const through = () => this.each(heard);
    if (!navigator.locks) return through();
    return navigator.locks.request(LOCK, { ifAvailable: true }, (lock) => (lock ? through() : "busy"));
  }

  async each(heard) {
    // Verdicts are small and go first: a large photo must not keep them on the phone.
    const waiting = (await this.mine()).sort((a, b) => Boolean(a.file) - Boolean(b.file));
    for (const item of waiting) {
      if (item.trouble) continue;
      await this.alter(item.id, (now) => (now ? { ...now, tried: true } : undefined));
      const answer = await this.post(item);
      if (["offline", "expired", "other"].includes(answer.name)) return answer.name;
      await heard(item, answer);
    }
    return "";
  }

  async post(item, again = true) {
    let response;
    let answer;
    try {
      const headers = { Accept: "application/json", "X-CSRFToken": this.token };
      // A photo on a slow line may take its time: ten kilobytes a second are enough.
      const signal = AbortSignal.timeout(PATIENCE + (item.file?.size ?? 0) / 10);
      response = await fetch(item.url, { method: "POST", headers, body: this.body(item), signal });
      answer = await response.json();
    } catch {
      return { name: "offline" };
    }
    if (response.ok) return { name: "saved", ...answer };
    if (response.status === 401) return { name: "expired" };
    if (response.status === 400 && again) return this.renewed(item);
    if (response.status === 409 && "version" in answer) return { name: "clash", ...answer };
    if (response.status >= 500 || [400, 409, 429].includes(response.status)) return { name: "offline" };
    return { name: "refused", reason: answer.error || String(response.status) };
  }

  body(item) {
    const form = new FormData();
    for (const [name, value] of Object.entries(item.fields)) form.set(name, value);
    form.set("person", item.person);
    form.set("key", item.key);
    if (item.kind === "photo") form.set("photo", item.file, "foto.jpg");
    else form.set("version", item.base);
    return form;
  }

  // The token was of an earlier session: a fresh page says who has signed in now.
  async renewed(item) {
    try {
      const page = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store" });
      if (page.status === 401) return { name: "expired" };
      if (page.status >= 500) return { name: "offline" };
      const fresh = new DOMParser().parseFromString(await page.text(), "text/html");
      if (fresh.querySelector("[data-field]")?.dataset.person !== this.person) return { name: "other" };
      const token = fresh.querySelector("[name=csrf_token]")?.value;
      document.querySelectorAll("[name=csrf_token]").forEach((field) => { field.value = token; });
    } catch {
      return { name: "offline" };
    }
    return this.post(item, false);
  }
}
