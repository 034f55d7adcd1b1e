/* Forms: nothing is sent twice, nothing typed is lost.
   - every form that posts: a second click while the first is on its way does nothing;
   - form[data-guard]: leaving with unsent changes asks first;
   - form[data-keep="key"]: what is typed is kept in this tab until it is sent, so that a session that ended loses nothing;
   - textarea[data-grow]: grows with its text. */
(() => {
  const text = (form) => [...new FormData(form).entries()].filter(([, value]) => typeof value === "string");
  const slot = (form) => `kept:${location.pathname}:${form.dataset.keep}`;
  const dirty = new Set();

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method === "dialog" || form.hasAttribute("hx-post")) return;
    if (form.method === "post") {
      if (form.dataset.sent) { event.preventDefault(); return; }
      form.dataset.sent = "1";
      form.setAttribute("aria-busy", "true");
    }
    dirty.delete(form);
    if (form.dataset.keep) { try { sessionStorage.setItem(`${slot(form)}:sent`, "1"); } catch { /* no storage */ } }
  });
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    form.removeAttribute("aria-busy");
  }));

  const note = (form) => {
    dirty.add(form);
    if (!form.dataset.keep) return;
    const kept = text(form).filter(([name]) => name !== "csrfmiddlewaretoken" && name !== "idempotency_key");
    try { sessionStorage.setItem(slot(form), JSON.stringify(kept)); } catch { /* full or private */ }
  };
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form && (form.dataset.guard !== undefined || form.dataset.keep)) note(form);
    if (event.target.matches("textarea[data-grow]")) grow(event.target);
  });
  addEventListener("beforeunload", (event) => {
    if ([...dirty].some((form) => form.isConnected && form.dataset.guard !== undefined)) event.preventDefault();
  });

  const restore = (form) => {
    let kept = null;
    try {
      if (sessionStorage.getItem(`${slot(form)}:sent`) && !form.querySelector("[aria-invalid]")) {
        sessionStorage.removeItem(slot(form));
        sessionStorage.removeItem(`${slot(form)}:sent`);
        return;
      }
      kept = JSON.parse(sessionStorage.getItem(slot(form)) || "null");
    } catch { return; }
    (kept || []).forEach(([name, value]) => {
      const field = form.elements[name];
      if (field && "value" in field && !field.value && field.type !== "hidden") field.value = value;
    });
  };
  document.querySelectorAll("form[data-keep]").forEach(restore);

  const grow = (area) => { area.rows = Math.max(Number(area.dataset.grow) || 3, area.value.split("\n").length + 1); };
  document.querySelectorAll("textarea[data-grow]").forEach(grow);
})();
