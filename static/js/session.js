/* The end of the session is told two minutes before, once; what is typed stays (forms.js, grid.js keep it).
   Another tab, or a cell that was saved, may have moved the end meanwhile: the cookie session_ends tells it, in seconds
   of the server's clock; what the page was made with tells how far that clock is from this one. */
(() => {
  const seconds = Number(document.querySelector('meta[name="session-seconds"]')?.content);
  const place = document.getElementById("toasts");
  if (!seconds || !place) return;
  const now = () => Date.now() / 1000;
  const told = () => Number(document.cookie.match(/(?:^|; )session_ends=\d+-(\d+)/)?.[1]) || 0;
  const first = told();
  const end = now() + seconds;
  const look = () => {
    const left = end + (first ? Math.max(0, told() - first) : 0) - now();
    if (left > 150) { wait(left - 120); return; }
    document.body.dispatchEvent(new CustomEvent("toast", {
      bubbles: true, detail: { text: place.dataset.ending, kind: "watch" },
    }));
  };
  const wait = (some) => { if (some * 1000 < 2 ** 31 - 1) setTimeout(look, Math.max(0, some * 1000)); };
  wait(seconds - 120);
})();
