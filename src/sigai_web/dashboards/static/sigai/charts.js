// Draws the charts of a page, those in view first: a page that is printed has all of them. Rows stand in the page, the charts in one file of all pages.
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

const drawn = new WeakSet();

function drawOnce(place) {
  if (!drawn.has(place)) {
    drawn.add(place);
    draw(place);
  }
}

const seen = new IntersectionObserver((entries) => {
  entries.filter((entry) => entry.isIntersecting).forEach((entry) => drawOnce(entry.target));
}, { rootMargin: "300px" });

function watch(root) {
  root.querySelectorAll("[data-chart]:empty").forEach((place) => seen.observe(place));
}

function drawRest() {
  document.querySelectorAll("[data-chart]:empty").forEach(drawOnce);
}

watch(document);
document.body.addEventListener("htmx:load", (event) => watch(event.detail.elt));
addEventListener("load", () => setTimeout(drawRest, 500));
addEventListener("beforeprint", drawRest);
