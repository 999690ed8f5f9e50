// The checklist of a field visit: keeps every answer and photo on this phone first and sends it
// when the server can be reached. Says "saved" only when the server said so.
const PAUSE = 700;
const LONGEST_WAIT = 60000;

const root = document.querySelector("[data-field]");
const { Pouch, newKey, sameAnswer } = root ? await import(root.dataset.pouch) : {};

function made(tag, text, more = {}) {
  return Object.assign(document.createElement(tag), { textContent: text, ...more });
}

function worded(name, facts = {}) {
  return root.dataset[name].replace(/\{(\w+)\}/g, (_, key) => facts[key] ?? "");
}

function button(text, press) {
  return made("button", text, { type: "button", className: "btn btn-quiet", onclick: press });
}

// One claim: its verdict and its note.
class Answer {
  constructor(form, field) {
    this.form = form;
    this.field = field;
    this.line = form.querySelector("[data-answer-state]");
    this.panel = form.querySelector("[data-clash]");
    this.id = `answer:${root.dataset.person}:${new URL(form.action).pathname}`;
    form.addEventListener("change", () => this.keep());
    form.addEventListener("input", (event) => {
      if (event.target.matches("textarea")) this.later();
    });
    form.addEventListener("submit", (event) => this.pressed(event));
  }

  get fields() {
    return { verdict: this.form.elements.verdict.value, note: this.form.elements.note.value };
  }

  say(text, state = "") {
    this.line.textContent = text;
    this.line.dataset.state = state;
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keep(), PAUSE);
  }

  pressed(event) {
    if ("broken" in this.form.dataset) return;
    event.preventDefault();
    this.keep();
  }

  // What waits already for this claim is replaced: only the last answer is sent.
  async keep() {
    clearTimeout(this.timer);
    const { fields, field } = this;
    const version = Number(this.form.elements.version.value);
    const url = new URL(this.form.action).pathname;
    try {
      const put = await field.pouch.alter(this.id, (kept = { base: version }) => {
        if (kept.fields && sameAnswer(kept.fields, fields) && !kept.trouble) return undefined;
        // The earlier answer may have arrived although nobody heard of it.
        const earlier = kept.tried ? kept.fields : kept.earlier;
        return { ...kept, id: this.id, kind: "answer", url, fields, earlier, key: newKey(), tried: false, trouble: null };
      });
      if (!put) return;
      this.say(root.dataset.kept, "kept");
      field.send();
    } catch {
      this.form.dataset.broken = "";
      this.say(root.dataset.unkept, "refused");
    }
  }

  show(item) {
    for (const [name, value] of Object.entries(item.fields)) this.form.elements[name].value = value;
    if (item.trouble?.name === "clash") this.clash(item);
    else if (item.trouble) this.say(item.trouble.reason, "refused");
    else this.say(root.dataset.kept, "kept");
  }

  async heard(item, answer) {
    const anew = (now) => now && now.key !== item.key;
    const own = answer.name === "clash" && item.earlier && sameAnswer(answer, item.earlier);
    const trouble = answer.name === "saved" || own ? null : answer;
    const next = await this.field.pouch.alter(item.id, (now) => {
      if (!now) return undefined;
      // Answered anew while the old answer was on its way: that one goes next.
      if (answer.name === "saved") return anew(now) ? { ...now, base: answer.version } : null;
      if (own) return { ...now, base: answer.version, earlier: null };
      return anew(now) ? undefined : { ...now, trouble };
    });
    if (answer.name === "saved") this.form.elements.version.value = answer.version;
    if (answer.name === "saved" && !next) {
      this.panel.hidden = true;
      this.say(answer.saved);
    } else if (trouble && next) this.show(next);
    else this.say(root.dataset.kept, "kept");
  }

  clash(item) {
    const { trouble } = item;
    const choice = this.form.querySelector(`[name=verdict][value="${trouble.verdict}"]`);
    const verdict = choice?.parentElement.textContent.trim() ?? "–";
    this.say("", "");
    this.panel.replaceChildren(
      made("p", worded("clashWords", { who: trouble.who, verdict, note: trouble.note })),
      button(root.dataset.mine, () => this.settle(item, item.fields)),
      button(root.dataset.theirs, () => this.settle(item, trouble)),
    );
    this.panel.hidden = false;
  }

  async settle(item, { verdict, note }) {
    const { pouch } = this.field;
    this.panel.hidden = true;
    this.form.elements.version.value = item.trouble.version;
    const chosen = { ...item, fields: { verdict, note }, base: item.trouble.version, trouble: null };
    if (sameAnswer(chosen.fields, item.trouble)) {
      await pouch.drop(item.id);
      this.show({ fields: chosen.fields });
      this.say(item.trouble.saved);
    } else {
      await pouch.put({ ...chosen, key: newKey() });
      this.say(root.dataset.kept, "kept");
    }
    this.field.send();
  }
}

