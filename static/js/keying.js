// Fast typing from paper: a digit of the scale jumps to the next criterion, Enter goes on as well,
// Backspace in an empty field goes back; after the last one the cursor stands on the button.
function follow(form) {
  const digits = [...form.querySelectorAll(".digit")];
  const [least, most] = [Number(form.dataset.least), Number(form.dataset.most)];
  const go = (to) => {
    const target = to < digits.length ? digits[Math.max(0, to)] : form.querySelector("[type=submit]");
    target.focus();
    target.select?.();
  };
  digits.forEach((field, place) => {
    field.addEventListener("focus", () => field.select());
    field.addEventListener("input", () => {
      const level = Number(field.value);
      const known = /^\d+$/.test(field.value) && level >= least && level <= most;
      if (/^\d+$/.test(field.value) && !known && field.value.length >= String(most).length) field.value = "";
      else if (known && level * 10 > most) go(place + 1);
    });
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") go(place + 1);
      else if (event.key === "Backspace" && field.value === "") go(place - 1);
      else return;
      event.preventDefault();
    });
  });
}

document.querySelectorAll("form[data-keying]").forEach(follow);
