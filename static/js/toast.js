/* Short messages: the event "toast" with {text, kind} on any element, [data-toast="text"] on a button,
   and the server's answer header HX-Trigger: {"toast": {"text": "…"}}. Said once by the live region #toasts.
   A message that asks for something stays until it is closed; the rest go after eight seconds. */
(() => {
  const place = document.getElementById("toasts");
  if (!place) return;

  const show = ({ text, kind = "good" }) => {
    if (!text) return;
    const box = document.createElement("p");
    box.className = `toast toast--${kind}`;
    box.textContent = text;
    const close = document.createElement("button");
    close.type = "button";
    close.className = "toast__close";
    close.setAttribute("aria-label", place.dataset.close);
    close.textContent = "×";
    close.addEventListener("click", () => box.remove());
    box.append(close);
    place.append(box);
    if (kind === "good") setTimeout(() => { if (!box.matches(":hover, :focus-within")) box.remove(); }, 8000);
  };

  document.addEventListener("toast", (event) => show(event.detail || {}));
  /* A passkey that was not confirmed, or that the browser refuses at this address. */
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    const refused = !window.isSecureContext || event.detail.exception?.name === "SecurityError";
    show({ text: refused ? place.dataset.address : place.dataset.passkey, kind: "bad" });
  });
  document.addEventListener("click", (event) => {
    const said = event.target.closest("[data-toast]");
    if (said) show({ text: said.dataset.toast });
    event.target.closest(".toast__close")?.closest(".toast")?.remove();
  });
})();
