// Draws the charts of a page when they come into view. Rows stand in the page, the charts in one file of all pages.
const script = document.getElementById("charts");
const language = document.documentElement.lang === "en" ? "en" : "zh";
const loaded = fetch(script.dataset.charts).then((answer) => answer.json());
const options = {
  ast: true, actions: false, defaultStyle: false, renderer: "svg", tooltip: { disableDefaultStyle: true },
};

async function draw(place) {
  const { specs, columns, config } = await loaded;
  let rows = JSON.parse(place.dataset.rows);
  if (place.dataset.chart === "way") {
    rows = rows.map((row) => Object.fromEntries(columns.map((name, at) => [name, row[at]])));
  }
  const spec = specs[place.dataset.chart][language];
  await window.vegaEmbed(place, { ...spec, data: { name: "rows", values: rows } }, { ...options, config });
}

const seen = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (entry.isIntersecting) {
      seen.unobserve(entry.target);
      draw(entry.target);
    }
  }
}, { rootMargin: "300px" });

function watch(root) {
  root.querySelectorAll("[data-chart]:empty").forEach((place) => seen.observe(place));
}

watch(document);
document.body.addEventListener("htmx:load", (event) => watch(event.detail.elt));
addEventListener("beforeprint", () => document.querySelectorAll("[data-chart]:empty").forEach(draw));
