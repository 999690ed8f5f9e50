// Shows how a certificate would look while its look is chosen: a form with data-preview is sent
// to that address a moment after each change, and the picture that comes back is shown.
const PAUSE = 400;

const form = document.querySelector("form[data-preview]");
const picture = document.querySelector("[data-preview-picture]");
const notes = document.querySelector("[data-preview-notes]");
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
  let told;
  try {
    told = await ask(signal);
  } catch {
    if (signal.aborted) return;
    told = { warnings: [form.dataset.previewFailed] };
  }
  if (signal.aborted) return;
  picture.removeAttribute("aria-busy");
  if (told.picture) {
    picture.removeAttribute("height");
    picture.src = told.picture;
  }
  picture.classList.toggle("is-old", !told.picture);
  tell(told.warnings);
}

form?.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(show, PAUSE);
});
