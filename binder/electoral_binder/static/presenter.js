// The presenter's view of a page: one step at a time in large type, answers hidden, a timer.
// Nothing is moved or taken out, so the exercises go on as they are. It holds no text of its own.

const MODE = "electoral_present";
const SHORTCUTS = "electoral_shortcuts";
const PICKED = "[data-electoral-present-on]";

/** @param {number} seconds */
export function clock(seconds) {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const rest = String(Math.floor(seconds) % 60).padStart(2, "0");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

/**
 * The steps of a page: each begins at a heading that begins one, and holds all up to the next.
 * @template T
 * @param {T[]} blocks @param {(block: T) => boolean} begins
 * @returns {T[][]}
 */
export function steps(blocks, begins) {
  /** @type {T[][]} */
  const found = [];
  for (const block of blocks) {
    const last = found.at(-1);
    if (!last || begins(block)) found.push([block]);
    else last.push(block);
  }
  return found;
}

/**
 * What a key asks for, wherever a key of a keyboard stands in its language.
 * @param {{ key: string, code: string }} event @param {boolean} presenting
 * @returns {string | undefined}
 */
export function wish({ key, code }, presenting) {
  if (code === "KeyP" || key.toLowerCase() === "p") return presenting ? "leave" : "present";
  if (!presenting) return undefined;
  if (code === "KeyA") return "answers";
  if (code === "KeyT") return "timer";
  /** @type {Record<string, string>} */
  const keys = {
    ArrowRight: "next", PageDown: "next", ArrowLeft: "previous", PageUp: "previous",
    Home: "first", End: "last", Escape: "leave",
  };
  return keys[key];
}

/** A browser that keeps nothing for this page answers null. @param {() => string | null} ask */
function kept(ask) {
  try {
    return ask();
  } catch {
    return null;
  }
}

/** @param {() => void} put */
function keep(put) {
  try {
    put();
  } catch {
    // The choice holds for this page.
  }
}

/** @param {string} text @param {Record<string, string | number>} values */
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));

const root = () => document.documentElement;
const isPresenting = () => root().dataset.electoralPresent !== undefined;

/** The blocks of the page: a part with a widget is one, a text has one for each paragraph. */
function blocks() {
  return [...document.querySelectorAll("main > .electoral-cell")].flatMap((cell) =>
    cell.classList.contains("electoral-outputs") ? [cell] : [...cell.children],
  );
}

/** @param {Element} block */
const isTitle = (block) => /^H[12]$/.test(block.tagName);

const allSteps = () => steps(blocks(), isTitle);

/** Hide what was picked before: it waits for its button. */
function veil() {
  for (const item of document.querySelectorAll(".electoral-item-view")) {
    if (item.querySelector(".status[data-state='saved']")) item.setAttribute("data-electoral-veiled", "");
  }
}

class Presenter {
  /** @param {HTMLElement} bar */
  constructor(bar) {
    this.bar = bar;
    this.here = 0;
    this.seconds = 0;
    this.ticking = 0;
    bar.addEventListener("click", ({ target }) => {
      const button = target instanceof Element && target.closest("button[data-do]");
      if (button instanceof HTMLElement) this.act(button.dataset.do ?? "");
    });
  }

  /** @param {string} name @returns {HTMLElement | null} */
  button(name) {
    return this.bar.querySelector(`[data-do='${name}']`);
  }

  /** @param {string} asked */
  act(asked) {
    if (asked === "present") return this.enter();
    if (asked === "leave") return this.leave();
    if (asked === "answers") return this.showAnswers(root().dataset.electoralAnswers === undefined);
    if (asked === "timer") return this.setTimer(!this.ticking);
    if (asked === "reset") return this.tell(0);
    const last = allSteps().length - 1;
    const places = { first: 0, previous: this.here - 1, next: this.here + 1, last };
    this.show(places[/** @type {keyof typeof places} */ (asked)] ?? this.here);
  }

  enter() {
    const asked = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const reading = asked || this.beingRead();
    this.left = window.scrollY;
    root().dataset.electoralPresent = "";
    this.bar.hidden = false;
    veil();
    keep(() => sessionStorage.setItem(MODE, location.pathname));
    const at = allSteps().findIndex((step) => step.some((block) => reading && (block === reading || block.contains(reading))));
    this.show(Math.max(0, at));
    this.button("next")?.focus();
  }

  leave() {
    const title = allSteps()[this.here]?.[0];
    delete root().dataset.electoralPresent;
    this.showAnswers(false);
    this.bar.hidden = true;
    for (const item of document.querySelectorAll("[data-electoral-veiled]")) item.removeAttribute("data-electoral-veiled");
    for (const block of document.querySelectorAll(".electoral-now")) block.classList.remove("electoral-now");
    keep(() => sessionStorage.removeItem(MODE));
    window.dispatchEvent(new Event("resize"));
    title?.scrollIntoView({ behavior: "instant", block: "start" });
    /** @type {HTMLElement | null} */ (document.querySelector("main"))?.focus({ preventScroll: true });
  }

