// Saves a section while it is being written, and says "saved" only when the server said so.
//
// One request at a time. What was sent is sent again, unchanged, until it is answered: the server
// knows the same text again, so a lost answer never turns into a clash with oneself. Until then
// the text also lies in this browser, under person, entry and section.
const PAUSE = 1200;
const PATIENCE = 20000;
const LONGEST_WAIT = 60000;
const KEPT_DAYS = 7;

function moment(at) {
  const how = { dateStyle: "long", timeStyle: "short", timeZone: "Asia/Makassar" };
  return `${new Date(at).toLocaleString(document.documentElement.lang, how)} WITA`;
}

class Draft {
  constructor(key) {
    this.key = `draft:${key}`;
  }

  read() {
    try {
      const found = JSON.parse(localStorage.getItem(this.key));
      const fresh = found && Date.now() - found.at < KEPT_DAYS * 86400000;
      return fresh && typeof found.text === "string" ? found : null;
    } catch {
      return null;
    }
  }

  write(value) {
    try {
      localStorage.setItem(this.key, JSON.stringify({ ...value, at: Date.now() }));
    } catch {
      // A full or closed store: the page itself still holds the text.
    }
  }

  forget() {
    try {
      localStorage.removeItem(this.key);
    } catch {
      // As above.
    }
  }
}

class Autosave {
  constructor(form) {
    this.form = form;
    this.text = form.elements.text;
    this.line = document.querySelector("[data-save-state]");
    this.draft = new Draft(form.dataset.draft);
    this.longest = Number(form.dataset.longest);
    this.version = Number(form.elements.version.value);
    this.known = "unsaved" in form.dataset ? null : this.now();
    this.pending = null;
    this.busy = false;
    this.asked = false;
    this.held = false;
    this.failures = 0;
    this.timer = null;
  }

  now() {
    const chosen = this.form.querySelector("[name=answer]:checked");
    return { text: this.text.value, answer: chosen ? chosen.value === "ya" : null };
  }

  get dirty() {
    const now = this.now();
    return !this.known || now.text !== this.known.text || now.answer !== this.known.answer;
  }

  say(name, state, change = (words) => words) {
    this.line.dataset.state = state;
    this.line.textContent = change(this.line.dataset[name] ?? name);
  }

  changed() {
    if (!this.dirty) {
      this.draft.forget();
      return;
    }
    this.draft.write({ ...this.now(), version: this.version });
    if (!this.held && !this.pending) this.say("typing", "unsaved");
    this.later(PAUSE);
  }

  later(milliseconds) {
    clearTimeout(this.timer);
    if (!this.held) this.timer = setTimeout(() => this.push(), milliseconds);
  }

  async push() {
    if (this.busy || this.held) return;
    if (!this.pending) {
      if (!this.dirty) return;
      if (this.tooLong()) return;
      this.pending = { ...this.now(), version: this.version };
    }
    this.busy = true;
    this.say("saving", "saving");
    try {
      await this.answered(await this.post(this.pending));
    } catch {
      this.retry();
    } finally {
      this.busy = false;
    }
  }

  tooLong() {
    const length = [...this.text.value].length;
    if (length <= this.longest) return false;
    this.say("tooLong", "unsaved", (words) => words.replace("{n}", length).replace("{max}", this.longest));
    return true;
  }

