// Keys on the score sheet: a digit chooses a level of the criterion that has the focus, 0 takes
// the choice back, Alt with an arrow goes to the next or previous criterion, Ctrl+Enter finishes.
const groups = [...document.querySelectorAll("[data-levels]")];

function choose(event) {
  if (event.altKey || event.ctrlKey || event.metaKey || event.target.matches("textarea")) return;
  if (!/^[0-9]$/.test(event.key)) return;
  const value = event.key === "0" ? "" : event.key;
  const radio = event.currentTarget.querySelector(`input[type="radio"][value="${value}"]`);
  if (!radio) return;
  event.preventDefault();
  radio.focus();
  if (!radio.checked) radio.click();
}

function move(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!event.altKey || !step) return;
  const here = groups.findIndex((group) => group.contains(event.target));
  const radio = groups[here + step]?.querySelector("input:checked");
  if (!radio) return;
  event.preventDefault();
  radio.focus();
  radio.closest("[data-levels]").scrollIntoView({ block: "start" });
}

function finish(event) {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const form = event.currentTarget;
  event.preventDefault();
  form.requestSubmit(form.querySelector("button[value='finish']"));
}

groups.forEach((group) => group.addEventListener("keydown", choose));
const form = groups[0]?.closest("form");
form?.addEventListener("keydown", move);
form?.addEventListener("keydown", finish);
