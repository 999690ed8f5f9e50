// Says that a file is too large before it is sent: <input type="file" data-max-bytes data-too-large>.
document.addEventListener("change", (event) => {
  const input = event.target;
  if (!input.dataset?.maxBytes) return;
  const large = [...input.files].some((file) => file.size > Number(input.dataset.maxBytes));
  input.setCustomValidity(large ? input.dataset.tooLarge : "");
  if (large) input.reportValidity();
});
