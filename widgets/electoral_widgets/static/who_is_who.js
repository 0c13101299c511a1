import { fill, make, makeButton, makeLink, makePrediction, takeLink } from "./common.js";
import { cited } from "./cited.js";

/**
 * A map of organisations: a guess, buttons with lines between them, and a card for each.
 *
 * @typedef {{ text: string, source: string, ids: string[], open: boolean }} Line
 * @typedef {{ id: string, name: string, group: "decides" | "cis" | "europe" | "bodies", tied: string[],
 *   parts: { name: string, lines: Line[] }[] }} Card
 * @typedef {Record<"title" | "question" | "mission" | "association" | "commission" | "show" | "right" | "wrong" | "map"
 *   | "hint" | "decides" | "cis" | "europe" | "bodies" | "tied", string> & import("./common.js").SharedLabels} Labels
 * @typedef {{ language: string, page: string, labels: Labels, signs: import("./common.js").Signs,
 *   state: { guess: string, chosen: string }, notice: string, cards: Card[], said: string }} Model
 * @typedef {{ x: number, y: number }} Point
 */

/** @type {string | null | undefined} */
let pictures;

/**
 * The line from one button to another as a path that leaves and arrives in the middle of an edge.
 * @param {Point} one
 * @param {Point} other
 */
export function path(one, other) {
  const middle = (one.y + other.y) / 2;
  return `M${one.x} ${one.y}C${one.x} ${middle} ${other.x} ${middle} ${other.x} ${other.y}`;
}

/**
 * Every pair of organisations that are tied, each pair once.
 * @param {{ id: string, tied: string[] }[]} cards
 */
export function pairs(cards) {
  return cards.flatMap(({ id, tied }) => tied.filter((other) => id < other).map((other) => [id, other]));
}

let views = 0;

/** @type {import("@anywidget/types").Render<Model>} */
function render({ model, el }) {
  takeLink(model, "who-is-who");
  const stop = new AbortController();
  const { signal } = stop;
  const id = `electoral-who-is-who-${(views += 1)}`;
  const labels = model.get("labels");
  const groups = { decides: labels.decides, cis: labels.cis, europe: labels.europe, bodies: labels.bodies };
  /** @type {Map<string, HTMLButtonElement>} */
  const buttons = new Map();

  /** @param {Partial<{ guess: string, chosen: string }>} news */
  function change(news) {
    model.set("state", { ...model.get("state"), ...news });
    model.save_changes();
  }

  const prediction = makePrediction({
    name: `${id}-guess`,
    question: labels.question,
    options: [
      { value: "mission", text: labels.mission },
      { value: "association", text: labels.association },
      { value: "commission", text: labels.commission },
    ],
    show: labels.show,
    labels,
    chosen: model.get("state").guess,
    signal,
    reveal: (value) => change({ guess: value }),
  });
  const answer = make("p", { class: "verdict", role: "status" });
  const notice = make("p", { class: "notice", role: "status" });
  const lines = make("div", { class: "lines", "aria-hidden": "true" });
  const map = make("div", { class: "map", role: "group", "aria-label": labels.map });
  const card = make("div", { class: "card", role: "status" });
  const open = make("div", {}, make("p", { class: "quiet-text" }, labels.hint), map, card);

  function build() {
    const cards = model.get("cards");
    map.replaceChildren(lines, ...Object.entries(groups).map(([group, text]) => make("div", { class: `group ${group}` },
      make("p", { class: "heading" }, text),
      make("div", { class: "nodes" }, ...cards.filter((one) => one.group === group).map((one) => {
        const button = makeButton(one.name, () => change({ chosen: one.id }), signal);
        buttons.set(one.id, button);
        return button;
      })))));
  }

  /** Draw the lines behind the buttons, those of the chosen one stronger. */
  function connect() {
    const { chosen } = model.get("state");
    const whole = map.getBoundingClientRect();
    pictures ??= new DOMParser().parseFromString("<svg></svg>", "text/html").querySelector("svg")?.namespaceURI ?? null;
    const svg = document.createElementNS(pictures, "svg");
    svg.setAttribute("width", String(whole.width));
    svg.setAttribute("height", String(whole.height));
    /** @param {string} name */
    const centre = (name) => {
      const box = buttons.get(name)?.getBoundingClientRect() ?? whole;
      return { x: box.left + box.width / 2 - whole.left, y: box.top + box.height / 2 - whole.top };
    };
    for (const [one = "", other = ""] of pairs(model.get("cards"))) {
      const line = document.createElementNS(pictures, "path");
      line.setAttribute("d", path(centre(one), centre(other)));
      line.setAttribute("class", [one, other].includes(chosen) ? "tie chosen" : "tie");
      svg.append(line);
    }
    lines.replaceChildren(svg);
  }

  function tell() {
    const cards = model.get("cards");
    const { chosen } = model.get("state");
    const one = cards.find((known) => known.id === chosen);
    if (!one) return;
    for (const [name, button] of buttons) {
      button.setAttribute("aria-pressed", String(name === chosen));
      button.classList.toggle("tied", one.tied.includes(name));
    }
    const names = one.tied.map((name) => cards.find((known) => known.id === name)?.name ?? name);
    card.replaceChildren(
      make("p", { class: "heading" }, one.name),
      ...one.parts.flatMap(({ name, lines: told }) => [
        make("p", { class: "part" }, name),
        ...told.map((line) => make("p", { class: line.open ? "open" : "" }, line.open ? "? " : "", line.text, " ",
          cited(line.source, line.ids))),
      ]),
      ...(names.length ? [make("p", { class: "quiet-text" }, fill(labels.tied, { names: names.join(", ") }))] : []));
  }

  el.replaceChildren(make("div", {
    class: "electoral-view electoral-who-is-who",
    lang: model.get("language"),
    role: "group",
    "aria-labelledby": `${id}-title`,
  },
  make("p", { class: "title", id: `${id}-title` }, labels.title), prediction, answer, notice, open,
  makeLink(model, "who-is-who", labels, signal)));

  function follow() {
    const { guess } = model.get("state");
    notice.textContent = model.get("notice");
    open.hidden = !guess || model.get("cards").length === 0;
    if (open.hidden) return;
    answer.textContent = `${guess === "commission" ? labels.right : labels.wrong} ${model.get("said")}`;
    if (buttons.size === 0) build();
    tell();
    connect();
  }

  const watched = /** @type {const} */ (["change:state", "change:cards", "change:notice"]);
  for (const name of watched) model.on(name, follow);
  const sized = new ResizeObserver(() => { if (!open.hidden) connect(); });
  sized.observe(el);
  follow();
  return () => {
    stop.abort();
    sized.disconnect();
    for (const name of watched) model.off(name, follow);
  };
}

export default { render };
