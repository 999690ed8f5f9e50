// A file may be dropped anywhere on a form with one file input: <form data-drop>.
function drop(form) {
  const input = form.querySelector("input[type=file]");
  const hint = form.querySelector("[hidden]");
  let depth = 0;
  if (hint) hint.hidden = false;

  function mark(change) {
    depth = Math.max(0, depth + change);
    form.toggleAttribute("data-over", depth > 0);
  }

  form.addEventListener("dragenter", (event) => { event.preventDefault(); mark(1); });
  form.addEventListener("dragleave", () => mark(-1));
  form.addEventListener("dragover", (event) => event.preventDefault());
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    mark(-depth);
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    if (input.validity.valid) form.requestSubmit();
  });
}

document.querySelectorAll("form[data-drop]").forEach(drop);
