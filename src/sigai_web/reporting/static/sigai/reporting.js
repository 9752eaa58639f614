/* The form by keyboard: Enter and arrows move, a column pasted from a spreadsheet fills the cells below. */
(function () {
  "use strict";

  document.documentElement.classList.add("js");

  var entries = function () { return Array.prototype.slice.call(document.querySelectorAll(".entry")); };

  /* The cell so many rows below and columns beside another; in a form of one column, so many below. */
  function cell(from, down, right) {
    if (!from.closest("[data-grid]")) {
      var all = entries();
      return right ? null : all[all.indexOf(from) + down];
    }
    var row = from.closest("tr"), at = from.closest("td").cellIndex + right;
    for (; down && row; down -= down > 0 ? 1 : -1) {
      row = down > 0 ? row.nextElementSibling : row.previousElementSibling;
    }
    return row && row.cells[at] ? row.cells[at].querySelector(".entry") : null;
  }

  function move(from, step) {
    var next = cell(from, step, 0);
    if (next) { next.focus(); next.select(); }
  }

  function write(entry, text) {
    entry.value = text;
    entry.dispatchEvent(new Event("change", { bubbles: true }));
  }

  document.addEventListener("keydown", function (event) {
    var entry = event.target;
    if (!entry.classList || !entry.classList.contains("entry") || event.isComposing) { return; }
    var step = { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) { event.preventDefault(); move(entry, step); }
  });

  document.addEventListener("paste", function (event) {
    var entry = event.target;
    if (!entry.classList || !entry.classList.contains("entry")) { return; }
    var lines = event.clipboardData.getData("text").replace(/\r/g, "").replace(/\n+$/, "").split("\n");
    if (lines.length < 2 && !/\t/.test(lines[0])) { return; }
    event.preventDefault();
    lines.forEach(function (line, at) {
      line.split("\t").forEach(function (text, beside) {
        var into = cell(entry, at, beside);
        if (into) { write(into, text.trim()); }
      });
    });
  });

  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-take], [data-keep]");
    if (button) {
      var row = button.closest("[data-line], tr"), entry = row.querySelector(".entry"), chosen = button.closest("[data-chosen]");
      if (chosen) { row.querySelector("[name^='seen:']").value = chosen.getAttribute("data-chosen"); }
      if (button.hasAttribute("data-reason")) {
        row.querySelector("[name^='reason:']").value = button.getAttribute("data-reason");
      }
      write(entry, button.hasAttribute("data-take") ? button.getAttribute("data-take") : entry.value);
      entry.focus();
      if (button.hasAttribute("data-why-too")) {
        button.closest("[data-line], tr").querySelector(".why").classList.add("given");
      }
    }
  });

  document.addEventListener("click", function (event) {
    if (event.target.matches("[data-why]")) {
      var why = event.target.closest("[data-line], tr").querySelector(".why");
      why.classList.add("given");
      why.querySelector("input").focus();
    }
  });

  /* All at once are those without doubts: the others are looked at one by one. */
  document.addEventListener("change", function (event) {
    if (event.target.matches("[data-all]")) {
      document.querySelectorAll("input[name=sheet]:not(:disabled):not([data-look])").forEach(function (box) {
        box.checked = event.target.checked;
      });
    }
    count();
  });

  function count() {
    var shown = document.querySelector("[data-chosen-count]");
    if (shown) { shown.textContent = document.querySelectorAll("input[name=sheet]:checked").length; }
  }
  document.addEventListener("DOMContentLoaded", count);

  /* What was refused: into the first cell that must be corrected, else into the first reason that is lacking. */
  document.addEventListener("DOMContentLoaded", function () {
    if (!document.querySelector(".issues")) { return; }
    var lacking = document.querySelector(".remark.asks:not(.answered)");
    var first = document.querySelector(".entry[aria-invalid]") ||
      (lacking && lacking.closest("[data-line], tr").querySelector("[name^='reason:']"));
    if (first) { first.focus(); }
  });

  /* What is said of a cell follows the cell: its mark, and the word that some wait for a choice. */
  document.addEventListener("htmx:afterSettle", function () {
    entries().forEach(function (entry) {
      var refused = entry.closest("[data-line], tr").querySelector(".remark.refuses");
      if (refused) { entry.setAttribute("aria-invalid", "true"); } else { entry.removeAttribute("aria-invalid"); }
    });
    var said = document.querySelector("[data-clashes]");
    if (said && !document.querySelector(".clash")) { said.remove(); }
  });

  /* What is said of other cells comes with each answer; a clash in one of them waits for its own choice. */
  document.addEventListener("htmx:oobBeforeSwap", function (event) {
    if (event.detail.target.matches(".status") && event.detail.target.querySelector(".clash")) {
      event.detail.shouldSwap = false;
    }
  });

  /* A clash (409) and a refusal (422) are answers for the reader, not faults of the request. */
  document.addEventListener("htmx:beforeSwap", function (event) {
    if (event.detail.xhr.status === 409 || event.detail.xhr.status === 422) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });
}());
