// What the school's pages do by themselves: keep the place when the language is switched,
// show whether the exercises run, and end the page's kernel when the page is closed.
// It holds no text: every sentence is in the page.

const READY_CHECK_MS = 100;
/** What a view is drawn into: by the school's own script, by Voilà's, or a sentence that it was not. */
const DRAWN = ".electoral-drawn, .lm-Widget, .electoral-failure";

/** @typedef {{ connect(slot: (sender: unknown, value: string) => void): void }} Signal */
/** @typedef {{ statusChanged: Signal, connectionStatusChanged: Signal }} Kernel */
/** @typedef {{ widgetManager?: { kernel?: Kernel } }} VoilaApp */

/** @param {string} selector @returns {HTMLElement[]} */
const all = (selector) => [...document.querySelectorAll(selector)].filter((el) => el instanceof HTMLElement);

/** The id of the last heading that has scrolled to the top: the section being read. */
function sectionBeingRead() {
  const line = Math.min(window.innerHeight / 3, 240);
  const passed = all("main [id^='s-']").filter((heading) => heading.getBoundingClientRect().top < line);
  return passed.at(-1)?.id ?? "";
}

/** Let a link to the same page in another language lead to the section being read. */
function keepPlace() {
  for (const event of ["pointerdown", "focusin", "click"]) {
    document.addEventListener(
      event,
      ({ target }) => {
        const link = target instanceof Element && target.closest("a[data-electoral-place]");
        if (link instanceof HTMLAnchorElement) link.hash = sectionBeingRead();
      },
      { capture: true },
    );
  }
}

/** Widgets move the text when they appear: go back to the section asked for, if still there. */
function returnToSection() {
  const asked = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!asked) return () => {};
  let moved = false;
  for (const event of ["wheel", "touchmove", "keydown", "pointerdown"]) {
    window.addEventListener(event, () => (moved = true), { once: true, passive: true });
  }
  return () => {
    if (!moved) asked.scrollIntoView({ behavior: "instant", block: "start" });
  };
}

/** @returns {{ kernelId?: string, baseUrl?: string }} */
function configuration() {
  return JSON.parse(document.getElementById("jupyter-config-data")?.textContent || "{}");
}

/** Tell the server that this page is gone. */
function sayGoodbye() {
  const { kernelId, baseUrl } = configuration();
  if (!kernelId) return;
  window.addEventListener("pagehide", () => {
    const form = new FormData();
    form.append("_xsrf", document.cookie.match("\\b_xsrf=([^;]*)\\b")?.[1] ?? "");
    navigator.sendBeacon(`${baseUrl}school/leave/${kernelId}`, form);
  });
}

function showStopped() {
  for (const notice of all("[data-electoral-stopped]")) {
    notice.hidden = false;
    notice.setAttribute("role", "alert");
  }
}

/** @param {Kernel} kernel */
function watch(kernel) {
  kernel.statusChanged.connect((_, status) => {
    if (["dead", "autorestarting", "restarting"].includes(status)) showStopped();
  });
  kernel.connectionStatusChanged.connect((_, status) => {
    if (status === "disconnected") showStopped();
  });
}

/** Show that the page starts, until its widgets are drawn. */
function waitForWidgets() {
  const back = returnToSection();
  /** @param {string} state */
  const arrive = (state) => {
    document.documentElement.dataset.electoral = state;
    for (const notice of all("[data-electoral-starting]")) notice.hidden = true;
    requestAnimationFrame(back);
  };
  if (!configuration().kernelId || document.querySelector("[data-electoral-without-kernel]")) {
    arrive("without-kernel");
    return;
  }
  const timer = setInterval(() => {
    const app = /** @type {{ jupyterapp?: VoilaApp }} */ (/** @type {unknown} */ (window)).jupyterapp;
    // Voilà's own script comes with pages that show something else than the school's views.
    const needsVoila = document.querySelector("body > script[src$='/voila.js']");
    const waiting = document.querySelector("main script[type='application/vnd.voila.cell-output+json']");
    const empty = all("main .electoral-widget").some((place) => !place.querySelector(DRAWN)?.childElementCount);
    const isOpen = document.documentElement.dataset.electoralKernel === "open";
    if ((needsVoila && !app) || !isOpen || waiting || empty) return;
    clearInterval(timer);
    if (app?.widgetManager?.kernel) watch(app.widgetManager.kernel);
    arrive("ready");
  }, READY_CHECK_MS);
}

/** Beside the text there is room for its contents. */
function openContents() {
  const contents = document.querySelector(".electoral-contents details");
  if (contents instanceof HTMLDetailsElement && matchMedia("(min-width: 75rem)").matches) contents.open = true;
}

function begin() {
  openContents();
  if (!document.querySelector("[data-electoral-starting]")) return;
  sayGoodbye();
  document.addEventListener("electoral:stopped", showStopped);
  waitForWidgets();
}

// The script runs before the page is whole: its links are of use while the exercises start.
keepPlace();
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
else begin();
