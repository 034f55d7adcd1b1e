/* Dialogs: [data-dialog="id"] opens <dialog id="id">, [data-close] closes it; focus goes back to the opener.
   The markup opens by itself as a popover where this file does not run; here it becomes a modal dialog. */
(() => {
  const prepare = (scope) => {
    scope.querySelectorAll("dialog[popover]").forEach((dialog) => dialog.removeAttribute("popover"));
    scope.querySelectorAll("[data-dialog][popovertarget]").forEach((opener) => opener.removeAttribute("popovertarget"));
  };
  prepare(document);
  document.addEventListener("htmx:load", (event) => prepare(event.target.parentNode || document));

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    if (opener) {
      const dialog = document.getElementById(opener.dataset.dialog);
      if (dialog && !dialog.open) {
        dialog.showModal();
        dialog.addEventListener("close", () => opener.focus(), { once: true });
      }
    }
    if (event.target.closest("[data-close]")) event.target.closest("dialog")?.close();
    if (event.target.closest("[data-print]")) print();
    if (event.target instanceof HTMLDialogElement && event.target.open) {
      const box = event.target.getBoundingClientRect();
      const outside = event.clientX < box.x || event.clientX > box.right || event.clientY < box.y || event.clientY > box.bottom;
      if (outside) event.target.close();
    }
  });

  /* A page that comes back with errors inside a dialog opens it again. */
  document.querySelector("dialog[data-open]")?.showModal();
})();
