// Beside the text: the card of a term, and the size of the text. It holds no text of its own.

const SIZE = "electoral_size";
const GAP = 8;

/** @param {string} key @param {string | null} value */
function keep(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // A browser that keeps nothing: the choice holds for this page.
  }
}

/**
 * Where a card stands: below its term, or above where there is more room, and within the window.
 * @param {{ left: number, top: number, bottom: number }} term @param {{ width: number, height: number }} card
 * @param {{ width: number, height: number }} room
 */
export function beside(term, card, room) {
  const left = Math.max(GAP, Math.min(term.left, room.width - card.width - GAP));
  const below = term.bottom + GAP;
  const fits = below + card.height <= room.height || term.top < card.height + GAP;
  return { left, top: fits ? below : term.top - card.height - GAP };
}

/** @param {HTMLElement} card @param {HTMLElement} link */
function placeCard(card, link) {
  const { width, height } = card.getBoundingClientRect();
  const room = { width: document.documentElement.clientWidth, height: window.innerHeight };
  const place = beside(link.getClientRects()[0] ?? link.getBoundingClientRect(), { width, height }, room);
  card.style.left = `${place.left + window.scrollX}px`;
  card.style.top = `${place.top + window.scrollY}px`;
}

/** @param {HTMLElement} link */
function openCard(link) {
  const card = document.getElementById(`term-${link.dataset.term}`);
  if (!card?.showPopover) return false;
  const closed = new AbortController();
  card.showPopover();
  placeCard(card, link);
  window.addEventListener("resize", () => placeCard(card, link), { signal: closed.signal });
  /** @type {HTMLElement | null} */ (card.querySelector(".electoral-term-title"))?.focus({ preventScroll: true });
  card.addEventListener(
    "toggle",
    (event) => {
      if (/** @type {ToggleEvent} */ (event).newState !== "closed") return;
      closed.abort();
      const here = document.activeElement;
      if (!here || here === document.body || card.contains(here)) link.focus({ preventScroll: true });
    },
    { signal: closed.signal },
  );
  return true;
}

/** A term opens its card; with Ctrl, in a new tab or without cards it is a link like others. */
function openTerms() {
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest("a.electoral-term[data-term]");
    if (!(link instanceof HTMLElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (openCard(link)) event.preventDefault();
  });
}

function chooseSize() {
  const menu = document.querySelector("[data-electoral-view]");
  if (!(menu instanceof HTMLDetailsElement)) return;
  menu.hidden = false;
  const root = document.documentElement;
  for (const choice of menu.querySelectorAll("input[name='electoral-size']")) {
    if (!(choice instanceof HTMLInputElement)) continue;
    choice.checked = choice.value === (root.dataset.electoralSize ?? "normal");
    choice.addEventListener("change", () => {
      const size = choice.value === "normal" ? null : choice.value;
      if (size) root.dataset.electoralSize = size;
      else delete root.dataset.electoralSize;
      keep(SIZE, size);
    });
  }
  const summary = menu.querySelector("summary");
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    summary?.focus();
  });
  document.addEventListener("pointerdown", ({ target }) => {
    if (target instanceof Node && !menu.contains(target)) menu.open = false;
  });
}

if (typeof document !== "undefined") {
  openTerms();
  // The top of the page may not be there yet when the script is: a lesson comes piece by piece.
  if (document.querySelector("main")) chooseSize();
  else document.addEventListener("DOMContentLoaded", chooseSize);
}
