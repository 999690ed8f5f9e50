// Shows how a certificate would look while its look is chosen: a form with data-preview is sent
// to that address a moment after each change, and the picture that comes back is shown. Where there
// is none, the words in data-preview-state stand in its place.
const PAUSE = 400;

const form = document.querySelector("form[data-preview]");
const picture = document.querySelector("[data-preview-picture]");
const notes = document.querySelector("[data-preview-notes]");
const state = document.querySelector("[data-preview-state]");
let timer;
let asked;

function tell(sentences) {
  notes.replaceChildren(...sentences.map((sentence) => {
    const line = document.createElement("p");
    line.className = "proof-warning";
    line.textContent = sentence;
    return line;
  }));
}

function blank() {
  return picture.hidden || !picture.naturalWidth;
}

// Words in place of the picture, as long as there is none.
function say(words) {
  state.textContent = blank() ? words : "";
}

async function ask(signal) {
  const answer = await fetch(form.dataset.preview, {
    method: "POST", body: new FormData(form), headers: { Accept: "application/json" }, signal,
  });
  const told = await answer.json();
  if (!answer.ok) return { warnings: [told.error || form.dataset.previewFailed] };
  return told;
}

async function show() {
  asked?.abort();
  asked = new AbortController();
  const { signal } = asked;
  picture.setAttribute("aria-busy", "true");
  say(form.dataset.previewBusy);
  let told;
  try {
    told = await ask(signal);
  } catch {
    if (signal.aborted) return;
    told = { warnings: blank() ? [] : [form.dataset.previewFailed] };
  }
  if (signal.aborted) return;
  picture.removeAttribute("aria-busy");
  if (told.picture) {
    picture.removeAttribute("height");
    picture.hidden = false;
    picture.src = told.picture;
  }
  picture.classList.toggle("is-old", !told.picture);
  say(told.picture ? "" : form.dataset.previewFailed);
  tell(told.warnings);
}

// The picture that the page came with does not say why it failed; what is asked for here does.
function mend() {
  picture.hidden = true;
  show();
}

if (picture?.complete && !picture.naturalWidth) mend();
picture?.addEventListener("error", mend, { once: true });
picture?.addEventListener("load", () => say(""));

form?.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(show, PAUSE);
});
