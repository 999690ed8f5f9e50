// Says that what was checked no longer counts: a form with data-changed="id" shows the element of
// that id as long as one of its fields differs from what the page came with.
const form = document.querySelector("form[data-changed]");

function differs(field) {
  if (field.options) return [...field.options].some((each) => each.selected !== each.defaultSelected);
  return field.defaultValue !== undefined && field.value !== field.defaultValue;
}

function tell() {
  document.getElementById(form.dataset.changed).hidden = ![...form.elements].some(differs);
}

form?.addEventListener("input", tell);