  post(payload) {
    return fetch(this.form.dataset.autosave, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        Accept: "application/json",
        "X-CSRFToken": this.form.elements.csrf_token.value,
      },
      body: JSON.stringify(payload),
      signal: AbortSignal.timeout(PATIENCE),
    });
  }

  async answered(response) {
    const answer = await response.json().catch(() => ({}));
    if (response.ok) this.saved(answer);
    else if (response.status === 409 && "text" in answer) this.clash(answer);
    else if (response.status === 401 || response.status === 400) await this.expired();
    else if (response.status >= 500 || response.status === 409 || response.status === 429) this.retry();
    else this.refused(response.status, answer);
  }

  saved(answer) {
    this.known = this.pending;
    this.pending = null;
    this.failures = 0;
    this.version = answer.version;
    this.form.elements.version.value = answer.version;
    if (this.dirty) {
      this.changed();
      return;
    }
    this.draft.forget();
    this.say(answer.saved, "saved");
  }

  retry() {
    this.failures += 1;
    this.say("offline", "unsaved");
    this.later(Math.min(LONGEST_WAIT, 1000 * 2 ** this.failures));
  }

  refused(status, answer) {
    this.pending = null;
    this.held = status !== 422 && status !== 413;
    this.say("refused", "unsaved", (words) => words.replace("{reason}", answer.error ?? status));
  }

  // The token may be of an earlier session: a fresh page of this section tells.
  async expired() {
    const page = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (page.status === 401 || !page.ok) {
      this.askToSignIn();
      return;
    }
    const fresh = new DOMParser().parseFromString(await page.text(), "text/html");
    const form = fresh.querySelector("[data-autosave]");
    if (!form || form.dataset.draft !== this.form.dataset.draft) {
      this.held = true;
      this.say("other", "unsaved");
      return;
    }
    const token = form.elements.csrf_token.value;
    if (token === this.form.elements.csrf_token.value || this.failures > 3) {
      this.retry();
      return;
    }
    document.querySelectorAll("[name=csrf_token]").forEach((field) => {
      field.value = token;
    });
    this.failures += 1;
    this.later(0);
  }

  askToSignIn() {
    this.say("expired", "unsaved");
    const link = document.createElement("a");
    link.href = this.line.dataset.signInUrl;
    link.target = "_blank";
    link.rel = "opener";
    link.textContent = this.line.dataset.signIn;
    this.line.append(" ", link);
  }

  clash(theirs) {
    this.pending = null;
    this.held = true;
    this.say("clash", "unsaved");
    const panel = document.querySelector("[data-clash-panel]");
    panel.querySelector("[data-who]").textContent = theirs.who ? `(${theirs.who})` : "";
    panel.querySelector("[data-theirs]").textContent = theirs.text;
    panel.hidden = false;
    panel.querySelector("[data-keep-mine]").onclick = () => this.settle(panel, theirs, null);
    panel.querySelector("[data-take-theirs]").onclick = () => this.settle(panel, theirs, theirs);
  }

  settle(panel, theirs, taken) {
    panel.hidden = true;
    this.held = false;
    this.version = theirs.version;
    this.form.elements.version.value = theirs.version;
    this.known = { text: theirs.text, answer: theirs.answer };
    if (taken) this.put(taken);
    this.changed();
    this.push();
  }

  put({ text, answer }) {
    this.text.value = text;
    const value = answer === null ? null : answer ? "ya" : "tidak";
    this.form.querySelectorAll("[name=answer]").forEach((choice) => {
      choice.checked = choice.value === value;
    });
    this.text.dispatchEvent(new Event("input", { bubbles: true }));
    this.text.focus();
  }

  // What an ended session, a closed tab or a refused form left in this browser.
  offer() {
    const left = this.draft.read();
    if (!left || (left.text === this.now().text && left.answer === this.now().answer)) return;
    const panel = document.querySelector("[data-restore-panel]");
    panel.querySelector("[data-mine]").textContent = left.text;
    panel.querySelector("[data-when]").textContent = `(${moment(left.at)})`;
    panel.hidden = false;
    panel.querySelector("[data-restore]").onclick = () => {
      panel.hidden = true;
      this.put(left);
    };
    panel.querySelector("[data-discard]").onclick = () => {
      panel.hidden = true;
      this.draft.forget();
    };
  }

  // The form is sent after the request on its way has been answered, or it would clash with it.
  async leave(event) {
    clearTimeout(this.timer);
    if (!this.busy) {
      this.leaving = true;
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    if (this.asked) return;
    this.asked = true;
    const button = event.submitter;
    while (this.busy) await new Promise((done) => setTimeout(done, 50));
    this.asked = false;
    if (!this.held) this.form.requestSubmit(button);
  }

  start() {
    this.offer();
    this.form.addEventListener("input", () => this.changed());
    this.form.addEventListener("submit", (event) => this.leave(event));
    window.addEventListener("online", () => this.later(0));
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible" && this.dirty) this.later(0);
    });
    window.addEventListener("beforeunload", (event) => {
      if (this.dirty && !this.leaving) event.preventDefault();
    });
    window.addEventListener("pageshow", () => {
      this.leaving = false;
    });
    if (!this.known) this.changed();
  }
}

const form = document.querySelector("[data-autosave]");
if (form) new Autosave(form).start();
