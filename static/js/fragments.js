/* What htmx swaps in: errors are said in words, the session's end is told, the focus is not lost. */
(() => {
  const place = document.getElementById("toasts");
  const say = (text) => text && document.body.dispatchEvent(new CustomEvent("toast", { bubbles: true, detail: { text, kind: "bad" } }));

  document.addEventListener("htmx:sendError", () => say(place?.dataset.offline));
  document.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    say(status === 401 ? place?.dataset.ended : place?.dataset.failed);
  });
  /* A form that comes back with errors (422) is shown like any other answer. */
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status === 422) { event.detail.shouldSwap = true; event.detail.isError = false; }
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (document.activeElement && document.activeElement !== document.body) return;
    const wanted = event.detail.elt.querySelector?.("[data-focus]") || event.detail.elt.closest?.("[data-focus]");
    if (wanted) wanted.focus();
  });
})();
