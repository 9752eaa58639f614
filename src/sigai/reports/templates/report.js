// The report's own behaviour: language, opening a target, filters, charts drawn when they come into view.
const data = JSON.parse(document.getElementById("chart-data").textContent);
const page = document.documentElement;
const options = { actions: false, renderer: "svg", config: data.config, defaultStyle: false };

function language() {
  return page.dataset.language;
}

function draw(place) {
  const { chart, key } = place.dataset;
  const spec = data.specs[chart][language()];
  let rows = chart === "pillars" ? data.pillars[language()] : data[chart][key];
  if (!rows) return;
  if (chart === "areas") rows = rows[language()];
  if (chart === "way") {
    rows = rows.map((row) => Object.fromEntries(data.columns.map((name, at) => [name, row[at]])));
  }
  place.dataset.drawn = language();
  window.vegaEmbed(place, { ...spec, data: { name: "rows", values: rows } }, options);
}

const seen = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    const drawn = entry.target.dataset.drawn;
    if (entry.isIntersecting && drawn !== language()) draw(entry.target);
  }
}, { rootMargin: "200px" });
document.querySelectorAll("[data-chart]").forEach((place) => seen.observe(place));

function speak(chosen) {
  page.dataset.language = chosen;
  page.lang = chosen;
  document.querySelectorAll("[data-drawn]").forEach((place) => {
    seen.unobserve(place);
    seen.observe(place);
  });
  filter();
}

function show(target, open) {
  const body = document.getElementById(target);
  const button = body?.querySelector("button.open");
  if (!button) return;
  button.setAttribute("aria-expanded", String(open));
  document.getElementById(button.getAttribute("aria-controls")).hidden = !open;
}

document.querySelectorAll("button.open").forEach((button) => {
  button.addEventListener("click", () => {
    show(button.closest("tbody").id, button.getAttribute("aria-expanded") !== "true");
  });
});

// A link to a target opens it; a link into a closed list opens the list.
function follow() {
  const goal = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!goal) return;
  if (goal.tagName === "DETAILS") goal.open = true;
  if (goal.tagName === "TBODY") {
    clear();
    show(goal.id, true);
    goal.scrollIntoView();
    goal.querySelector("button.open").focus({ preventScroll: true });
  }
}
addEventListener("hashchange", follow);

const search = document.getElementById("search");
const lights = [...document.querySelectorAll("[data-filter]")];
const targets = [...document.querySelectorAll("tbody[data-verdict]")];

function filter() {
  const wanted = lights.filter((light) => light.getAttribute("aria-pressed") === "true");
  const statuses = wanted.map((light) => light.dataset.filter);
  const words = search.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const active = statuses.length > 0 || words.length > 0;
  let shown = 0;
  for (const body of targets) {
    const fits = (!statuses.length || statuses.includes(body.dataset.verdict))
      && words.every((word) => body.dataset.search.includes(word));
    body.hidden = !fits;
    shown += fits;
  }
  document.querySelectorAll("section.pillar").forEach((section) => {
    section.hidden = ![...section.querySelectorAll("tbody")].some((body) => !body.hidden);
  });
  const said = language() === "en" ? `${shown} of ${targets.length} targets` : `${targets.length} 项中的 ${shown} 项`;
  document.getElementById("filtered").textContent = active ? said : "";
  document.getElementById("clear").hidden = !active;
}

function clear() {
  search.value = "";
  lights.forEach((light) => light.setAttribute("aria-pressed", "false"));
  filter();
}

lights.forEach((light) => light.addEventListener("click", () => {
  light.setAttribute("aria-pressed", String(light.getAttribute("aria-pressed") !== "true"));
  filter();
  document.querySelector(".tools").scrollIntoView({ behavior: "smooth" });
}));
search.addEventListener("input", filter);
document.getElementById("clear").addEventListener("click", clear);
document.getElementById("language").addEventListener("click", () => speak(language() === "zh" ? "en" : "zh"));

if (new URLSearchParams(location.search).get("lang") === "en") speak("en");
follow();
