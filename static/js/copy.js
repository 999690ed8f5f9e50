// A button that copies a text: <button data-copy="#id-of-input" data-copied="Tersalin">.
function offer(button) {
  const source = document.querySelector(button.dataset.copy);
  if (!source || !navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(source.value ?? source.textContent);
    button.querySelector("[data-word]").textContent = button.dataset.copied;
  });
}

document.querySelectorAll("[data-copy]").forEach(offer);
