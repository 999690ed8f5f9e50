// Saves a score sheet shortly after each change and says "saved" only when the server said so.
// Until then the marks wait in the outbox of this browser; a clash is the judge's to settle.
const PAUSE = 1200;
const LONGEST_WAIT = 60000;

const form = document.querySelector("form[data-sheetsave]");
const { Outbox, differing, same, waiting } = form ? await import(form.dataset.outbox) : {};

class SheetSave {
  constructor() {
    this.line = form.querySelector("[data-saved]");
    this.panel = document.querySelector("[data-clash-panel]");
    this.outbox = new Outbox(form.dataset.person);
    this.item = {
      page: crypto.getRandomValues(new Uint32Array(2)).join("-"),
      sheet: form.dataset.sheet,
      title: form.dataset.title,
      url: new URL(form.action).pathname,
      base: Number(form.elements.version.value),
      known: "unsaved" in form.dataset ? {} : this.content(),
      latest: this.content(),
      sent: null,
      labels: Object.fromEntries(Object.keys(this.content()).map((name) => [name, labelOf(name)])),
      at: Date.now(),
    };
    this.failures = 0;
    this.timer = null;
    this.busy = null;
    this.held = false;
  }

  content() {
    const fields = Object.fromEntries(new FormData(form));
    delete fields.csrf_token;
    delete fields.version;
    return fields;
  }

  put(fields) {
    for (const [name, value] of Object.entries(fields)) {
      const control = form.elements[name];
      if (control instanceof RadioNodeList) control.value = value;
      else if (control) control.value = value;
    }
    form.dispatchEvent(new Event("change"));
  }

  say(name, more = {}) {
    const words = this.line.dataset[name] ?? name;
    const facts = { n: waiting(this.item), ...more };
    this.line.dataset.state = name in this.line.dataset ? name : "saved";
    this.line.textContent = words.replace(/\{(\w+)\}/g, (_, key) => facts[key]);
    if (name !== "expired") return;
    const link = document.createElement("a");
    link.href = this.line.dataset.signInUrl;
    link.textContent = this.line.dataset.signIn;
    this.line.append(" ", link);
  }

  get dirty() {
    return this.item.sent !== null || !same(this.item.latest, this.item.known);
  }

  changed() {
    Object.assign(this.item, { latest: this.content(), at: Date.now() });
    if (!this.dirty) {
      this.outbox.remove(this.item);
      return;
    }
    this.outbox.write(this.item);
    if (this.held) {
      this.compare();
      return;
    }
    this.say(this.failures === 0 ? "typing" : this.trouble, this.told);
    this.later(PAUSE);
  }

  later(milliseconds) {
    clearTimeout(this.timer);
    if (!this.held) this.timer = setTimeout(() => this.push(), milliseconds);
  }

  // Sends what is new; "always" also when nothing is, to hear whether the server can be reached.
  async push(always = false) {
    clearTimeout(this.timer);
    while (this.busy) await this.busy;
    if (this.held || (!this.dirty && !always)) return { name: this.held ? "held" : "saved" };
    if (this.failures === 0) this.say("saving");
    this.busy = this.outbox.deliver(this.item);
    const answer = await this.busy;
    this.busy = null;
    this.answered(answer);
    return answer;
  }

  answered(answer) {
    this.failures = answer.name === "saved" ? 0 : this.failures + 1;
    if (answer.name === "saved") this.saved(answer);
    else if (answer.name === "clash") this.clash(answer);
    else this.say((this.trouble = answer.name), (this.told = answer));
    if (answer.name === "offline") this.later(Math.min(LONGEST_WAIT, 1000 * 2 ** this.failures));
  }

  saved(answer) {
    form.elements.version.value = this.item.base;
    remember(this.item);
    if (this.dirty) {
      this.say("typing");
      this.later(PAUSE);
      return;
    }
    this.say(answer.saved);
    this.adopt();
  }

  clash(kept) {
    this.held = true;
    this.item.sent = null;
    this.outbox.write(this.item);
    this.say("clash");
    this.kept = kept;
    this.compare();
    this.panel.querySelector("[data-when]").textContent = kept.saved;
    this.panel.querySelector("[data-keep-mine]").onclick = () => this.settle(kept, false);
    this.panel.querySelector("[data-take-kept]").onclick = () => this.settle(kept, true);
    this.panel.hidden = false;
    this.panel.focus();
  }