// The photos of one claim.
class Shots {
  constructor(form, field) {
    this.form = form;
    this.field = field;
    this.list = form.closest("[data-claim]").querySelector("[data-shots]");
    this.items = new Map();
    form.querySelector("[data-shoot-send]").hidden = true;
    form.elements.photo.addEventListener("change", () => this.keep());
    form.elements.with_position.addEventListener("change", () => this.field.locate(this.ticked));
  }

  get ticked() {
    return this.form.elements.with_position.checked;
  }

  async keep() {
    const [file] = this.form.elements.photo.files;
    if (!file) return;
    const fields = { taken_at: new Date(file.lastModified || Date.now()).toISOString() };
    if (this.ticked) Object.assign(fields, { with_position: "y" }, this.field.place);
    const item = { id: `photo:${newKey()}`, kind: "photo", url: new URL(this.form.action).pathname, fields, file, key: newKey(), trouble: null };
    try {
      await this.field.pouch.put(item);
      this.form.elements.photo.value = "";
      this.show(item);
      this.field.send();
    } catch {
      this.form.querySelector("[data-shoot-send]").hidden = false; // It goes the plain way.
    }
  }

  show(item) {
    const shot = this.items.get(item.id) ?? this.list.appendChild(made("li", "", { className: "shot" }));
    this.items.set(item.id, shot);
    const picture = made("img", "", { src: URL.createObjectURL(item.file), alt: root.dataset.shot, width: 96, height: 96 });
    shot.dataset.state = item.trouble ? "refused" : "kept";
    shot.replaceChildren(picture, made("small", item.trouble?.reason ?? root.dataset.kept));
    if (!item.trouble) return;
    shot.append(button(root.dataset.drop, async () => {
      await this.field.pouch.drop(item.id);
      shot.remove();
      this.field.tell();
    }));
  }

  async heard(item, answer) {
    if (answer.name === "saved") {
      await this.field.pouch.drop(item.id);
      const shot = this.items.get(item.id);
      delete shot.dataset.state;
      shot.querySelector("small").textContent = answer.taken;
      return;
    }
    const refused = { ...item, trouble: answer };
    await this.field.pouch.put(refused);
    this.show(refused);
  }
}

class Field {
  constructor() {
    this.pouch = new Pouch(root);
    this.bar = root.querySelector("[data-queue-bar]");
    this.place = {};
    this.failures = 0;
    this.stopped = "";
    this.parts = new Map();
  }

