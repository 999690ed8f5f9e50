// Shows the running total of one's own marks while they are chosen. The server counts again.
const places = new Intl.NumberFormat(document.documentElement.lang, {
  minimumFractionDigits: 2, maximumFractionDigits: 2,
});

function follow(form) {
  const groups = [...form.querySelectorAll("[data-levels]")];
  const total = form.querySelector("[data-tally-total]");
  const count = form.querySelector("[data-tally-count]");
  const scale = Number(form.dataset.scale);
  const show = () => {
    const levels = groups.map((group) => group.querySelector("input:checked")?.value || null);
    const known = levels.filter((level) => level !== null).length;
    const sum = levels.reduce((so, level, n) => so + Number(groups[n].dataset.weight) * level, 0);
    total.textContent = known === groups.length ? places.format(sum / scale) : "–";
    count.textContent = count.dataset.words.replace("{n}", known).replace("{all}", groups.length);
  };
  form.addEventListener("change", show);
  show();
}

document.querySelectorAll("form[data-tally]").forEach(follow);
