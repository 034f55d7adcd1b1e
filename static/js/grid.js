/* The entry grid: travel by keyboard, paste a block from a spreadsheet, save as you go.
   The contract with the server stands in templates/components/README.md, "Entry grid".
   Every cell says its own state: saving, saved, failing (it is tried again), conflict, refused. */
(() => {
  const grid = document.querySelector("[data-grid]");
  if (!grid) return;
  const words = grid.dataset;
  const rtl = document.documentElement.dir === "rtl";
  const line = document.querySelector("[data-saved]");
  /* A sign-in in another tab changes the token, so the cookie goes before what the page was made with. */
  const token = () => document.cookie.match(/(?:^|; )(?:__Host-)?csrf(?:token)?=([^;]+)/)?.[1]
    || document.querySelector("input[name=csrfmiddlewaretoken]")?.value || "";
  const kept = `grid:${location.pathname}`;
  const inputs = [...grid.querySelectorAll("input.cell__in")];
  const rows = [...grid.querySelectorAll("tr[data-row]")]
    .map((row) => [...row.querySelectorAll("td.cell")].map((cell) => cell.querySelector("input.cell__in")));
  const find = (input) => {
    for (let r = 0; r < rows.length; r += 1) { const c = rows[r].indexOf(input); if (c >= 0) return [r, c]; }
    return null;
  };

  /* ---- travel ---- */
  const go = (r, c, dr, dc) => {
    let y = r + dr;
    let x = c + dc;
    while (rows[y] && x >= 0 && x < rows[y].length) {
      if (rows[y][x] && !rows[y][x].disabled) { rows[y][x].focus(); rows[y][x].select(); return; }
      y += dr;
      x += dc;
    }
  };
  grid.addEventListener("keydown", (event) => {
    const at = find(event.target);
    if (!at) return;
    const [r, c] = at;
    if (event.key === "ArrowDown" || (event.key === "Enter" && !event.shiftKey)) { event.preventDefault(); go(r, c, 1, 0); }
    else if (event.key === "ArrowUp" || event.key === "Enter") { event.preventDefault(); go(r, c, -1, 0); }
    else if (event.altKey && (event.key === "ArrowLeft" || event.key === "ArrowRight")) {
      event.preventDefault();
      go(r, c, 0, (event.key === "ArrowRight") === rtl ? -1 : 1);
    } else if (event.key === "Escape" && event.target.dataset.before !== undefined) {
      event.target.value = event.target.dataset.before;
      changed(event.target);
    }
  });
  grid.addEventListener("focusin", (event) => {
    if (event.target.matches("input.cell__in")) event.target.dataset.before = event.target.value;
  });

  /* ---- what the cell and the line above the grid say ---- */
  const mark = (input, state, sentence = "") => {
    input.dataset.state = state;
    input.title = sentence || (words[state] || "");
    if (state === "refused" || state === "conflict") input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
    note(input, state, sentence);
  };
  const note = (input, state, sentence) => {
    const cell = input.closest("td");
    let box = cell.querySelector(".cell__note");
    if (!sentence) { box?.remove(); return; }
    if (!box) {
      box = document.createElement("p");
      box.className = "cell__note";
      box.id = `note-${input.id || input.name}`;
      cell.append(box);
      const others = (input.getAttribute("aria-describedby") || "").split(" ").filter((id) => id && id !== box.id);
      input.setAttribute("aria-describedby", [...others, box.id].join(" "));
    }
    box.dataset.state = state;
    box.textContent = sentence;
  };
  const say = (text, bad = false) => {
    if (!line || !text) return;
    if (line.textContent !== text) line.textContent = text;
    line.closest(".saved")?.classList.toggle("is-bad", bad);
  };

  /* ---- saving ---- */
  const waiting = new Set();
  let timer = null;
  let flying = false;
  let pause = 0;
  let ended = false;

  const remember = () => {
    const open = inputs.filter((input) => ["dirty", "saving", "failing", "refused", "conflict"].includes(input.dataset.state));
    try {
      if (open.length) sessionStorage.setItem(kept, JSON.stringify(open.map((input) => [input.name, input.value, input.dataset.state === "conflict" ? "" : input.dataset.revision || "0"])));
      else sessionStorage.removeItem(kept);
    } catch { /* private mode */ }
  };
  const changed = (input) => {
    waiting.add(input);
    mark(input, "dirty");
    remember();
    say(words.saving);
    clearTimeout(timer);
    timer = setTimeout(send, 600);
  };
  const answer = (input, cell) => {
    if (cell.revision !== undefined) input.dataset.revision = cell.revision;
    if (cell.state === "saved" && cell.value !== undefined && document.activeElement !== input) input.value = cell.value;
    /* A reason that was given for another number has gone; what somebody types there now stays. */
    const reason = cell.reason === "" && input.form?.elements[`reason:${input.name}`];
    if (reason && reason !== document.activeElement && reason.value === reason.defaultValue) reason.value = "";
    if (!waiting.has(input)) mark(input, cell.state || "saved", cell.sentence || "");
  };
  /* A save of one input (a denominator, a reason) raises the revision of the whole cell: its other inputs learn of it. */
  const learn = (cells) => inputs.forEach((input) => {
    const cell = (cells || {})[input.name];
    if (cell && cell.revision !== undefined) input.dataset.revision = cell.revision;
  });
  const retry = (batch, sentence) => {
    batch.forEach((input) => { waiting.add(input); mark(input, "failing"); });
    say(sentence, true);
    pause = Math.min(pause ? pause * 2 : 2000, 30000);
    clearTimeout(timer);
    timer = setTimeout(send, pause);
    remember();
  };
  const send = async () => {
    if (flying || !waiting.size) return;
    flying = true;
    const batch = [...waiting];
    waiting.clear();
    const body = new URLSearchParams();
    batch.forEach((input) => {
      body.append(input.name, input.value);
      body.append(`revision:${input.name}`, input.dataset.revision || "0");
      mark(input, "saving");
    });
    try {
      const response = await fetch(words.saveUrl, {
        method: "POST",
        body,
        redirect: "manual",
        headers: { "X-CSRFToken": token(), "X-Requested-With": "fetch", Accept: "application/json" },
      });
      if (response.type === "opaqueredirect" || response.status === 401) {
        batch.forEach((input) => { waiting.add(input); mark(input, "failing"); });
        ended = true;
        remember();
        say(words.ended, true);
        document.querySelector("[data-grid-ended]")?.removeAttribute("hidden");
      } else if (response.status >= 500 || response.status === 429) {
        retry(batch, words.failing);
      } else {
        const told = await response.json();
        batch.forEach((input) => answer(input, (told.cells || {})[input.name] || { state: response.ok ? "saved" : "refused", sentence: told.detail }));
        learn(told.cells);
        pause = 0;
        ended = false;
        document.querySelector("[data-grid-ended]")?.setAttribute("hidden", "");
        const bad = batch.some((input) => ["refused", "conflict"].includes(input.dataset.state));
        say(bad ? words.mixed : (words.savedAt || "").replace("%s", told.saved_at || ""), bad);
        if (told.filled !== undefined) document.querySelectorAll("[data-filled]").forEach((place) => { place.textContent = told.filled; });
        remember();
      }
    } catch {
      retry(batch, navigator.onLine ? words.failing : words.offline);
    }
    flying = false;
    if (waiting.size && !pause && !ended) { clearTimeout(timer); timer = setTimeout(send, 300); }
  };
  grid.addEventListener("input", (event) => { if (event.target.matches("input.cell__in")) changed(event.target); });
  addEventListener("online", () => { pause = 0; send(); });
  document.addEventListener("visibilitychange", () => { if (waiting.size && (document.hidden || ended)) send(); });
  addEventListener("focus", () => { if (ended && waiting.size) send(); });
  addEventListener("beforeunload", (event) => {
    if (inputs.some((input) => ["dirty", "saving", "failing"].includes(input.dataset.state))) event.preventDefault();
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!grid.contains(event.target)) return;
    try { learn(JSON.parse(event.detail.xhr.responseText).cells); } catch { /* no answer of ours */ }
  });
  /* Sending the whole form carries every value anyway: nothing is left to guard. */
  grid.closest("form")?.addEventListener("submit", (event) => {
    inputs.forEach((input) => {
      const seen = event.target.elements[`revision:${input.name}`];
      if (seen && input.dataset.state === "conflict") seen.value = "0"; /* the server says it once more */
      else if (seen && input.dataset.revision) seen.value = input.dataset.revision;
    });
    inputs.forEach((input) => { if (input.dataset.state !== "refused") input.dataset.state = "sent"; });
    try { sessionStorage.removeItem(kept); } catch { /* private mode */ }
  });

  /* ---- paste a block ---- */
  grid.addEventListener("paste", (event) => {
    const at = find(event.target);
    const text = event.clipboardData.getData("text").replace(/\s+$/, "");
    if (!at || !/[\t\n]/.test(text)) return;
    event.preventDefault();
    let filled = 0;
    let outside = 0;
    text.split(/\r?\n/).forEach((cells, dy) => cells.split("\t").forEach((value, dx) => {
      const input = rows[at[0] + dy]?.[at[1] + dx];
      if (!input || input.disabled) { if (value.trim()) outside += 1; return; }
      input.value = value.trim();
      changed(input);
      filled += 1;
    }));
    const told = (words.pasted || "").replace("%s", filled) + (outside ? ` ${(words.outside || "").replace("%s", outside)}` : "");
    document.body.dispatchEvent(new CustomEvent("toast", { bubbles: true, detail: { text: told, kind: outside ? "watch" : "good" } }));
  });

  /* ---- what was typed before a session ended comes back ---- */
  try {
    const before = JSON.parse(sessionStorage.getItem(kept) || "[]");
    /* What was in conflict, or has been saved by somebody else since, waits for the person: it is shown and not sent. */
    before.forEach(([name, value, revision]) => {
      const input = inputs.find((one) => one.name === name);
      if (!input || input.value === value) return;
      const stored = input.value;
      input.value = value;
      if (revision === (input.dataset.revision || "0")) changed(input);
      else mark(input, "conflict", (words.restored || "").replace("%s", stored || "–"));
    });
    remember();
  } catch { /* nothing kept */ }
})();