  async start() {
    await this.pouch.open();
    root.dataset.ready = "";
    for (const form of root.querySelectorAll("[data-answer]")) this.join(form, new Answer(form, this));
    for (const form of root.querySelectorAll("[data-shoot]")) this.join(form, new Shots(form, this));
    root.querySelector("[data-finish]")?.addEventListener("submit", (event) => this.finish(event));
    for (const item of await this.pouch.mine()) await this.recall(item);
    window.addEventListener("online", () => this.send());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") this.send();
    });
    await this.send();
  }

  join(form, part) {
    this.parts.set(new URL(form.action).pathname, part);
  }

  // What was refused is tried once more with every visit to the page: the cause may be gone.
  async recall(item) {
    const again = item.trouble?.name === "refused" ? { ...item, trouble: null } : item;
    if (again !== item) await this.pouch.put(again);
    this.parts.get(item.url)?.show(again);
  }

  async send() {
    clearTimeout(this.timer);
    if (this.busy) {
      this.more = true;
      return this.busy;
    }
    this.busy = this.round();
    await this.busy;
    this.busy = null;
    return null;
  }

  async round() {
    let some = false;
    do {
      this.more = false;
      await this.tell(true);
      this.stopped = await this.pouch.send(async (item, answer) => {
        some = true;
        const part = this.parts.get(item.url);
        if (part) await part.heard(item, answer);
        else if (answer.name === "saved") await this.pouch.drop(item.id);
        else await this.pouch.put({ ...item, trouble: answer });
        await this.tell(true);
      });
    } while (this.more || (!this.stopped && (await this.waiting()).length));
    await this.tell();
    this.failures = this.stopped ? this.failures + 1 : 0;
    if (this.stopped) this.timer = setTimeout(() => this.send(), Math.min(LONGEST_WAIT, 1000 * 2 ** this.failures));
    // The page that is kept for reading without a network should know of what has just been sent.
    else if (some) fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => {});
  }

  async waiting() {
    return (await this.pouch.mine()).filter((item) => !item.trouble);
  }

  async tell(sending = false) {
    const mine = await this.pouch.mine();
    const foreign = await this.pouch.others();
    const count = (kind) => mine.filter((item) => item.kind === kind && !item.trouble).length;
    const facts = { answers: count("answer"), photos: count("photo"), who: root.dataset.who };
    const troubled = mine.filter((item) => item.trouble).length;
    const lines = [];
    if (facts.answers + facts.photos) lines.push(worded(sending && !this.stopped ? "sending" : "waiting", facts));
    if (troubled) lines.push(worded("refused", { n: troubled }));
    if (mine.length && ["expired", "other"].includes(this.stopped)) lines.push(worded(this.stopped, facts));
    if (!lines.length && this.seen) lines.push(root.dataset.allSent);
    if (foreign) lines.push(worded("foreign", { n: foreign }));
    this.seen ||= mine.length > 0;
    if (!mine.length) this.progress();
    this.bar.hidden = !lines.length;
    this.bar.dataset.state = troubled ? "refused" : mine.length ? "waiting" : "done";
    this.bar.querySelector("[data-queue-line]").textContent = lines.join(" ");
    const link = made("a", root.dataset.signIn, { href: root.dataset.signInUrl, className: "btn btn-quiet" });
    this.bar.querySelector("[data-queue-acts]").replaceChildren(...(this.stopped === "expired" && mine.length ? [link] : []));
  }

  // With nothing on its way, what is chosen here is what the server has.
  progress() {
    const line = root.querySelector(".progress-line");
    if (!line || !this.seen) return;
    const all = root.querySelectorAll("[data-answer]").length;
    const n = root.querySelectorAll("[data-answer] [name=verdict]:checked").length;
    line.querySelector("progress").value = n;
    line.querySelector("strong").textContent = worded("checked", { n, all });
  }

  // Asked when the judge ticks the box, so that a photo need not wait for the satellites.
  locate(wanted) {
    this.place = {};
    if (!wanted || !navigator.geolocation) return;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => { this.place = { latitude: coords.latitude, longitude: coords.longitude }; },
      () => {},
      { enableHighAccuracy: true, timeout: 20000, maximumAge: 60000 },
    );
  }

  // The checklist is finished only with everything that is still on this phone.
  async finish(event) {
    if (this.clear) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    await this.send();
    this.clear = (await this.pouch.mine()).length === 0;
    if (this.clear) event.target.requestSubmit(event.submitter);
    else this.bar.scrollIntoView({ block: "nearest" });
  }
}

if (root && "indexedDB" in window) new Field().start().catch(() => {});
