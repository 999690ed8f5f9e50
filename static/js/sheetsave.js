// Saves a score sheet shortly after each change and says "saved" only when the server said so.
// One request at a time; a clash stops it and leaves the decision to the judge.
const PAUSE = 1200;
const PATIENCE = 20000;
const LONGEST_WAIT = 60000;

class SheetSave {
  constructor(form) {
    this.form = form;
    this.line = form.querySelector("[data-saved]");
    this.kept = this.content();
    this.failures = 0;
    this.timer = null;
    this.busy = null;
    this.held = false;
  }

  content() {
    const sent = new FormData(this.form);
    sent.delete("csrf_token");
    sent.delete("version");
    return new URLSearchParams(sent).toString();
  }

  get dirty() {
    return this.content() !== this.kept;
  }

  say(name) {
    this.line.textContent = this.line.dataset[name] ?? name;
  }

  later(milliseconds) {
    clearTimeout(this.timer);
    if (!this.held) this.timer = setTimeout(() => this.push(), milliseconds);
  }

  changed() {
    if (!this.dirty) return;
    if (!this.held) this.say("typing");
    this.later(PAUSE);
  }

  async push() {
    if (this.busy || this.held || !this.dirty) return;
    const content = this.content();
    this.say("saving");
    this.busy = this.send(content);
    await this.busy;
    this.busy = null;
  }

  async send(content) {
    try {
      const response = await fetch(this.form.action, {
        method: "POST",
        headers: { Accept: "application/json" },
        body: new URLSearchParams(new FormData(this.form)),
        signal: AbortSignal.timeout(PATIENCE),
      });
      const answer = await response.json().catch(() => ({}));
      if (response.ok) this.saved(content, answer);
      else this.failed(response.status, answer);
    } catch {
      this.retry();
    }
  }

  saved(content, answer) {
    this.failures = 0;
    this.kept = content;
    this.form.elements.version.value = answer.version;
    this.say(answer.saved);
    if (this.dirty) this.changed();
  }

  failed(status, answer) {
    if (status >= 500 || status === 429) {
      this.retry();
      return;
    }
    this.held = status !== 422;
    if (status === 401) this.say("expired");
    else this.line.textContent = answer.error || this.line.dataset.refused;
  }

  retry() {
    this.failures += 1;
    this.say("offline");
    this.later(Math.min(LONGEST_WAIT, 1000 * 2 ** this.failures));
  }

  // The form waits for the request on its way, or it would clash with it.
  async leave(event) {
    clearTimeout(this.timer);
    this.leaving = true;
    if (!this.busy) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    await this.busy;
    this.form.requestSubmit(event.submitter);
  }

  start() {
    this.form.addEventListener("input", () => this.changed());
    this.form.addEventListener("submit", (event) => this.leave(event));
    window.addEventListener("online", () => this.later(0));
    window.addEventListener("beforeunload", (event) => {
      if (this.dirty && !this.leaving) event.preventDefault();
    });
    window.addEventListener("pageshow", () => {
      this.leaving = false;
    });
  }
}

document.querySelectorAll("form[data-sheetsave]").forEach((form) => new SheetSave(form).start());