  compare() {
    const list = this.panel.querySelector("[data-differences]");
    const { mine, kept, empty } = list.dataset;
    list.replaceChildren(...differing(this.item.latest, this.kept.fields).flatMap((name) => [
      written("dt", this.item.labels[name] ?? name),
      written("dd", `${mine}: ${this.item.latest[name] || empty}`),
      written("dd", `${kept}: ${this.kept.fields[name] || empty}`),
    ]));
  }

  settle(kept, take) {
    this.panel.hidden = true;
    this.held = false;
    Object.assign(this.item, { base: kept.version, known: kept.fields, sent: null });
    if (take) this.put(kept.fields);
    this.item.latest = this.content();
    form.elements.version.value = kept.version;
    this.failures = 0;
    if (this.dirty) this.push();
    else {
      this.outbox.remove(this.item);
      this.say(kept.saved);
      this.adopt();
    }
  }

  // A page kept for reading without network may be older than what this browser last saved.
  recall() {
    const known = remembered(this.item);
    if (!known || known.version <= this.item.base) return;
    this.put(known.fields);
    Object.assign(this.item, { base: known.version, known: known.fields, latest: this.content() });
    form.elements.version.value = known.version;
  }

  // What an ended session, a cut network or a closed page left behind for this sheet.
  async adopt() {
    const left = (await this.outbox.left()).filter(
      (item) => item.sheet === this.item.sheet && item.page !== this.item.page,
    );
    const item = left[0];
    if (!item || this.held || this.dirty) return;
    this.outbox.remove(item);
    if (same(item.latest, this.item.latest)) {
      this.adopt();
      return;
    }
    if (item.sent && same(item.sent, this.item.known)) {
      Object.assign(item, { base: this.item.base, known: this.item.known, sent: null });
    }
    const behind = item.base < this.item.base;
    const kept = { version: this.item.base, fields: this.item.known, saved: this.line.textContent };
    this.put(item.latest);
    const { base, known, sent } = item;
    Object.assign(this.item, { base, known, sent, latest: this.content() });
    this.outbox.write(this.item);
    if (behind) this.clash(kept);
    else this.push();
  }

  // The form goes only after everything has arrived; without network it stays, and says so.
  async leave(event) {
    if (this.leaving) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const button = event.submitter;
    if (this.held) this.panel.focus();
    let answer;
    do answer = await this.push(true);
    while (answer.name === "saved" && this.dirty);
    if (answer.name === "saved") {
      if (button?.value === "save") return;
      this.leaving = true;
      form.requestSubmit(button);
    } else if (answer.name === "refused") {
      this.leaving = true; // The page that comes names each fault at its place.
      form.requestSubmit(button);
    }
  }

  async start() {
    this.outbox.claim(this.item.page);
    this.recall();
    form.addEventListener("input", () => this.changed());
    form.addEventListener("submit", (event) => this.leave(event));
    window.addEventListener("online", () => this.later(0));
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible" && this.dirty) this.later(0);
    });
    window.addEventListener("beforeunload", (event) => {
      if (this.dirty && this.outbox.full && !this.leaving) event.preventDefault();
    });
    window.addEventListener("pageshow", () => {
      this.leaving = false;
    });
    if (this.dirty) this.changed();
    else this.adopt();
  }
}

function written(element, text) {
  const made = document.createElement(element);
  made.textContent = text;
  return made;
}

function labelOf(name) {
  const control = form.elements[name];
  const one = control instanceof RadioNodeList ? control[0] : control;
  const title = one.closest("[data-levels]")?.dataset.name;
  const label = one.labels?.[0]?.firstChild.textContent.trim();
  return name.startsWith("level-") ? title : title ? `${title}: ${label}` : label;
}

function remember(item) {
  try {
    const seen = { version: item.base, fields: item.known };
    localStorage.setItem(`seen:${form.dataset.person}:${item.sheet}`, JSON.stringify(seen));
  } catch {
    // Only reading without network would be the poorer for it.
  }
}

function remembered(item) {
  try {
    return JSON.parse(localStorage.getItem(`seen:${form.dataset.person}:${item.sheet}`));
  } catch {
    return null;
  }
}

if (form) new SheetSave().start();
