// The timer of a presentation: paparan, tanya jawab, selesai, then the next entry.
// What it knows is kept in the browser, so that a reload or a fallen projector loses no second.
const PHASES = ["talk", "questions", "done"];
const SOON = 60_000;
const KEYS = { " ": "toggle", ArrowRight: "phase", PageDown: "phase", r: "again", n: "next", p: "previous" };

const stage = document.querySelector("[data-stage]");
const entries = [...stage.querySelectorAll("[data-entry]")];
const part = (name) => stage.querySelector(`[data-${name}]`);
const kept = `timer-${stage.dataset.stage}`;
const length = (phase) => Number(stage.dataset[phase] || 0) * 60_000;
let state = { entry: entries[0]?.dataset.entry, phase: "talk", spent: 0, since: null, ...read() };

function read() {
  try {
    const found = JSON.parse(localStorage.getItem(kept));
    return PHASES.includes(found?.phase) ? found : {};
  } catch {
    return {};
  }
}

const place = () => Math.max(0, entries.findIndex((each) => each.dataset.entry === state.entry));
const spent = () => state.spent + (state.since === null ? 0 : Date.now() - state.since);
const begin = (phase, since) => ({ phase, spent: 0, since });
const turn = (step) => {
  const entry = entries[place() + step]?.dataset.entry;
  return entry === undefined ? {} : { entry, ...begin("talk", null) };
};

const ACTS = {
  toggle() {
    if (state.phase === "done") return turn(1);
    return state.since === null ? { since: Date.now() } : { spent: spent(), since: null };
  },
  phase() {
    if (state.phase === "done") return turn(1);
    return state.phase === "talk" ? begin("questions", Date.now()) : begin("done", null);
  },
  again: () => begin(state.phase, null),
  next: () => turn(1),
  previous: () => turn(-1),
};

function act(name) {
  state = { ...state, ...ACTS[name]() };
  try {
    localStorage.setItem(kept, JSON.stringify(state));
  } catch {
    // A browser that keeps nothing still counts.
  }
  show();
}

function clock(left) {
  const seconds = left >= 0 ? Math.ceil(left / 1000) : Math.floor(-left / 1000);
  const two = (number) => String(number).padStart(2, "0");
  return `${left < 0 ? "+" : ""}${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
}

function tone(left) {
  if (state.phase === "done") return "done";
  if (left < 0) return "over";
  if (state.since === null && state.spent === 0 && state.phase === "talk") return "ready";
  return left <= SOON ? "soon" : state.phase;
}

function word(now) {
  const words = stage.dataset;
  if (now === "ready") return words.wordsReady;
  return { talk: words.wordsTalk, questions: words.wordsQuestions, done: words.wordsDone }[state.phase];
}

function note(now) {
  const words = stage.dataset;
  const following = entries[place() + 1]?.dataset.title;
  if (now === "done") return following ? words.wordsNext.replace("{title}", following) : "";
  if (now === "over") return words.wordsOver;
  if (now !== "ready" && state.since === null) return words.wordsPaused;
  return now === "soon" ? words.wordsSoon : "";
}

function write(name, text) {
  const target = part(name);
  if (target.textContent !== text) target.textContent = text;
}

function show() {
  const left = length(state.phase) - spent();
  const now = tone(left);
  stage.dataset.tone = now;
  write("word", word(now));
  write("clock", state.phase === "done" ? "00:00" : clock(left));
  write("note", note(now));
  write("toggle", state.since === null ? stage.dataset.wordsStart : stage.dataset.wordsPause);
  entries.forEach((each, n) => each.setAttribute("aria-current", n === place() ? "step" : "false"));
  if (!entries.length) return;
  write("title", entries[place()].dataset.title);
  write("agency", entries[place()].dataset.agency);
}

function full() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen();
}

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (key === "f" && document.fullscreenEnabled) full();
  else if (KEYS[key] && !(key === " " && event.target.closest("a, button"))) act(KEYS[key]);
  else return;
  event.preventDefault();
});
stage.querySelectorAll("[data-act]").forEach((button) => {
  button.addEventListener("click", (event) => {
    act(button.dataset.act);
    if (event.detail > 0) button.blur(); // after the mouse the space bar is the timer's again
  });
});
part("keys").hidden = false;
part("full").hidden = !document.fullscreenEnabled;
part("full").addEventListener("click", full);
show();
setInterval(show, 200);
