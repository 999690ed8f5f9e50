// Shows a part of a form only while the field named in data-only-for has the value in data-value.
for (const part of document.querySelectorAll("[data-only-for]")) {
  const field = part.closest("form").elements[part.dataset.onlyFor];
  const show = () => { part.hidden = field.value !== part.dataset.value; };
  field.addEventListener("input", show);
  show();
}