  beingRead() {
    const titles = blocks().filter(isTitle);
    return titles.filter((title) => title.getBoundingClientRect().top < window.innerHeight / 3).at(-1);
  }

  /** @param {number} wanted */
  show(wanted) {
    const found = allSteps();
    this.here = Math.max(0, Math.min(wanted, found.length - 1));
    const now = new Set(found[this.here] ?? []);
    for (const block of document.querySelectorAll(".electoral-now")) block.classList.remove("electoral-now");
    for (const block of now) {
      block.classList.add("electoral-now");
      block.closest(".electoral-cell")?.classList.add("electoral-now");
    }
    const title = found[this.here]?.[0];
    const told = this.bar.querySelector(".electoral-presenter-step");
    const place = { number: this.here + 1, count: found.length, title: title?.textContent?.trim() ?? "" };
    if (told instanceof HTMLElement) told.textContent = fill(told.dataset.text ?? "", place);
    if (title?.id) history.replaceState(history.state, "", `#${title.id}`);
    this.button("previous")?.setAttribute("aria-disabled", String(this.here === 0));
    this.button("next")?.setAttribute("aria-disabled", String(this.here >= found.length - 1));
    window.scrollTo({ top: 0, behavior: "instant" });
    window.dispatchEvent(new Event("resize")); // a widget that was out of sight measures itself
  }

  /** @param {boolean} shown */
  showAnswers(shown) {
    if (shown) root().dataset.electoralAnswers = "";
    else delete root().dataset.electoralAnswers;
    this.button("answers")?.setAttribute("aria-pressed", String(shown));
  }

  /** @param {boolean} running */
  setTimer(running) {
    clearInterval(this.ticking);
    const begun = Date.now() - this.seconds * 1000;
    this.ticking = running ? window.setInterval(() => this.tell((Date.now() - begun) / 1000), 250) : 0;
    const button = this.button("timer");
    if (button) button.textContent = (running ? button.dataset.stop : button.dataset.start) ?? "";
  }

  /** @param {number} seconds */
  tell(seconds) {
    const restart = seconds === 0 && this.ticking !== 0;
    this.seconds = seconds;
    const shown = this.bar.querySelector("[role='timer']");
    if (shown) shown.textContent = clock(seconds);
    if (restart) this.setTimer(true);
  }
}

/** Whether a key pressed here belongs to something else: a field, a widget, an open card. @param {EventTarget | null} target */
function isTaken(target) {
  return target instanceof Element && target.closest(
    "input, textarea, select, [contenteditable], [role='slider'], .electoral-widget, [popover], details[open]",
  ) !== null;
}

function begin() {
  const bar = document.querySelector("[data-electoral-presenter]");
  if (!(bar instanceof HTMLElement)) return;
  const presenter = new Presenter(bar);
  document.querySelector(PICKED)?.addEventListener("click", () => {
    document.querySelector("[data-electoral-view]")?.removeAttribute("open");
    presenter.enter();
  });
  const shortcuts = document.querySelector("[data-electoral-shortcuts]");
  if (shortcuts instanceof HTMLInputElement) {
    shortcuts.checked = kept(() => localStorage.getItem(SHORTCUTS)) !== "off";
    shortcuts.addEventListener("change", () => {
      keep(() => localStorage.setItem(SHORTCUTS, shortcuts.checked ? "on" : "off"));
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTaken(event.target)) return;
    const asked = wish(event, isPresenting());
    if (!asked || (asked === "present" && shortcuts instanceof HTMLInputElement && !shortcuts.checked)) return;
    event.preventDefault();
    presenter.act(asked);
  });
  // Whoever answers anew in front of the class wants to see it.
  for (const event of ["pointerdown", "keydown"]) {
    document.addEventListener(event, ({ target }) => {
      if (target instanceof Element) target.closest("[data-electoral-veiled]")?.removeAttribute("data-electoral-veiled");
    });
  }
  window.addEventListener("hashchange", () => {
    const asked = isPresenting() && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const at = asked ? allSteps().findIndex((step) => step.some((block) => block === asked || block.contains(asked))) : -1;
    if (at >= 0) presenter.show(at);
  });
  if (kept(() => sessionStorage.getItem(MODE)) === location.pathname) presenter.enter();
}

/** Begin as soon as the text is there: the page is whole only when its last exercise is. */
function beginWithTheText() {
  const isThere = () => document.readyState !== "loading" || document.querySelector(".electoral-bottom");
  if (isThere()) return begin();
  const coming = new MutationObserver(() => {
    if (!isThere()) return;
    coming.disconnect();
    begin();
  });
  coming.observe(document.documentElement, { childList: true, subtree: true });
}

if (typeof document !== "undefined") {
  beginWithTheText();
  // Exercises that are drawn while the class looks come with what was picked in them.
  new MutationObserver(() => {
    if (isPresenting() && root().dataset.electoral === "ready") veil();
  }).observe(root(), { attributeFilter: ["data-electoral"] });
}
