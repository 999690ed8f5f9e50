// Follows work of the server: asks the address in data-progress and moves the bar inside.
// When all is done the page is loaded again, because it then offers more.
const PAUSE = 1500;
const LONGEST = 15000;

async function follow(line, pause) {
  let next = pause;
  try {
    const answer = await fetch(line.dataset.progress, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.status);
    const { done, total, sentence } = await answer.json();
    line.querySelector("progress").value = done;
    line.querySelector("[data-sentence]").textContent = sentence;
    if (done >= total) {
      location.reload();
      return;
    }
    next = PAUSE;
  } catch {
    next = Math.min(pause * 2, LONGEST);
  }
  setTimeout(() => follow(line, next), next);
}

for (const line of document.querySelectorAll("[data-progress]")) {
  setTimeout(() => follow(line, PAUSE), PAUSE);
}
