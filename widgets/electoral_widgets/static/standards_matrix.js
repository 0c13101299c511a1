import { fill, make, makeButton, makeLink, takeLink } from "./common.js";
import { cited } from "./cited.js";
import { placeAfter } from "./who_can_notice_grid.js";

/**
 * Instruments of election standards and principles: a cell opens what its places say. On a phone
 * one instrument is shown at a time.
 *
 * @typedef {{ id: string, name: string, kind: string, note: string, unread: string }} Instrument
 * @typedef {{ id: string, name: string }} Named
 * @typedef {{ sign: string, word: string, grade: string, places: string }} Cell
 * @typedef {{ place: string, text: string, sign: string, where: string, source: string, ids: string[] }} Row
 * @typedef {{ key: string, name: string, title: string, principle: string, kind: string, about: string, text: string, rows: Row[] }} Detail
 * @typedef {{ kind: string, waiting: boolean, instrument: string, principle: string, own: string }} State
 * @typedef {Record<"title" | "task" | "kinds" | "all" | "waiting" | "instrument" | "principle" | "own" | "legend_read"
 *   | "legend_reported" | "legend_waiting" | "legend_none" | "cell" | "place" | "where" | "counted" | "no_choice"
 *   | "close" | "about" | "about_grades" | "about_kinds" | "anew", string> & import("./common.js").SharedLabels} Labels
 * @typedef {{ language: string, page: string, labels: Labels, signs: import("./common.js").Signs, state: State, notice: string,
 *   names: { instruments: Instrument[], principles: Named[], kinds: Named[], usual: State },
 *   matrix: Record<string, Cell>, detail: Partial<Detail> }} Model
 */

const NAME = "standards-matrix";

let views = 0;

/**
 * How many places a cell names: "5.1, 5.2" are two.
 * @param {string} places
 */
export function count(places) {
  return places ? places.split(", ").length : 0;
}

/**
 * The instruments that a filter leaves.
 * @param {Instrument[]} instruments
 * @param {string} kind
 */
export function kept(instruments, kind) {
  return instruments.filter((one) => kind === "all" || one.kind === kind);
}

/**
 * @type {import("@anywidget/types").Render<Model>}
 */
