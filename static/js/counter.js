// Counts the words of a text as it is typed. The server counts again and has the last word.
// The rule of award/entries/word_count.py: a word stands between Unicode white space.
const SPACES = /\p{White_Space}+/u;

function count(text) {
  return text.split(SPACES).filter(Boolean).length;
}

function watch(line) {
  const text = document.getElementById(line.dataset.counter);
  if (!text) return;
  const max = Number(line.dataset.max);
  const show = () => {
    const n = count(text.value);
    const over = n > max;
    line.dataset.state = over ? "over" : "within";
    const sentence = over ? line.dataset.over : line.dataset.within;
    line.textContent = sentence
      .replace("{n}", n).replace("{max}", max).replace("{over}", n - max);
  };
  text.addEventListener("input", show);
  show();
}

document.querySelectorAll("[data-counter]").forEach(watch);
