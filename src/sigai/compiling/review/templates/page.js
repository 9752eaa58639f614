(() => {
  "use strict";
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const documentPane = document.getElementById("document"), contentPane = document.getElementById("content");
  const marks = new Map(), rows = new Map();
  const add = (map, element) => element.dataset.ids.split(" ").forEach(id => {
    if (!map.has(id)) map.set(id, []);
    map.get(id).push(element);
  });
  all(".m", documentPane).forEach(element => add(marks, element));
  all("[data-ids]", contentPane).forEach(element => add(rows, element));
  const narrow = () => matchMedia("(max-width: 900px)").matches;
  const show = view => {
    document.body.dataset.view = view;
    all(".switch button").forEach(button => button.classList.toggle("on", button.dataset.view === view));
  };
  const reveal = (element, pane) => {
    if (!element) return;
    if (narrow()) { element.scrollIntoView({ block: "center" }); return; }
    const box = element.getBoundingClientRect(), frame = pane.getBoundingClientRect();
    pane.scrollTo({ top: pane.scrollTop + box.top - frame.top - frame.height / 3, behavior: "smooth" });
  };
  const mainTop = () => {
    if (!narrow() && documentPane.getBoundingClientRect().top > innerHeight / 2) document.querySelector("main").scrollIntoView();
  };
  const select = (id, from) => {
    all(".on:not(button)").forEach(element => element.classList.remove("on"));
    const there = marks.get(id) || [], here = rows.get(id) || [];
    [...there, ...here].forEach(element => element.classList.add("on"));
    mainTop();
    if (from !== "document") { if (narrow() && there.length) show("document"); reveal(there[0], documentPane); }
    if (from !== "content") { if (narrow() && from === "document") show("content"); reveal(here[0], contentPane); }
  };
  const order = ["T", "N", "I", "U", "K"];
  const own = element => element.dataset.ids.split(" ").sort((a, b) => order.indexOf(a[0]) - order.indexOf(b[0]))[0];
  documentPane.addEventListener("click", event => {
    const mark = event.target.closest(".m:not(.off)");
    if (mark) { event.preventDefault(); select(own(mark), "document"); }
  });
  const card = event => {
    const chip = event.target.closest("a.chip");
    if (chip) { const fold = document.querySelector(chip.hash).closest("details"); if (fold) fold.open = true; return; }
    const row = event.target.closest(".row");
    const target = event.target.closest("section.target");
    if (row) select(row.dataset.ids, "content");
    else if (target) { const first = target.querySelector(".row"); if (first) select(first.dataset.ids, "content"); }
  };
  contentPane.addEventListener("click", card);
  contentPane.addEventListener("keydown", event => { if (event.key === "Enter") card(event); });
  document.getElementById("findings").addEventListener("click", event => {
    const chip = event.target.closest("[data-go]");
    if (!chip) return;
    event.preventDefault();
    const id = chip.dataset.go;
    if (marks.has(id) || rows.has(id)) { select(id, "findings"); return; }
    const paragraph = all(".p", documentPane).find(element => element.id.endsWith("-" + id));
    if (paragraph) { mainTop(); if (narrow()) show("document"); reveal(paragraph, documentPane); }
  });
  all(".switch button").forEach(button => button.addEventListener("click", () => show(button.dataset.view)));
  const kinds = all("[data-kind]", document.getElementById("tools")), sure = document.getElementById("sure"), find = document.getElementById("find");
  const filter = () => {
    const shown = new Set(kinds.filter(box => box.checked).map(box => box.dataset.kind));
    const limit = Number(sure.value), words = find.value.trim();
    const visible = new Set(), left = {};
    all(".card", contentPane).forEach(element => {
      const fits = shown.has(element.dataset.kind) && Number(element.dataset.sure) < limit && (!words || element.textContent.includes(words));
      element.hidden = !fits;
      if (fits) {
        left[element.dataset.kind] = (left[element.dataset.kind] || 0) + 1;
        [element, ...all("[data-ids]", element)].forEach(part => part.dataset.ids.split(" ").forEach(id => visible.add(id)));
      }
    });
    all("h2[data-kind]", contentPane).forEach(heading => {
      const count = left[heading.dataset.kind] || 0;
      heading.hidden = !count;
      heading.querySelector("small").textContent = count;
    });
    all(".m", documentPane).forEach(element => element.classList.toggle("off", !element.dataset.ids.split(" ").some(id => visible.has(id))));
    document.getElementById("nothing").hidden = visible.size > 0;
  };
  [...kinds, sure].forEach(control => control.addEventListener("change", filter));
  find.addEventListener("input", filter);
  addEventListener("beforeprint", () => all("details").forEach(fold => { fold.open = true; }));
})();
