// The showcase: the simulations one after the other, each in its lesson, for an exhibition.
// It goes on while nobody touches it, waits while somebody plays, and starts anew when left alone.

const SHOWN_MS = 30_000;
const LEFT_MS = 90_000;
const PATIENCE_MS = 120_000;
const TICK_MS = 500;

/**
 * @typedef {{
 *   at: number, asked: number, since: number, touched: number | null, paused: boolean, round: number,
 * }} State
 * `at` is the simulation shown, `asked` when it was asked for, and `since` when it could be seen,
 * or Infinity before it can;
 * `touched` is when somebody last played with it, null while nobody has;
 * `round` grows when it is shown anew, as if nobody had been there.
 */

/**
 * What is shown after some time.
 * @param {State} state @param {number} now @param {number} count
 * @returns {State}
 */
export function later(state, now, count) {
  if (state.touched !== null) {
    if (now - state.touched < LEFT_MS) return state;
    return { at: 0, asked: now, since: Infinity, touched: null, paused: false, round: state.round + 1 };
  }
  if (state.since === Infinity) {
    return now - state.asked < PATIENCE_MS ? state : { ...state, asked: now, round: state.round + 1 };
  }
  if (state.paused || now - state.since < SHOWN_MS) return state;
  return { ...state, at: (state.at + 1) % count, asked: now, since: Infinity };
}

/** @param {string} text @param {Record<string, string | number>} values */
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));

/** Show one simulation of a lesson and nothing else of it. @param {Document} page @param {string} cell */
function single(page, cell) {
  const wanted = page.getElementById(`c-${cell}`);
  if (!wanted) return false;
  page.documentElement.dataset.electoralSingle = "";
  for (const other of page.querySelectorAll(".electoral-now")) other.classList.remove("electoral-now");
  wanted.classList.add("electoral-now");
  page.defaultView?.scrollTo(0, 0);
  page.defaultView?.dispatchEvent(new Event("resize"));
  return true;
}

/** @param {HTMLElement} stage @param {{ title: string, address: string, cell: string }[]} all */
function run(stage, all) {
  const frame = stage.querySelector("iframe");
  const place = stage.querySelector("[data-part='place']");
  const pause = stage.querySelector("[data-do='pause']");
  if (!frame || !(place instanceof HTMLElement) || !(pause instanceof HTMLElement)) return;
  /** @type {State} */
  let state = { at: 0, asked: Date.now(), since: Infinity, touched: null, paused: false, round: 0 };
  let shown = "";
  const touch = () => (state = { ...state, touched: Date.now() });

  /** @param {State} next */
  function show(next) {
    state = next;
    const one = all[state.at];
    if (!one) return;
    stage.toggleAttribute("data-waiting", state.since === Infinity);
    const key = `${state.round} ${one.address.split("#")[0]}`;
    place?.replaceChildren(fill(/** @type {HTMLElement} */ (place).dataset.text ?? "", {
      number: state.at + 1, count: all.length, title: one.title,
    }));
    // Within a lesson the next simulation is there already.
    if (key !== shown) {
      shown = key;
      frame?.contentWindow?.location.replace(one.address.split("#")[0] ?? one.address);
    } else look();
  }

  /** Look whether the lesson has come as far as its simulation. */
  function look() {
    const page = frame?.contentDocument;
    const one = all[state.at];
    if (state.since !== Infinity || !page || !one || page.location.pathname !== new URL(one.address).pathname) return;
    if (page.documentElement?.dataset.electoral !== undefined && single(page, one.cell)) {
      state = { ...state, since: Date.now() };
      stage.removeAttribute("data-waiting");
    }
  }

  frame.addEventListener("load", () => {
    for (const event of ["pointerdown", "keydown", "wheel", "touchstart"]) {
      frame.contentWindow?.addEventListener(event, touch, { passive: true, capture: true });
    }
  });
  stage.addEventListener("click", ({ target }) => {
    const button = target instanceof Element && target.closest("button[data-do]");
    if (!(button instanceof HTMLElement)) return;
    const step = { previous: -1, next: 1 }[button.dataset.do ?? ""];
    if (step) {
      const now = Date.now();
      show({ ...state, at: (state.at + step + all.length) % all.length, asked: now, since: Infinity, touched: now });
    } else {
      const paused = !state.paused; // who pauses and goes away leaves it to the next visitor
      state = { ...state, paused, touched: paused ? Date.now() : null, since: Date.now() };
      pause.textContent = (state.paused ? pause.dataset.goOn : pause.dataset.pause) ?? "";
    }
  });
  setInterval(() => {
    look();
    const next = later(state, Date.now(), all.length);
    if (next === state) return;
    pause.textContent = pause.dataset.pause ?? "";
    show(next);
  }, TICK_MS);
  stage.hidden = false;
  document.documentElement.dataset.electoralShowcase = "";
  show(state);
}

if (typeof document !== "undefined") {
  const stage = document.querySelector("[data-electoral-showcase]");
  const all = [...document.querySelectorAll("li[data-cell]")].flatMap((row) => {
    const link = row.querySelector("a");
    return link ? [{ title: link.textContent ?? "", address: link.href, cell: row.getAttribute("data-cell") ?? "" }] : [];
  });
  if (stage instanceof HTMLElement && all.length > 0) run(stage, all);
}
