// Tells how many changes of score sheets still wait in this browser, and sends them, oldest first.
// The sheet that stands open on this page looks after its own.
const PAUSE = 15000;
const STOPPED = ["offline", "expired", "other"];

const box = document.querySelector("[data-waiting]");
const { Outbox, waiting } = box ? await import(box.dataset.outbox) : {};

class Waiting {
  constructor() {
    this.outbox = new Outbox(box.dataset.person);
    this.line = box.querySelector("[data-waiting-line]");
    this.list = box.querySelector("ul");
    this.told = new Map();
    this.some = false;
  }

  async left() {
    const own = document.querySelector("form[data-sheetsave]")?.dataset.sheet;
    return (await this.outbox.left()).filter((item) => item.sheet !== own);
  }

  async show() {
    const items = await this.left();
    const count = items.reduce((sum, item) => sum + waiting(item), 0);
    this.some ||= count > 0;
    box.hidden = !this.some;
    box.dataset.state = count ? "waiting" : "done";
    this.line.textContent = count ? box.dataset.line.replace("{n}", count) : box.dataset.done;
    this.list.replaceChildren(...items.map((item) => this.entry(item)));
  }

  entry(item) {
    const entry = document.createElement("li");
    const link = document.createElement("a");
    link.href = item.url;
    link.textContent = item.title;
    const answer = this.told.get(this.outbox.key(item));
    const words = answer ? (box.dataset[answer.name] ?? "").replace("{reason}", answer.reason) : "";
    entry.append(link, words ? ` – ${words}` : "");
    if (answer?.name === "refused") entry.append(this.content(item), this.discard(item));
    return entry;
  }

  // What the server will not take any more: to be read, and thrown away by the judge alone.
  content(item) {
    const list = document.createElement("dl");
    list.className = "kept";
    for (const [name, value] of Object.entries(item.latest)) {
      if (!value) continue;
      const [term, text] = ["dt", "dd"].map((tag) => list.appendChild(document.createElement(tag)));
      term.textContent = item.labels?.[name] ?? name;
      text.textContent = value;
    }
    return list;
  }

  discard(item) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-quiet";
    button.textContent = box.dataset.discard;
    button.onclick = () => {
      this.outbox.remove(item);
      this.show();
    };
    return button;
  }

  async send() {
    clearTimeout(this.timer);
    if (navigator.locks) {
      await navigator.locks.request(`marks-sending:${box.dataset.person}`, { ifAvailable: true }, (lock) => (
        lock ? this.each() : null
      ));
    } else await this.each();
    await this.show();
    if (this.stopped) this.timer = setTimeout(() => this.send(), PAUSE);
  }

  async each() {
    this.stopped = false;
    for (const item of await this.left()) {
      let answer;
      do answer = await this.outbox.deliver(item);
      while (answer.name === "saved" && waiting(item));
      this.told.set(this.outbox.key(item), answer);
      this.stopped = STOPPED.includes(answer.name);
      if (this.stopped) return;
    }
  }

  async start() {
    await this.show();
    window.addEventListener("online", () => this.send());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") this.send();
    });
    this.send();
  }
}

if (box) new Waiting().start();
