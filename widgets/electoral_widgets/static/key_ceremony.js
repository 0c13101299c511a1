import { fill, make, makeButton, makeLink, makePrediction, takeLink, writeCount, writePercent } from "./common.js";
import {
  CURVE, GRID, ROOM, STROKES, draw, drawCurve, drawLines, drawPerson, drawTable, pressed, seats,
} from "./key_room.js";

/**
 * A key on cards: two guesses, a table with people whom a learner disturbs, the urn they open
 * together, the balance of two dangers, and the line that explains it.
 *
 * @typedef {{ seed: number, guess: string, secret: string, people: string, circle: string, needed: number,
 *   rule: string, group: string, opened: boolean, tried: boolean, cracked: boolean, lost: number,
 *   corrupt: number, points: number[] }} State
 * @typedef {{ used?: number[], refused?: number[], sum?: number | null, said?: string[], reckoning?: string[] }} Opening
 * @typedef {Record<"card" | "public" | "part" | "proof" | "weight", string>} Numbers
 * @typedef {Record<"title" | "intro" | "question" | "guess_yes" | "guess_chair" | "guess_no" | "to_table"
 *   | "secret_question" | "secret_all" | "secret_part" | "secret_none" | "let_them" | "room" | "task" | "tool"
 *   | "tool_l" | "tool_g" | "tool_f" | "tool_c" | "is_h" | "is_l" | "is_g" | "is_f" | "is_c" | "person"
 *   | "picture" | "closed" | "open_with" | "open" | "try" | "everybody" | "change" | "people" | "needed" | "rule"
 *   | "rule_some" | "rule_every" | "every_note" | "some_note" | "group" | "group_toy23" | "group_toy2039"
 *   | "group_real" | "seed" | "crack" | "moscow" | "moscow_source" | "reckoning" | "numbers" | "number" | "who"
 *   | "what" | "card" | "public" | "part" | "proof" | "weight" | "balance" | "balance_text" | "lost" | "corrupt"
 *   | "head_closed" | "head_broken" | "line_closed" | "line_broken" | "curve" | "curve_table" | "independent"
 *   | "why" | "why_text" | "point" | "line_picture" | "line_table" | "start" | "slope" | "three" | "facts"
 *   | "estonia" | "estonia_source" | "standards" | "standards_source", string>
 *   & import("./common.js").SharedLabels} Labels
 * @typedef {{
 *   language: string, page: string, labels: Labels, signs: import("./common.js").Signs, state: State,
 *   notice: string, roles: string[], modulus: string, opening: Opening, cracked: string,
 *   secret: { said?: string[], votes?: string[] }, verdicts: { guess?: string, secret?: string },
 *   numbers: Numbers[], curve: import("./key_room.js").Chances[],
 *   line: { q?: number, points?: [number, number][], lines?: [number, number][], said?: string },
 * }} Model
 */

const NAME = "key-ceremony";
const SEATS = 9;

let views = 0;

