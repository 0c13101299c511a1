import { make, makeButton, makeLink, makePrediction, takeLink, writeCount } from "./common.js";
import { cited } from "./cited.js";
import { drawTimeline, nearest, shape, sign } from "./votes_timeline_picture.js";

/**
 * National votes above, institutions below: a guess, a measure, a list, and every figure with its source.
 *
 * @typedef {import("./votes_timeline_picture.js").Mark} Mark
 * @typedef {import("./votes_timeline_picture.js").Happening} Happening
 * @typedef {{ guess: string, measure: "registered" | "voted" | "turnout", base: string, chosen: string }} State
 * @typedef {{ title: string, date: string, kind: string, standing: string, said: string[], lines: {
 *   name: string, value: string, how: string, differ: boolean, missing: boolean, source: string, ids: string[] }[] }} Detail
 * @typedef {Record<"title" | "question" | "more" | "same" | "fewer" | "show" | "right" | "wrong" | "measure" | "registered"
 *   | "voted" | "turnout" | "base" | "computed" | "millions" | "choose_vote" | "choose_event" | "none" | "earlier" | "later"
 *   | "legend" | "presidential" | "parliamentary" | "referendum" | "span" | "rough" | "annulled" | "gap" | "figures"
 *   | "figure" | "value" | "how" | "differ" | "table" | "date" | "planned", string>
 *   & import("./common.js").SharedLabels} Labels
 * @typedef {{ language: string, page: string, labels: Labels, signs: import("./common.js").Signs, state: State,
 *   notice: string, marks: Mark[], events: Happening[], kinds: string[][], bases: string[][], detail: Detail,
 *   said: string, alt: string }} Model
 */

let views = 0;

