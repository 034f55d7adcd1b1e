/* Forms: nothing is sent twice, nothing typed is lost.
   - every form that posts: a second click while the first is on its way does nothing; its token is the newest one;
   - form[data-guard]: leaving with unsent changes asks first;
   - every form that posts keeps what is typed in this tab until it is sent: if the session had ended meanwhile, the page
     after the sign-in gets it back. form[data-keep="key"] gives it back after any other way of leaving too. Forms with
     a password keep nothing;
   - textarea[data-grow]: grows with its text. */
(() => {
  const SENT = ":sent";
  const ENDED = ":ended";
  const store = {
    get: (key) => { try { return sessionStorage.getItem(key); } catch { return null; } },
    set: (key, value) => { try { sessionStorage.setItem(key, value); } catch { /* full or private */ } },
    drop: (key) => { try { sessionStorage.removeItem(key); } catch { /* no storage */ } },
    keys: () => { try { return Object.keys(sessionStorage).filter((key) => key.startsWith("kept:")); } catch { return []; } },
  };
  const keeps = (form) => form && form.method === "post" && !form.querySelector("input[type=password]");
  const slot = (form) => `kept:${location.pathname}:${form.dataset.keep || form.getAttribute("action") || ""}`;
  const quiet = new Set(["csrfmiddlewaretoken", "idempotency_key"]);
  const text = (form) => [...new FormData(form).entries()]
    .filter(([name, value]) => typeof value === "string" && !quiet.has(name));
  const dirty = new Set();

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method === "dialog" || form.hasAttribute("hx-post")) return;
    if (form.method === "post") {
      if (form.dataset.sent) { event.preventDefault(); return; }
      form.dataset.sent = "1";
      form.setAttribute("aria-busy", "true");
      /* A sign-in in another tab changes the token that this page was made with. */
      const token = document.cookie.match(/(?:^|; )(?:__Host-)?csrf(?:token)?=([^;]+)/)?.[1];
      if (token && form.elements.csrfmiddlewaretoken) form.elements.csrfmiddlewaretoken.value = token;
    }
    dirty.delete(form);
    if (keeps(form) && store.get(slot(form))) store.set(slot(form) + SENT, "1");
  });
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    form.removeAttribute("aria-busy");
  }));

  const note = (form) => {
    if (form.dataset.guard !== undefined || form.dataset.keep) dirty.add(form);
    if (keeps(form)) store.set(slot(form), JSON.stringify(text(form)));
  };
  ["input", "change"].forEach((kind) => document.addEventListener(kind, (event) => {
    const form = event.target.form;
    if (form && !event.target.closest("[data-grid]")) note(form);
    if (event.target.matches("textarea[data-grow]")) grow(event.target);
  }));
  addEventListener("beforeunload", (event) => {
    if ([...dirty].some((form) => form.isConnected && form.dataset.guard !== undefined)) event.preventDefault();
  });

  /* What was sent and led to the sign-in was not taken; what led to any other page was. */
  const signingIn = document.querySelector("[data-signing-in]") && new URLSearchParams(location.search).has("next");
  store.keys().filter((key) => key.endsWith(SENT)).forEach((key) => {
    const kept = key.slice(0, -SENT.length);
    if (signingIn) store.set(kept + ENDED, "1");
    else store.drop(kept);
    store.drop(key);
  });

  const refill = (form, kept) => {
    const left = new Map();
    kept.forEach(([name, value]) => left.set(name, [...(left.get(name) || []), value]));
    [...form.elements].forEach((field) => {
      if (!field.name || quiet.has(field.name) || ["hidden", "file", "submit", "button"].includes(field.type)) return;
      const values = left.get(field.name) || [];
      if (["checkbox", "radio"].includes(field.type)) field.checked = values.includes(field.value);
      else if (field.tagName === "SELECT" && field.multiple) [...field.options].forEach((one) => { one.selected = values.includes(one.value); });
      else if (values.length) field.value = values.shift();
    });
    dirty.add(form);
  };
  const restore = (form) => {
    if (!keeps(form)) return;
    let kept = null;
    try { kept = JSON.parse(store.get(slot(form)) || "null"); } catch { return; }
    if (store.get(slot(form) + ENDED)) {
      store.drop(slot(form) + ENDED);
      if (!kept) return;
      refill(form, kept);
      const place = document.getElementById("toasts");
      document.body.dispatchEvent(new CustomEvent("toast", { bubbles: true, detail: { text: place?.dataset.back, kind: "watch" } }));
    } else if (form.dataset.keep) {
      (kept || []).forEach(([name, value]) => {
        const field = form.elements[name];
        if (field && "value" in field && !field.value && field.type !== "hidden") field.value = value;
      });
    } else store.drop(slot(form));
  };
  document.querySelectorAll("form").forEach(restore);

  const grow = (area) => { area.rows = Math.max(Number(area.dataset.grow) || 3, area.value.split("\n").length + 1); };
  document.querySelectorAll("textarea[data-grow]").forEach(grow);
})();
