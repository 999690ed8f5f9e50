// Number keys choose a level of the criterion that has the focus; 0 takes the choice back.
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

document.querySelectorAll("[data-levels]").forEach((group) => {
  group.addEventListener("keydown", choose);
});