/** @type {import("@anywidget/types").Render<Model>} */
function render({ model, el }) {
  takeLink(model, "votes-timeline");
  const stop = new AbortController();
  const { signal } = stop;
  const id = `electoral-votes-timeline-${(views += 1)}`;
  const labels = model.get("labels");
  const signs = model.get("signs");
  const measures = { registered: labels.registered, voted: labels.voted, turnout: labels.turnout };
  const lanes = model.get("kinds");
  /** @type {{ x: number, y: number, id: string }[]} */
  let spots = [];

  /** @param {Partial<State>} news */
  function change(news) {
    model.set("state", { ...model.get("state"), ...news });
    model.save_changes();
  }

  /** @param {string} label @param {(value: string) => void} act */
  function makeSelect(label, act) {
    const select = make("select", {});
    select.addEventListener("change", () => select.value && act(select.value), { signal });
    return { select, row: make("label", { class: "choice" }, make("span", {}, label), select) };
  }

  const { guess } = model.get("state");
  const prediction = makePrediction({
    name: `${id}-guess`,
    question: labels.question,
    options: [
      { value: "more", text: labels.more },
      { value: "same", text: labels.same },
      { value: "fewer", text: labels.fewer },
    ],
    show: labels.show,
    labels,
    chosen: guess,
    signal,
    reveal: (value) => change({ guess: value }),
  });
  const answer = make("p", { class: "verdict", role: "status" });
  const notice = make("p", { class: "notice", role: "status" });
  const buttons = Object.entries(measures).map(([measure, text]) => {
    const button = makeButton(text, () => change({ measure: /** @type {State["measure"]} */ (measure) }), signal);
    return { measure, button };
  });
  const base = makeSelect(labels.base, (value) => change({ base: value }));
  base.select.append(...model.get("bases").map(([value = "", text = ""]) => make("option", { value }, text)));
  const computed = make("p", { class: "quiet-text" }, labels.computed);
  const millions = make("p", { class: "quiet-text" }, labels.millions);
  const votes = makeSelect(labels.choose_vote, (value) => change({ chosen: value }));
  const events = makeSelect(labels.choose_event, (value) => change({ chosen: value }));
  const canvas = make("div", { class: "canvas" });
  const card = make("div", { class: "card", role: "status" });
  const rows = make("tbody", {});

  /** Everything that can be chosen, oldest first. */
  function all() {
    const every = [
      ...model.get("marks").map((one) => ({ id: one.id, at: one.at })),
      ...model.get("events").map((one) => ({ id: `e:${one.id}`, at: one.at })),
    ];
    return every.sort((one, other) => one.at - other.at);
  }

  /** @param {number} by */
  function step(by) {
    const every = all();
    const now = every.findIndex((one) => one.id === model.get("state").chosen);
    const next = every[Math.min(every.length - 1, Math.max(0, now + by))];
    if (next) change({ chosen: next.id });
  }

  function picture() {
    const { measure, chosen } = model.get("state");
    const width = Math.max(280, Math.floor(canvas.clientWidth || 640));
    const write = (/** @type {number} */ value) => measure === "turnout" ? `${value}${signs.percent ?? "%"}`
      : writeCount(value / 1_000_000, signs);
    const drawn = drawTimeline(model.get("marks"), model.get("events"), lanes, { measure, chosen, width, write });
    drawn.picture.setAttribute("aria-label", model.get("alt"));
    spots = drawn.spots;
    canvas.replaceChildren(drawn.picture);
  }

  canvas.addEventListener("click", (event) => {
    const box = canvas.getBoundingClientRect();
    const found = nearest(spots, event.clientX - box.left, event.clientY - box.top);
    if (found) change({ chosen: found.id });
  }, { signal });

  /** @param {Detail} detail */
  function figures(detail) {
    const lines = detail.lines.map((line) => make("tr", { role: "row", class: line.differ ? "differ" : "" },
      make("th", { role: "rowheader", scope: "row" }, line.name),
      make("td", { role: "cell", class: line.missing ? "missing" : "" }, line.value),
      make("td", { role: "cell", class: "words" }, make("span", {}, line.how),
        ...(line.differ ? [make("b", { class: "doubtful" }, ` ≠ ${labels.differ}`)] : []),
        cited(line.source, line.ids))));
    return make("div", { class: "box", role: "region", tabindex: "0", "aria-label": labels.figures },
      // On a phone a row becomes a card; its roles stay those of a table.
      make("table", { role: "table", "aria-label": labels.figures },
        make("thead", { role: "rowgroup" }, make("tr", { role: "row" },
          make("th", { role: "columnheader", scope: "col", class: "words" }, labels.figure),
          make("th", { role: "columnheader", scope: "col" }, labels.value),
          make("th", { role: "columnheader", scope: "col", class: "words" }, labels.how))),
        make("tbody", { role: "rowgroup" }, ...lines)));
  }

  function tell() {
    const { chosen } = model.get("state");
    const event = model.get("events").find((one) => `e:${one.id}` === chosen);
    if (event) {
      const [, lane = ""] = lanes.find(([kind]) => kind === event.kind) ?? [];
      card.replaceChildren(
        make("p", { class: "heading" }, event.date, event.planned ? ` (${labels.planned})` : ""),
        make("p", {}, event.name),
        make("p", { class: "quiet-text" }, `${lane}. `, cited(event.source, event.ids)));
      return;
    }
    const detail = model.get("detail");
    if (!detail.lines) return;
    card.replaceChildren(
      make("p", { class: "heading" }, `${detail.title} · ${detail.date}`),
      make("p", { class: "quiet-text" }, `${detail.kind} · ${detail.standing}`),
      ...detail.said.map((text) => make("p", { class: "doubtful" }, text)),
      figures(detail));
  }

  const legend = make("details", {}, make("summary", {}, labels.legend), make("ul", { class: "legend" },
    ...[["presidential", labels.presidential], ["parliamentary", labels.parliamentary], ["referendum", labels.referendum]]
      .map(([kind = "", text = ""]) => make("li", {}, shape("svg", { width: 18, height: 18, viewBox: "0 0 18 18", "aria-hidden": "true" },
        sign(kind, 9, 10, `mark ${kind}`)), text)),
    ...[labels.span, labels.rough, labels.annulled, labels.gap].map((text) => make("li", {}, text)),
    ...lanes.map(([, text = ""], lane) => make("li", {}, `${lane + 1}: ${text}`))));
  const table = make("details", {}, make("summary", {}, labels.table),
    make("div", { class: "box", role: "region", tabindex: "0", "aria-label": labels.table },
      make("table", { "aria-label": labels.table }, make("thead", {}, make("tr", {},
        make("th", { scope: "col", class: "words" }, labels.choose_vote), make("th", { scope: "col", class: "words" }, labels.date),
        make("th", { scope: "col" }, labels.value))), rows)));
  const open = make("div", { class: "open" },
    make("div", { class: "actions", role: "group", "aria-label": labels.measure }, ...buttons.map(({ button }) => button)),
    base.row, computed, millions, canvas, legend,
    make("div", { class: "actions" },
      makeButton(labels.earlier, () => step(-1), signal), makeButton(labels.later, () => step(1), signal)),
    make("div", { class: "choosers" }, votes.row, events.row),
    card, table);

  el.replaceChildren(make("div", {
    class: "electoral-view electoral-votes-timeline",
    lang: model.get("language"),
    role: "group",
    "aria-labelledby": `${id}-title`,
  },
  make("p", { class: "title", id: `${id}-title` }, labels.title), prediction, answer, notice, open,
  makeLink(model, "votes-timeline", labels, signal)));

  function follow() {
    const state = model.get("state");
    const marks = model.get("marks");
    const happened = model.get("events");
    notice.textContent = model.get("notice");
    open.hidden = !state.guess || marks.length === 0;
    if (open.hidden) return;
    answer.textContent = `${state.guess === "fewer" ? labels.right : labels.wrong} ${model.get("said")}`;
    for (const { measure, button } of buttons) button.setAttribute("aria-pressed", String(measure === state.measure));
    base.row.hidden = state.measure !== "turnout";
    base.select.value = state.base;
    millions.hidden = state.measure === "turnout";
    computed.hidden = state.base === "own";
    if (!votes.select.options.length) {
      votes.select.append(make("option", { value: "" }, labels.none),
        ...marks.map((one) => make("option", { value: one.id }, one.name)));
      events.select.append(make("option", { value: "" }, labels.none),
        ...happened.map((one) => make("option", { value: `e:${one.id}` }, `${one.date}: ${one.name}`)));
    }
    votes.select.value = state.chosen.startsWith("e:") ? "" : state.chosen;
    events.select.value = state.chosen.startsWith("e:") ? state.chosen : "";
    rows.replaceChildren(...marks.map((one) => make("tr", {}, make("th", { scope: "row" }, one.name),
      make("td", { class: "words" }, one.date), make("td", {}, one.text))));
    picture();
    tell();
  }

  const watched = /** @type {const} */ (["change:state", "change:marks", "change:detail", "change:notice"]);
  for (const name of watched) model.on(name, follow);
  const sized = new ResizeObserver(() => { if (!open.hidden) picture(); });
  sized.observe(el);
  follow();
  return () => {
    stop.abort();
    sized.disconnect();
    for (const name of watched) model.off(name, follow);
  };
}

export default { render };
