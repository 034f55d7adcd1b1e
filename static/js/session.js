/* The end of the session is told two minutes before, once; what is typed stays (forms.js, grid.js keep it). */
(() => {
  const seconds = Number(document.querySelector('meta[name="session-seconds"]')?.content);
  const place = document.getElementById("toasts");
  if (!seconds || !place) return;
  const wait = (seconds - 120) * 1000;
  if (wait > 2 ** 31 - 1) return; // longer than a timer can hold: the page will be loaded anew before that
  setTimeout(() => document.body.dispatchEvent(new CustomEvent("toast", {
    bubbles: true, detail: { text: place.dataset.ending, kind: "watch" },
  })), Math.max(0, wait));
})();
