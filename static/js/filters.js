/* Filters: form[data-filters] is sent when a choice in it changes; typed text waits for Enter or the button.
   The focus comes back to the control that was used, so that the keyboard does not start over. */
(() => {
  const slot = `filter:${location.pathname}`;
  document.querySelectorAll("form[data-filters]").forEach((form) => {
    form.addEventListener("change", (event) => {
      if (!event.target.matches("select, input[type=checkbox], input[type=radio], input[type=date]")) return;
      try { sessionStorage.setItem(slot, event.target.id); } catch { /* private mode */ }
      form.requestSubmit();
    });
    form.addEventListener("submit", () => {
      // Empty fields make a long address that says nothing.
      [...form.elements].forEach((field) => { if (field.name && field.value === "" && field.type !== "hidden") field.disabled = true; });
      setTimeout(() => [...form.elements].forEach((field) => { field.disabled = false; }), 0);
    });
    let last = null;
    try { last = sessionStorage.getItem(slot); sessionStorage.removeItem(slot); } catch { /* private mode */ }
    const field = last && document.getElementById(last);
    if (field && form.contains(field)) field.focus({ preventScroll: true });
  });
})();
