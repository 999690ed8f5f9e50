// A second click while a form is on its way sends nothing twice.
// A download leaves the page standing, so the buttons wake up again by themselves.
const REST = 8000;

function wake(form) {
  delete form.dataset.sent;
  form.querySelectorAll("[data-once]").forEach((button) => {
    button.removeAttribute("aria-disabled");
  });
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !form.querySelector("[data-once]")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  form.querySelectorAll("[data-once]").forEach((button) => {
    button.setAttribute("aria-disabled", "true");
  });
  setTimeout(wake, REST, form);
});

// Coming back with the browser's own button shows the page as it was left: open it again.
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach(wake);
});