/** @type {import("@anywidget/types").Render<Model>} */
function render({ model, el }) {
  takeLink(model, NAME);
  const stop = new AbortController();
  const signal = stop.signal;
  const id = `electoral-${NAME}-${(views += 1)}`;
  const labels = model.get("labels");
  const signs = model.get("signs");
  const roles = model.get("roles");
  let tool = "l";
  let asked = "";

  const now = () => model.get("state");
  const letters = () => `${now().people}`.split("");
  const inCircle = (/** @type {number} */ seat) => now().circle[seat] === "c";
  const role = (/** @type {number} */ seat) => roles[seat] ?? "";
  /** @type {Record<string, string>} */
  const states = { h: labels.is_h, l: labels.is_l, g: labels.is_g, f: labels.is_f };
  const stateOf = (/** @type {number} */ seat) =>
    [states[now().people[seat] ?? "h"] ?? "", ...(inCircle(seat) ? [labels.is_c] : [])].join(", ");
  const percent = (/** @type {number} */ number) => writeCount(number, signs) + (signs.percent ?? "%");

  const spoken = make("p", { class: "spoken", role: "status" });
  const notice = make("p", { class: "notice", role: "alert" });
  const firstAsked = make("div", {});
  const secondAsked = make("div", {});
  const verdict = make("p", { class: "verdict" });
  const secretVerdict = make("p", { class: "verdict" });
  const said = make("ul", { class: "findings" });
  const secretSaid = make("ul", { class: "findings secret" });
  const room = make("div", { class: "room" });
  const picture = draw("svg", { class: "picture", viewBox: `0 0 ${ROOM.width} ${ROOM.height}`, role: "img" });
  const names = make("ol", { class: "names", "aria-hidden": "true" });
  const numbers = make("tbody", {});
  const reckoning = make("ul", { class: "reckoning" });
  const cracked = make("p", { class: "said" });
  const curve = draw("svg", { class: "curve", viewBox: `0 0 ${CURVE.width} ${CURVE.height}`, role: "img" });
  const key = make("ul", { class: "key" });
  const chances = make("tbody", {});
  const lines = draw("svg", { class: "lines", viewBox: `0 0 ${GRID.width} ${GRID.height}`, role: "img" });
  const lineSaid = make("p", { class: "line-said" });
  const lineRows = make("tbody", {});
  const ruleNote = make("p", { class: "quiet-text" });
  const after = make("div", { class: "after" });
  const rest = make("div", { class: "rest" });

  /** @param {Partial<State>} news */
  function change(news) {
    const state = { ...now(), ...news };
    if (JSON.stringify(state) === JSON.stringify(now())) return;
    model.set("state", state);
    model.save_changes();
  }

  /**
   * Change who sits there and with what: the urn is closed again.
   * @param {Partial<State>} news
   */
  function disturb(news) {
    change({ ...news, opened: false, tried: false });
  }

  /**
   * A table in a box that scrolls.
   * @param {string} label
   * @param {string[]} columns
   * @param {HTMLElement} body
   */
  function table(label, columns, body) {
    const head = columns.map((column) =>
      make("th", { scope: "col", class: [labels.who, labels.what].includes(column) ? "words" : "" }, column));
    return make("div", { class: "box", role: "region", tabindex: "0", "aria-label": label },
      make("table", { "aria-label": label }, make("thead", {}, make("tr", {}, ...head)), body));
  }

  /**
   * A choice from a list.
   * @param {string} label
   * @param {[string, string][]} options
   * @param {(value: string) => void} choose
   */
  function field(label, options, choose) {
    const select = make("select", {});
    offer(select, options);
    select.addEventListener("change", () => choose(select.value), { signal });
    return { select, row: make("label", { class: "field" }, make("span", {}, label), select) };
  }

  /**
   * @param {HTMLSelectElement} select
   * @param {[string, string][]} options
   */
  function offer(select, options) {
    select.replaceChildren(...options.map(([value, text]) => make("option", { value }, text)));
  }

  /** @param {number} most */
  const upTo = (most) => Array.from({ length: most }, (_, at) => /** @type {[string, string]} */ ([`${at + 1}`, `${at + 1}`]));

  /** @param {number} seat */
  function press(seat) {
    const state = now();
    disturb(tool === "c"
      ? { circle: pressed(state.circle, seat, "c", "-") }
      : { people: pressed(state.people, seat, tool, "h") });
    spoken.textContent = nameOf(seat);
  }

  /** @param {number} seat */
  function nameOf(seat) {
    return fill(labels.person, { number: seat + 1, role: role(seat), state: stateOf(seat) });
  }

  const chairs = Array.from({ length: SEATS }, (_, seat) => {
    const figure = make("span", { class: "person" });
    const name = make("span", { class: "spoken" });
    const state = make("small", { "aria-hidden": "true" });
    const button = make("button", { type: "button", class: "seat" }, figure, name,
      make("span", { class: "role", "aria-hidden": "true" }, role(seat)), state);
    button.addEventListener("click", () => press(seat), { signal });
    return { button, figure, name, state };
  });
  room.append(picture, ...chairs.map(({ button }) => button));

  function ask() {
    const state = now();
    asked = `${state.guess}|${state.secret}`;
    firstAsked.replaceChildren(makePrediction({
      name: `${id}-guess`,
      question: labels.question,
      options: [
        { value: "yes", text: labels.guess_yes }, { value: "chair", text: labels.guess_chair }, { value: "no", text: labels.guess_no },
      ],
      show: labels.to_table,
      labels,
      chosen: state.guess,
      signal,
      reveal(guess) {
        change({ guess });
        openNow.focus();
      },
    }), verdict);
    secondAsked.replaceChildren(makePrediction({
      name: `${id}-secret`,
      question: labels.secret_question,
      options: [
        { value: "all", text: labels.secret_all }, { value: "part", text: labels.secret_part }, { value: "none", text: labels.secret_none },
      ],
      show: labels.let_them,
      labels,
      chosen: state.secret,
      signal,
      reveal(secret) {
        change({ secret, people: "hhhhh", circle: "-c-c-", opened: false, tried: true });
        tryNow.focus();
      },
    }), secretVerdict);
  }

  function drawRoom() {
    const state = now();
    const opening = state.opened ? model.get("opening") : {};
    const open = (opening.used ?? []).length > 0;
    const text = open ? `${opening.sum ?? "?"}` : "";
    const people = letters();
    const places = seats(people.length);
    room.classList.toggle("many", people.length > 6);
    chairs.forEach(({ button, figure, name, state: word }, seat) => {
      const place = places[seat];
      button.hidden = !place;
      button.disabled = !place || !state.secret;
      if (!place) return;
      button.style.left = `${(100 * place.x) / ROOM.width}%`;
      button.style.top = `${(100 * place.y) / ROOM.height}%`;
      name.textContent = nameOf(seat);
      figure.replaceChildren(drawPerson(seat + 1, people[seat] ?? "h", inCircle(seat)));
      word.textContent = stateOf(seat);
    });
    names.replaceChildren(...people.map((_, seat) => make("li", {}, nameOf(seat))));
    picture.replaceChildren(...drawTable({
      people: people.length, open, text,
      used: opening.used ?? [], refused: opening.refused ?? [],
      circle: people.map((_, seat) => seat + 1).filter((person) => inCircle(person - 1) && people[person - 1] !== "l"),
    }));
    picture.setAttribute("aria-label", fill(labels.picture, {
      people: people.length,
      needed: state.rule === "every" ? people.length : state.needed,
      state: open ? fill(labels.open_with, { sum: text }) : labels.closed,
    }));
  }

  function drawNumbers() {
    numbers.replaceChildren(...model.get("numbers").map((row, seat) => make("tr", {},
      make("th", { scope: "row" }, `${seat + 1}`), make("td", { class: "words" }, role(seat)),
      make("td", { class: "words" }, stateOf(seat)),
      ...[row.card, row.public, row.part, row.proof, row.weight].map((text) => make("td", {}, text)))));
    const rows = now().opened ? model.get("opening").reckoning ?? [] : [];
    reckoning.hidden = rows.length === 0;
    reckoning.replaceChildren(make("li", { class: "quiet-text" }, fill(labels.reckoning, { modulus: model.get("modulus") })),
      ...rows.map((row) => make("li", {}, row)));
  }

  function drawChances() {
    const rows = model.get("curve");
    curve.replaceChildren(...drawCurve(rows, percent));
    curve.setAttribute("aria-label", fill(labels.curve, { people: rows.length }));
    const at = rows.findIndex(({ chosen }) => chosen);
    const row = rows[at];
    const values = { needed: at + 1, people: rows.length };
    /**
     * @param {"closed" | "broken"} kind
     * @param {string} text
     */
    const entry = (kind, text) => make("li", {}, draw("svg", { class: "curve", viewBox: "0 0 34 14", "aria-hidden": "true" },
      draw("path", { class: kind, ...STROKES[kind], d: "M0 7h34" }),
      kind === "closed" ? draw("circle", { class: "closed-dot", cx: 17, cy: 7, r: 4.5 }) : draw("rect", { class: "broken-dot", "stroke-width": 2.5, x: 12, y: 2, width: 10, height: 10 })), text);
    key.replaceChildren(...(row ? [
      entry("closed", fill(labels.line_closed, { ...values, chance: row.closed_text })),
      entry("broken", fill(labels.line_broken, { ...values, chance: row.broken_text })),
    ] : []));
    chances.replaceChildren(...rows.map(({ closed_text, broken_text, chosen }, place) => make("tr", chosen ? { class: "sum" } : {},
      make("th", { scope: "row" }, `${place + 1}`), make("td", {}, closed_text), make("td", {}, broken_text))));
  }

  function drawLine() {
    const { q = 11, points = [], lines: through = [], said: text = "" } = model.get("line");
    lines.replaceChildren(...drawLines({ points, lines: through }, q, String));
    lines.setAttribute("aria-label", fill(labels.line_picture, { points: points.length, lines: through.length }));
    lineSaid.textContent = text;
    lineRows.replaceChildren(...through.map(([start, slope]) => make("tr", {},
      make("th", { scope: "row" }, `${start}`), make("td", {}, `${slope}`))));
  }

  /**
   * @param {HTMLElement} list
   * @param {string[]} sentences
   */
  function say(list, sentences) {
    list.replaceChildren(...sentences.map((sentence) => make("li", {}, sentence)));
    if (sentences.length > 0) spoken.textContent = sentences.join(" ");
  }

  const tools = make("fieldset", { class: "tools" }, make("legend", {}, labels.tool),
    ...[["l", labels.tool_l], ["g", labels.tool_g], ["f", labels.tool_f], ["c", labels.tool_c]].map(([value = "", text = ""]) => {
      const radio = make("input", { type: "radio", name: `${id}-tool`, value });
      radio.checked = value === tool;
      radio.addEventListener("change", () => (tool = value), { signal });
      return make("label", {}, radio, make("span", {}, text));
    }));
  const task = make("p", {}, labels.task);
  const roomTitle = make("p", { class: "heading" }, labels.room);
  const openNow = makeButton(labels.open, () => change({ opened: true }), signal, "main");
  const tryNow = makeButton(labels.try, () => change({ tried: true }), signal);
  const everybody = makeButton(labels.everybody, () => {
    const people = letters().length;
    disturb({ people: "h".repeat(people), circle: "-".repeat(people) });
  }, signal);

  const people = field(labels.people, upTo(SEATS), (value) => {
    const size = Number(value);
    disturb({
      people: now().people.slice(0, size).padEnd(size, "h"), circle: now().circle.slice(0, size).padEnd(size, "-"),
      needed: Math.min(now().needed, size),
    });
  });
  const needed = field(labels.needed, [], (value) => disturb({ needed: Number(value) }));
  const rule = field(labels.rule, [["some", labels.rule_some], ["every", labels.rule_every]], (value) => disturb({ rule: value }));
  const group = field(labels.group, [
    ["toy23", labels.group_toy23], ["toy2039", labels.group_toy2039], ["real", labels.group_real],
  ], (value) => disturb({ group: value, cracked: false }));
  group.row.classList.add("long");
  const seed = make("input", { type: "number", min: "0", max: "999999", step: "1", inputmode: "numeric" });
  seed.addEventListener("change", () => {
    if (seed.reportValidity() && seed.value) disturb({ seed: seed.valueAsNumber, cracked: false });
  }, { signal });

  /**
   * A chance to be moved, in thousandths.
   * @param {"lost" | "corrupt"} which
   */
  function slider(which) {
    const text = make("span", {});
    const input = make("input", { type: "range", min: "0", max: "500", step: "10" });
    const label = which === "lost" ? labels.lost : labels.corrupt;
    const show = (/** @type {number} */ value) => (text.textContent = fill(label, { chance: writePercent(value, signs) }));
    input.addEventListener("input", () => {
      show(input.valueAsNumber);
      change({ [which]: input.valueAsNumber });
    }, { signal });
    return {
      row: make("label", { class: "slider" }, text, input),
      follow() {
        input.value = `${now()[which]}`;
        show(now()[which]);
      },
    };
  }
  const sliders = [slider("lost"), slider("corrupt")];

  const cards = Array.from({ length: GRID.cards }, (_, at) => makeButton(fill(labels.point, { number: at + 1 }), () => {
    const points = [now().points].flat();
    change({ points: points.includes(at + 1) ? points.filter((one) => one !== at + 1) : [...points, at + 1].sort() });
  }, signal));

  /** @param {string} text @param {string} source */
  const fact = (text, source) => make("p", {}, text, " ", make("small", { class: "quiet-text" }, source));

  rest.append(
    make("details", {}, make("summary", {}, labels.numbers),
      table(labels.numbers, [labels.number, labels.who, labels.what, labels.card, labels.public, labels.part, labels.proof, labels.weight], numbers),
      reckoning),
    make("section", { class: "part", "aria-label": labels.change }, make("p", { class: "heading" }, labels.change),
      make("div", { class: "fields" }, people.row, needed.row, rule.row),
      ruleNote,
      make("div", { class: "fields" }, group.row, make("label", { class: "field" }, make("span", {}, labels.seed), seed),
        makeButton(labels.crack, () => change({ cracked: true }), signal)),
      cracked, fact(labels.moscow, labels.moscow_source)),
    make("section", { class: "part balance", "aria-label": labels.balance },
      make("div", {}, make("p", { class: "heading" }, labels.balance), make("p", {}, labels.balance_text),
        ...sliders.map(({ row }) => row), key, make("p", { class: "quiet-text" }, labels.independent)),
      make("figure", {}, curve, make("details", {}, make("summary", {}, labels.curve_table),
        table(labels.curve_table, [labels.needed, labels.head_closed, labels.head_broken], chances)))),
    make("details", { class: "why" }, make("summary", {}, labels.why),
      make("div", { class: "balance" },
        make("div", {}, make("p", {}, labels.why_text), make("div", { class: "actions" }, ...cards), lineSaid, make("p", { class: "quiet-text" }, labels.three)),
        make("figure", {}, lines, make("details", {}, make("summary", {}, labels.line_table),
          table(labels.line_table, [labels.start, labels.slope], lineRows))))),
    make("section", { class: "part", "aria-label": labels.facts }, make("p", { class: "heading" }, labels.facts),
      fact(labels.estonia, labels.estonia_source), fact(labels.standards, labels.standards_source)),
    makeLink(model, NAME, labels, signal));
  after.append(make("div", { class: "stage" },
    make("div", { class: "disturb" }, roomTitle, task, tools),
    make("div", { class: "table-top" }, room, names),
    make("div", { class: "doings" }, make("div", { class: "actions" }, openNow, tryNow, everybody), said, secretSaid, secondAsked)), rest);
  el.replaceChildren(make("div", {
    class: `electoral-view electoral-${NAME}`, lang: model.get("language"), role: "group", "aria-labelledby": `${id}-title`,
  },
  make("p", { class: "title", id: `${id}-title` }, labels.title), make("p", { class: "intro" }, labels.intro), firstAsked, notice, spoken, after));

  function follow() {
    const state = now();
    if (asked !== `${state.guess}|${state.secret}`) ask();
    after.hidden = !state.guess;
    for (const part of [roomTitle, task, tools, tryNow, everybody, rest]) part.hidden = !state.secret;
    secondAsked.hidden = !(state.opened || state.secret);
    verdict.textContent = model.get("verdicts").guess ?? "";
    secretVerdict.textContent = model.get("verdicts").secret ?? "";
    const most = letters().length;
    people.select.value = `${most}`;
    if (needed.select.options.length !== most) offer(needed.select, upTo(most));
    needed.select.value = `${state.rule === "every" ? most : state.needed}`;
    needed.select.disabled = state.rule === "every";
    rule.select.value = state.rule;
    ruleNote.textContent = state.rule === "every" ? labels.every_note : labels.some_note;
    group.select.value = state.group;
    seed.value = `${state.seed}`;
    cracked.textContent = state.cracked ? model.get("cracked") : "";
    for (const { follow: move } of sliders) move();
    cards.forEach((button, at) => button.setAttribute("aria-pressed", String([state.points].flat().includes(at + 1))));
    if (!state.opened) said.replaceChildren();
    if (!state.tried) secretSaid.replaceChildren();
    drawRoom();
    drawNumbers();
  }

  /** @type {Record<string, () => void>} */
  const heard = {
    state: follow,
    notice: () => notice.replaceChildren(model.get("notice")),
    verdicts: follow,
    modulus: drawNumbers,
    numbers: drawNumbers,
    opening() {
      drawRoom();
      drawNumbers();
      say(said, now().opened ? model.get("opening").said ?? [] : []);
    },
    secret() {
      const { said: sentences = [], votes = [] } = now().tried ? model.get("secret") : {};
      say(secretSaid, votes.length > 0 ? [...sentences, votes.join(" · ")] : sentences);
    },
    cracked() {
      cracked.textContent = model.get("cracked");
      if (model.get("cracked")) spoken.textContent = model.get("cracked");
    },
    curve: drawChances,
    line: drawLine,
  };
  for (const [trait, hear] of Object.entries(heard)) model.on(/** @type {any} */ (`change:${trait}`), hear);
  ask();
  for (const hear of Object.values(heard)) hear();
  return () => {
    stop.abort();
    for (const [trait, hear] of Object.entries(heard)) model.off(/** @type {any} */ (`change:${trait}`), hear);
  };
}

export default { render };
