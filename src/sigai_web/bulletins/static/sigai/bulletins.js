/* Texts of a draft keep themselves; a clash (409) and a refusal (422) are answers for the writer. */
(function () {
  "use strict";

  document.documentElement.classList.add("js");

  document.addEventListener("htmx:beforeSwap", function (event) {
    if (event.detail.xhr.status === 409 || event.detail.xhr.status === 422) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });

  /* What is being kept is kept before the draft goes on: handing in waits for it. */
  var keeping = new Set(), going = null;
  document.addEventListener("input", function (event) {
    if (event.target.matches(".own textarea")) { keeping.add(event.target); }
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    var text = event.detail.elt;
    if (!text.matches || !text.matches(".own textarea")) { return; }
    if (!event.detail.successful) { going = null; return; }
    if (event.detail.requestConfig.parameters.text === text.value) { keeping.delete(text); }
    if (going && !keeping.size) { var form = going; going = null; form.requestSubmit(); }
  });
  document.addEventListener("submit", function (event) {
    if (!keeping.size || !event.target.closest(".actions")) { return; }
    event.preventDefault();
    event.stopPropagation();
    going = event.target;
    keeping.forEach(function (text) { text.dispatchEvent(new Event("change", { bubbles: true })); });
  }, true);

  /* Of two texts one is chosen: the other's takes the place of mine, or mine is saved over it. */
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-theirs], [data-mine]");
    if (!button) { return; }
    var own = button.closest(".own"), text = own.querySelector("textarea");
    if (button.hasAttribute("data-theirs")) { text.value = button.getAttribute("data-theirs"); }
    text.dispatchEvent(new Event("input", { bubbles: true }));
    text.focus();
  });

  /* Where to write the source of a figure: behind it. */
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-source]");
    if (!button) { return; }
    var text = button.closest(".own").querySelector("textarea"), figure = button.getAttribute("data-source");
    var place = text.value.indexOf(figure);
    if (place < 0) { return; }
    var end = place + figure.length, put = "〔来源：〕";
    text.value = text.value.slice(0, end) + put + text.value.slice(end);
    text.focus();
    text.setSelectionRange(end + put.length - 1, end + put.length - 1);
  });
}());