function render({ model, el }) {
  const stop = new AbortController();
  const { signal } = stop;
  const labels = model.get("labels");
  const { instruments, principles, kinds, usual } = model.get("names");
  const id = `${NAME}-${(views += 1)}`;
  takeLink(model, NAME);

  const notice = make("p", { class: "notice", role: "status" });
  const spoken = make("p", { class: "spoken", role: "status" });
  const counted = make("p", { class: "counted quiet-text" });
  const filters = [{ id: "all", name: labels.all }, ...kinds].map((one) => {
    const button = makeButton(one.name, () => change({ kind: one.id }), signal);
    return { id: one.id, button };
  });
  const waiting = make("input", { type: "checkbox" });
  waiting.addEventListener("change", () => change({ waiting: waiting.checked }), { signal });
  const chooser = make("select", {});
  chooser.addEventListener("change", () => {
    seen = chooser.value;
    change({ instrument: "", principle: "" });
    see();
  }, { signal });
  const field = make("label", { class: "field chooser" }, make("span", {}, labels.instrument), chooser);
  const table = make("table", { role: "grid", "aria-labelledby": `${id}-title` });
  const box = make("div", { class: "box" }, table);
  const detail = make("section", { class: "detail", tabindex: "-1", "aria-labelledby": `${id}-open` });
  const signs = [["●", labels.legend_read, "A"], ["◐", labels.legend_reported, "B"], ["?", labels.legend_waiting, "C"], ["–", labels.legend_none, ""]];
  const legend = make("ul", { class: "legend" }, ...signs.map(([sign = "", text = "", grade = ""]) =>
    make("li", {}, make("span", { class: `sign ${grade}`, "aria-hidden": "true" }, sign), make("span", {}, text))));

  /** The kind whose columns are drawn, the instrument a phone shows, the cell at which Tab stops. */
  let drawn = "";
  let seen = instruments.find(({ unread }) => !unread)?.id ?? "";
  /** @type {[number, number]} */
  let at = [0, 0];
  /** @type {HTMLButtonElement[][]} */
  let buttons = [];
  /** Whether the reader asked for what is opened now, and the button to which closing returns. */
  let pressed = false;
  /** @type {HTMLElement | undefined} */
  let from;

  /** @param {Partial<State>} news */
  function change(news) {
    model.set("state", { ...model.get("state"), ...news });
    model.save_changes();
  }

  /**
   * Open a cell or an instrument; a second press closes it.
   * @param {string} instrument
   * @param {string} principle
   * @param {HTMLElement} button
   */
  function press(instrument, principle, button) {
    const state = model.get("state");
    const again = state.instrument === instrument && state.principle === principle;
    pressed = !again;
    from = button;
    change(again ? { instrument: "", principle: "" } : { instrument, principle });
  }

  /** @param {[number, number]} place */
  function stopAt(place) {
    buttons[at[0]]?.[at[1]]?.setAttribute("tabindex", "-1");
    at = place;
    buttons[at[0]]?.[at[1]]?.setAttribute("tabindex", "0");
  }

  table.addEventListener("keydown", (event) => {
    const focused = event.target instanceof HTMLElement && event.target.classList.contains("cell");
    const columns = buttons[0]?.length ?? 0;
    const place = focused && !event.altKey && !event.metaKey
      ? placeAfter(event.key, at, [buttons.length, columns], event.ctrlKey) : undefined;
    if (!place) return;
    event.preventDefault();
    stopAt(place);
    seen = kept(instruments, drawn)[place[1]]?.id ?? seen;
    see();
    buttons[place[0]]?.[place[1]]?.focus();
  }, { signal });

  /** Make the columns anew: those that the filter leaves. */
  function lay() {
    const { kind, own } = model.get("state");
    const columns = kept(instruments, kind);
    drawn = kind;
    at = [0, 0];
    if (!columns.some((one) => one.id === seen)) seen = columns[0]?.id ?? "";
    chooser.replaceChildren(...columns.map((one) => make("option", { value: one.id }, one.name)));
    const heads = columns.map((one) => {
      const button = make("button", { type: "button", class: "head" }, one.name, make("small", {}, [one.note, one.unread].filter(Boolean).join(", ")));
      button.addEventListener("click", () => press(one.id, "", button), { signal });
      return make("th", { scope: "col", "data-instrument": one.id }, button);
    });
    buttons = principles.map((principle, row) => columns.map((one, column) => {
      const button = make("button", { type: "button", class: "cell", tabindex: "-1" });
      button.addEventListener("click", () => {
        stopAt([row, column]);
        press(one.id, principle.id, button);
      }, { signal });
      return button;
    }));
    const lines = principles.map((principle, row) => {
      const head = make("th", { scope: "row" }, principle.name, ...(own === principle.id ? [make("small", {}, `⚑ ${labels.own}`)] : []));
      return make("tr", own === principle.id ? { class: "own" } : {}, head,
        ...columns.map((one, column) => make("td", { "data-instrument": one.id }, buttons[row]?.[column] ?? "")));
    });
    table.replaceChildren(make("thead", {}, make("tr", {}, make("th", { scope: "col", class: "words" }, labels.principle), ...heads)),
      make("tbody", {}, ...lines));
    stopAt(at);
  }

  /** Mark the one column that a phone shows. */
  function see() {
    chooser.value = seen;
    for (const cell of table.querySelectorAll("[data-instrument]")) cell.classList.toggle("chosen", cell.getAttribute("data-instrument") === seen);
  }

  function drawCells() {
    const state = model.get("state");
    const matrix = model.get("matrix");
    const columns = kept(instruments, state.kind);
    let cells = 0;
    for (const [row, principle] of principles.entries()) {
      for (const [column, one] of columns.entries()) {
        const cell = matrix[`${one.id}/${principle.id}`];
        const button = buttons[row]?.[column];
        if (!button) continue;
        cells += Number(cell !== undefined);
        button.className = `cell ${cell?.grade ?? "none"}`;
        button.setAttribute("aria-expanded", String(state.instrument === one.id && state.principle === principle.id));
        button.replaceChildren(make("span", { class: "sign", "aria-hidden": "true" }, cell?.sign ?? "–"),
          ...(cell ? [make("span", { "aria-hidden": "true" }, String(count(cell.places)))] : []),
          make("span", { class: "spoken" }, cell ? fill(labels.cell, { places: cell.places, grade: cell.word }) : labels.legend_none));
      }
    }
    counted.textContent = fill(labels.counted, { cells, instruments: columns.length });
  }

  function drawDetail() {
    const { key, name = "", title = "", principle = "", kind = "", about = "", text = "", rows = [] } = model.get("detail");
    detail.hidden = !key;
    if (!key) {
      if (spoken.textContent) spoken.textContent = labels.no_choice;
      return;
    }
    const heading = principle ? `${name} — ${principle}` : name;
    detail.replaceChildren(make("p", { class: "heading", id: `${id}-open` }, heading),
      make("p", { class: "quiet-text" }, title, ". ", kind, ". ", about),
      ...(text ? [make("p", {}, text)] : []),
      ...(rows.length ? [make("ul", { class: "places" }, ...rows.map((row) => make("li", {},
        make("span", { class: "sign", "aria-hidden": "true" }, row.sign),
        make("span", {}, ...(row.place ? [make("b", {}, fill(labels.place, { place: row.place })), " "] : []), row.text, " ",
          make("small", { class: "quiet-text" }, cited(row.source, row.ids), ...(row.where ? [" ", fill(labels.where, { where: row.where })] : []))))))] : []),
      makeButton(labels.close, () => {
        change({ instrument: "", principle: "" });
        from?.focus();
      }, signal));
    spoken.textContent = heading;
    if (pressed) {
      pressed = false;
      detail.focus({ preventScroll: true });
      detail.scrollIntoView({ block: "nearest" });
    }
  }

  function draw() {
    const state = model.get("state");
    notice.textContent = model.get("notice");
    if (drawn !== state.kind) lay();
    for (const one of filters) one.button.setAttribute("aria-pressed", String(one.id === state.kind));
    waiting.checked = state.waiting;
    if (state.instrument) seen = state.instrument;
    see();
    drawCells();
    drawDetail();
  }

  el.replaceChildren(make("div", {
    class: `electoral-view electoral-${NAME}`, lang: model.get("language"), role: "group", "aria-labelledby": `${id}-title`,
  },
  make("p", { class: "title", id: `${id}-title` }, labels.title), make("p", {}, labels.task), legend,
  make("div", { class: "actions", role: "group", "aria-label": labels.kinds }, ...filters.map(({ button }) => button)),
  make("label", {}, waiting, make("span", {}, labels.waiting)), notice, spoken, field, box, counted, detail,
  make("details", {}, make("summary", {}, labels.about), make("p", {}, labels.about_grades), make("p", {}, labels.about_kinds)),
  make("div", { class: "actions" }, makeButton(labels.anew, () => change({ ...usual, own: model.get("state").own }), signal), makeLink(model, NAME, labels, signal))));
  const events = /** @type {const} */ (["change:state", "change:matrix", "change:detail", "change:notice"]);
  for (const name of events) model.on(name, draw);
  draw();
  return () => {
    stop.abort();
    for (const name of events) model.off(name, draw);
  };
}

export default { render };
