// What this browser still has to tell the server about score sheets.
//
// An item belongs to one person, one sheet and one open page. It lies in the browser's store until
// the server has answered, so that a cut network, an ended session or a closed page loses nothing.
// What was sent is sent again, unchanged, until it is answered: the server knows the same content
// again, and a lost answer never turns into a clash with oneself.
const PATIENCE = 20000;

export function same(one, other) {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => (one[name] ?? "").trim() === (other[name] ?? "").trim());
}

export function differing(one, other) {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return names.filter((name) => (one[name] ?? "").trim() !== (other[name] ?? "").trim());
}

export function waiting(item) {
  return differing(item.latest, item.known).length;
}

function token(fresh) {
  const fields = document.querySelectorAll("[name=csrf_token]");
  if (fresh) fields.forEach((field) => { field.value = fresh; });
  return fields[0]?.value ?? "";
}

export class Outbox {
  constructor(person) {
    this.person = person;
    this.prefix = `marks:${person}:`;
    this.full = false;
  }

  // Held as long as this page is open: its item is nobody else's to send.
  claim(page) {
    navigator.locks?.request(`marks-page:${page}`, () => new Promise(() => {}));
  }

  // Items that no open page looks after, the oldest first.
  async left() {
    const held = (await navigator.locks?.query())?.held ?? [];
    const open = new Set(held.map((lock) => lock.name));
    return this.items().filter((item) => !open.has(`marks-page:${item.page}`));
  }

  items() {
    try {
      return Object.keys(localStorage)
        .filter((key) => key.startsWith(this.prefix))
        .map((key) => JSON.parse(localStorage.getItem(key)))
        .filter((item) => item?.latest && item?.known)
        .sort((one, other) => one.at - other.at);
    } catch {
      return [];
    }
  }

  key(item) {
    return `${this.prefix}${item.sheet}:${item.page}`;
  }

  write(item) {
    try {
      localStorage.setItem(this.key(item), JSON.stringify(item));
      this.full = false;
    } catch {
      this.full = true; // The page itself still holds the marks, and asks before it is left.
    }
  }

  remove(item) {
    try {
      localStorage.removeItem(this.key(item));
    } catch {
      // As above.
    }
  }

  // Sends what was not answered yet, else what is new. Answers {name, …}: saved, clash, refused,
  // expired, other (someone else has signed in) or offline. The item goes once nothing is new.
  async deliver(item) {
    item.sent ??= { ...item.latest };
    this.write(item);
    const answer = await this.post(item);
    if (answer.name !== "saved") return answer;
    Object.assign(item, { base: answer.version, known: item.sent, sent: null });
    if (waiting(item)) this.write(item);
    else this.remove(item);
    return answer;
  }

  async post(item, again = true) {
    const body = new URLSearchParams({ ...item.sent, version: item.base });
    const headers = { Accept: "application/json", "X-CSRFToken": token() };
    let response;
    let answer;
    try {
      const signal = AbortSignal.timeout(PATIENCE);
      response = await fetch(item.url, { method: "POST", headers, body, signal });
      answer = await response.json();
    } catch {
      return { name: "offline" };
    }
    if (response.ok) return { name: "saved", ...answer };
    if (answer.kept && same(answer.kept.fields, item.sent)) return { name: "saved", ...answer.kept };
    if (response.status === 409 && answer.kept) return { name: "clash", ...answer.kept };
    if (response.status === 401) return { name: "expired" };
    if (response.status === 400 && again) return this.renewed(item);
    if (response.status >= 500 || [409, 429].includes(response.status)) return { name: "offline" };
    item.sent = null;
    return { name: "refused", reason: answer.error || String(response.status) };
  }

  // The token was of an earlier session: a new one, if the same person has signed in again.
  async renewed(item) {
    const now = await this.ask(item);
    if (now.name) return now;
    token(now.token);
    return this.post(item, false);
  }

  async ask(item) {
    try {
      const headers = { Accept: "application/json" };
      const signal = AbortSignal.timeout(PATIENCE);
      const response = await fetch(`${item.url}/simpanan`, { headers, signal });
      if (response.status === 401) return { name: "expired" };
      const answer = await response.json();
      if (response.status >= 500) return { name: "offline" };
      if (!response.ok || String(answer.judge) !== this.person) return { name: "other" };
      return answer;
    } catch {
      return { name: "offline" };
    }
  }
}
