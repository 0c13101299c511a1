import { makeDigits, makeFormula, makeHand, makePairs, makeWheel, numbersOf, shorten } from "./bulletin_board_parts.js";
import { fill, make, makeButton, makeLink, makePrediction, takeLink } from "./common.js";

/**
 * A public board of encrypted votes. Python computes every number; numbers come as text, because
 * those of the real group have 617 digits.
 *
 * @typedef {import("./bulletin_board_parts.js").Arc} Arc
 * @typedef {{ voter: number, first: string, second: string, code: string }} Line
 * @typedef {{ vote: number, refused: boolean, secret: string, first: string, mask: string, second: string,
 *   code: string, left: string, right: string, arcs: Arc[] }} Made
 * @typedef {{ key: string, mask: string, rest: string, total: string, arcs: Arc[], fair: boolean,
 *   said: string[] }} Opened
 * @typedef {{
 *   cast: number, group: string, secure: boolean, public: { p: string, q: string, g: string, key: string },
 *   rows: Line[], replaced: Line[], said: string[], made: Made | null, product?: { first: string, second: string },
 *   running?: [number, number, number, number][][], hand?: { good: boolean, said: string }[], opened?: Opened,
 *   again?: { lines: { first: string, second: string, as: number }[], said: string },
 *   single?: string, search?: string, tries?: Record<string, string>,
 * }} Board
 * @typedef {{ guess: string, expect: string, group: string, seed: number, cast: [number, number][], shown: number,
 *   hand: number[], opened: boolean, done: boolean, proofs: boolean, again: number, single: boolean,
 *   search: boolean }} State
 * @typedef {Record<"title" | "intro" | "question" | "guess_same" | "guess_different" | "show" | "as_guessed"
 *   | "not_guessed" | "differ" | "board" | "public" | "voter" | "first" | "second" | "code" | "pick" | "not_yet"
 *   | "sealing" | "product" | "replaced" | "replaced_line" | "vote_of" | "yes" | "no" | "next_voter" | "how"
 *   | "step_secret" | "step_first" | "step_mask" | "step_yes" | "step_no" | "step_number" | "step_proof"
 *   | "remainder" | "shortcut" | "tracking" | "digits" | "wheel" | "wheel_table" | "wheel_steps" | "wheel_number" | "arc_first"
 *   | "arc_mask" | "arc_vote" | "arc_sum" | "expect" | "expect_each" | "expect_sum" | "expect_nothing" | "show_product" | "adds"
 *   | "by_hand" | "by_hand_text" | "check" | "write_both" | "help" | "help_line" | "computed" | "open"
 *   | "opening" | "open_mask" | "open_rest" | "open_sum" | "open_sum_real" | "try" | "try_voter" | "count" | "numbers" | "toy" | "real"
 *   | "toy_warning" | "try_again" | "try_again_text" | "encrypt" | "line" | "as_line" | "try_number"
 *   | "try_number_text" | "number" | "cast_number" | "proofs" | "try_change" | "try_change_text" | "try_single"
 *   | "try_single_text" | "open_line" | "to_ceremony" | "try_search" | "try_search_text" | "search" | "tried"
 *   | "gives" | "about" | "about_17" | "about_19" | "about_26" | "about_source" | "about_limits" | "about_model"
 *   | "about_size" | "about_size_source" | "anew", string> & import("./common.js").SharedLabels} Labels
 * @typedef {{ language: string, page: string, labels: Labels, signs: import("./common.js").Signs,
 *   state: State, notice: string, board: Board }} Model
 */

const NAME = "bulletin-board";
const VOTERS = ["A", "B", "C", "D", "E"];
const TOY = "TOY-23";
/** So often the same vote is encrypted at most; in the toy, lines must repeat before. */
const MOST_AGAIN = 12;
/** What no longer holds when the lines of the board change. */
const STALE = { hand: [], opened: false, again: 0, single: false };

let views = 0;

/**
 * The next voter without a line, from one on and around; -1 when all have one.
 * @param {number[]} voted
 * @param {number} from
 */
export function nextVoter(voted, from) {
  const order = VOTERS.map((_, step) => (from + step) % VOTERS.length);
  return order.find((voter) => !voted.includes(voter)) ?? -1;
}

/** @type {import("@anywidget/types").Render<Model>} */
function render({ model, el }) {
  takeLink(model, NAME);
  const stop = new AbortController();
  const { signal } = stop;
  const id = `electoral-${NAME}-${(views += 1)}`;
  const labels = model.get("labels");
  /** @type {Set<string>} What has been said already. */
  let heard = new Set();
  /** @type {HTMLElement | undefined} What is to be in focus when Python has answered. */
  let wanted;
  let known = { guess: "", expect: "" };

  const spoken = make("p", { class: "spoken", role: "status" });
  const notice = make("p", { class: "notice", role: "status" });
  const asking = make("div", {});
  const expecting = make("div", {});
  const verdict = make("p", { class: "verdict" });
  const outcome = make("p", { class: "verdict" });
  const knownToAll = make("p", { class: "quiet-text" });
  const total = { row: make("tr", {}), first: make("td", {}), second: make("td", {}) };
  const lines = VOTERS.map((name, voter) => {
    const button = pick(name, voter);
    const cells = [make("td", {}), make("td", {}), make("td", { class: "words code" })];
    return { button, cells, row: make("tr", {}, make("th", { scope: "row" }, button), ...cells) };
  });
  const replaced = make("div", { class: "replaced quiet-text" });
  const warnings = make("div", { class: "warnings" });
  const ask = make("p", { class: "heading", id: `${id}-ask` });
  const yes = makeButton(labels.yes, () => vote(1), signal);
  const no = makeButton(labels.no, () => vote(0), signal);
  const next = makeButton("", goOn, signal, "main");
  const asked = make("div", { class: "ask" }, ask, make("div", { class: "actions" }, yes, no));
  const how = make("div", { class: "how" });
  const byHand = makeHand({
    heading: labels.by_hand, text: fill(labels.by_hand_text, { p: 23 }), first: labels.first, second: labels.second, check: labels.check,
    write_both: labels.write_both, help: labels.help,
    line: ([one, other, full, rest]) => fill(labels.help_line, { one, other, full, rest }),
  }, signal, (hand) => change({ hand }), (text) => {
    spoken.textContent = text;
  });
  const computed = make("p", {});
  const open = makeButton(labels.open, () => {
    wanted = opening;
    change({ opened: true, done: true });
  }, signal, "main");
  const opening = make("div", { class: "opening", tabindex: "-1" });
  const multiplying = make("div", { class: "part" }, byHand.element, computed, open, opening);

  const groups = [{ value: TOY, text: labels.toy }, { value: "BELENIOS-2048", text: labels.real }].map(({ value, text }) => {
    const radio = make("input", { type: "radio", name: `${id}-group`, value });
    radio.addEventListener("change", () => change({ group: value, opened: true, again: 0, single: false, search: false }), { signal });
    return { radio, row: make("label", {}, radio, make("span", {}, text)) };
  });
  const sort = make("fieldset", {}, make("legend", {}, labels.numbers), ...groups.map(({ row }) => row));

  const voters = VOTERS.map(pick);
  const againText = make("p", {});
  const againFound = make("div", {});
  const again = makeButton(labels.encrypt, () => {
    change({ again: Math.min((model.get("state").again || 1) + 1, MOST_AGAIN) });
  }, signal);
  const number = make("select", {}, ...[2, 3, 4, 5].map((value) => make("option", {}, String(value))));
  const castNumber = makeButton("", () => vote(Number(number.value)), signal);
  const proofs = make("input", { type: "checkbox" });
  proofs.addEventListener("change", () => change({ ...STALE, proofs: proofs.checked }), { signal });
  const changeText = make("p", {});
  const tallies = [0, 1].map(() => {
    const said = make("div", {});
    const count = makeButton(labels.count, () => {
      const { first = "", second = "" } = model.get("board").product ?? {};
      change({ hand: model.get("board").secure ? [] : [Number(first), Number(second)], opened: true });
    }, signal);
    return { said, count, element: make("div", { class: "tally" }, count, said) };
  });
  const single = makeButton("", () => change({ single: true }), signal);
  const singleFound = make("p", {});
  const toCeremony = makeButton(labels.to_ceremony, () => {
    document.querySelector(".electoral-key-ceremony")?.scrollIntoView({ block: "start" });
  }, signal, "quiet");
  const search = makeButton(labels.search, () => change({ search: true }), signal);
  const searchFound = make("div", {});
  const trials = [
    trial(labels.try_again, againText, again, againFound),
    trial(labels.try_number, make("p", {}, labels.try_number_text),
      make("div", { class: "actions" }, make("label", { class: "field" }, make("span", {}, labels.number), number), castNumber),
      make("label", {}, proofs, make("span", {}, labels.proofs)), tallies[0]?.element ?? ""),
    trial(labels.try_change, changeText, make("div", { class: "actions" }, makeButton(labels.yes, () => vote(1), signal),
      makeButton(labels.no, () => vote(0), signal)), tallies[1]?.element ?? ""),
    trial(labels.try_single, make("p", {}, labels.try_single_text), single, singleFound, toCeremony),
    trial(labels.try_search, make("p", {}, labels.try_search_text), search, searchFound),
  ];
  const sandbox = make("div", { class: "part" }, make("p", { class: "heading" }, labels.try), sort,
    make("fieldset", {}, make("legend", {}, labels.try_voter), make("div", { class: "voters" }, ...voters)),
    make("div", { class: "trials" }, ...trials));

  /**
   * A button that chooses a voter.
   * @param {string} name
   * @param {number} voter
   */
  function pick(name, voter) {
    const button = makeButton(name, () => change({ shown: voter, again: 0, single: false }), signal, "voter");
    button.setAttribute("aria-label", fill(labels.pick, { voter: name }));
    return button;
  }

  /**
   * @param {string} name
   * @param {...(Node | string)} inside
   */
  function trial(name, ...inside) {
    return make("details", {}, make("summary", {}, name), make("div", {}, ...inside));
  }

  /**
   * Tell Python what changed; what can be seen at once is drawn at once.
   * @param {Partial<State>} news
   */
  function change(news) {
    model.set("state", { ...model.get("state"), ...news });
    model.save_changes();
  }

  /** @param {number} answer */
  function vote(answer) {
    const state = model.get("state");
    change({ ...STALE, cast: [...state.cast, [state.shown, answer]] });
    if (!state.done) (next.hidden ? expecting.querySelector("input") : next)?.focus({ preventScroll: !next.hidden });
  }

  function goOn() {
    const state = model.get("state");
    change({ shown: nextVoter(state.cast.map(([voter]) => voter), state.shown) });
    yes.focus();
  }

  /** Ask anew: at the start, and when a state came that this view did not make. */
  function askAgain() {
    const { guess, expect } = model.get("state");
    known = { guess, expect };
    asking.replaceChildren(makePrediction({
      name: `${id}-guess`, question: labels.question, show: labels.show, labels, chosen: guess, signal,
      options: [{ value: "same", text: labels.guess_same }, { value: "different", text: labels.guess_different }],
      reveal: (value) => {
        known.guess = value;
        change({ guess: value, cast: [[0, 1], [1, 1]], shown: 2 });
        yes.focus({ preventScroll: true });
      },
    }));
    expecting.replaceChildren(makePrediction({
      name: `${id}-expect`, question: labels.expect, show: labels.show_product, labels, chosen: expect, signal,
      options: [{ value: "each", text: labels.expect_each }, { value: "sum", text: labels.expect_sum },
        { value: "nothing", text: labels.expect_nothing }],
      reveal: (value) => {
        known.expect = value;
        wanted = byHand.first;
        change({ expect: value });
      },
    }));
  }

  /**
   * @param {Board} board
   * @param {Arc[]} arcs
   */
  function wheel({ public: { p, q, g } }, arcs, votes = labels.arc_vote) {
    const texts = { first: labels.arc_first, mask: labels.arc_mask, vote: votes };
    return makeWheel(
      { about: fill(labels.wheel, { p, q, g }), table: labels.wheel_table, steps: labels.wheel_steps, number: labels.wheel_number },
      numbersOf(Number(g), Number(p)),
      arcs.map((arc) => ({ arc, text: fill(texts[arc.kind], { steps: arc.steps, number: arc.to }) })));
  }

  function draw() {
    const state = model.get("state");
    const board = model.get("board");
    notice.textContent = model.get("notice");
    if (state.guess !== known.guess || state.expect !== known.expect) askAgain();
    const begun = state.guess !== "";
    for (const part of [verdict, table, panel]) part.hidden = !begun;
    if (!begun) for (const part of [expecting, outcome, multiplying, sandbox]) part.hidden = true;
    if (!begun) return;
    verdict.textContent = `${state.guess === "different" ? labels.as_guessed : labels.not_guessed} ${labels.differ}`;
    const voted = state.cast.map(([voter]) => voter);
    const waiting = board.cast !== state.cast.length || board.group !== state.group;
    drawLines(state, board, waiting);
    const name = VOTERS[state.shown] ?? "";
    ask.textContent = fill(labels.vote_of, { voter: name });
    asked.hidden = voted.includes(state.shown);
    const other = nextVoter(voted, state.shown);
    next.hidden = other < 0 || !voted.includes(state.shown);
    next.textContent = fill(labels.next_voter, { voter: VOTERS[other] ?? "" });
    drawHow(state, board, waiting);
    expecting.hidden = other >= 0;
    if (waiting) return;
    speak(board);
    const multiplied = state.expect !== "" && board.product !== undefined;
    outcome.hidden = !multiplied;
    multiplying.hidden = !multiplied || (state.done && !board.opened && !board.secure);
    sandbox.hidden = !multiplied || !state.done;
    if (!multiplied) return;
    outcome.textContent = `${state.expect === "sum" ? labels.as_guessed : labels.not_guessed} ${labels.adds}`;
    drawProduct(state, board);
    if (state.done) drawTrials(state, board, name);
    if (wanted?.checkVisibility()) {
      wanted.focus();
      wanted = undefined;
    }
  }

  /**
   * @param {State} state
   * @param {Board} board
   * @param {boolean} waiting
   */
  function drawLines(state, board, waiting) {
    if (board.public) {
      const { p, g, key } = board.public;
      knownToAll.textContent = `${fill(labels.public, { p: shorten(p), g: shorten(g), key: shorten(key) })} ${
        board.secure ? "" : labels.toy_warning}`;
    }
    for (const [voter, { button, cells }] of lines.entries()) {
      const line = board.rows?.find((one) => one.voter === voter);
      const sent = waiting && state.cast.at(-1)?.[0] === voter;
      const texts = sent ? [labels.sealing, "", ""]
        : line ? [shorten(line.first), shorten(line.second), `${line.code.slice(0, 6)}…`] : [labels.not_yet, "", ""];
      for (const [place, cell] of cells.entries()) cell.textContent = texts[place] ?? "";
      button.setAttribute("aria-pressed", String(voter === state.shown));
    }
    const right = board.secure || (board.hand?.length === 2 && board.hand.every(({ good }) => good));
    const product = right && !waiting ? board.product : undefined;
    total.row.hidden = !state.expect;
    total.first.textContent = product ? shorten(product.first) : "?";
    total.second.textContent = product ? shorten(product.second) : "?";
    const old = board.replaced ?? [];
    replaced.hidden = old.length === 0;
    replaced.replaceChildren(labels.replaced, make("ul", {}, ...old.map(({ voter, first, second }) =>
      make("li", {}, fill(labels.replaced_line, { voter: VOTERS[voter] ?? "", first: shorten(first), second: shorten(second) })))));
    warnings.replaceChildren(...(board.said ?? []).map((text) => make("p", { class: "warning" }, text)));
  }

  /**
   * Draw how the line of the chosen voter was made.
   * @param {State} state
   * @param {Board} board
   * @param {boolean} waiting
   */
  function drawHow(state, board, waiting) {
    const made = waiting ? null : board.made;
    how.hidden = !made;
    if (!made) return;
    const { p, g, key } = board.public;
    const short = board.secure ? "p" : p;
    const [first, mask, second] = [made.first, made.mask, made.second].map(shorten);
    const mod = ` mod ${short} = `;
    const texts = [labels.step_no, labels.step_yes];
    const last = fill(texts[made.vote] ?? labels.step_number, { g: shorten(g), vote: made.vote });
    how.replaceChildren(
      make("p", { class: "heading" }, fill(labels.how, { voter: VOTERS[state.shown] ?? "" })),
      make("div", { class: "made" }, make("div", {}, make("ol", { class: "steps" },
        make("li", {}, fill(labels.step_secret, { secret: shorten(made.secret) })),
        make("li", {}, fill(labels.step_first, { secret: shorten(made.secret), g: shorten(g) }), makeFormula(shorten(g), [made.secret], mod, `${first}`)),
        make("li", {}, fill(labels.step_mask, { secret: shorten(made.secret), key: shorten(key) }), makeFormula(shorten(key), [made.secret], mod, `${mask}`)),
        make("li", {}, last, makeFormula(`${mask} × ${shorten(g)}`, [String(made.vote)], mod, `${second}`)),
        ...(state.proofs ? [make("li", {}, labels.step_proof,
          makeFormula(`${shorten(made.left)} ${made.left === made.right ? "=" : "≠"} ${shorten(made.right)}`))] : [])),
      make("p", { class: "quiet-text" }, fill(labels.remainder, { p: short }), " ", board.secure ? labels.shortcut : ""),
      make("p", { class: "quiet-text tracking" }, fill(labels.tracking, { code: made.code })),
      ...(board.secure ? [makeDigits(labels.digits, { [labels.first]: made.first, [labels.second]: made.second })] : [])),
      ...(made.arcs.length > 0 ? [wheel(board, made.arcs)] : [])));
  }

  /** @param {Board} board */
  function meaning({ opened }) {
    return (opened?.said ?? []).map((text) => make("p", { class: opened?.fair ? "result" : "warning" }, text));
  }

  /**
   * @param {State} state
   * @param {Board} board
   */
  function drawProduct(state, board) {
    const { product, opened, hand = [], secure, running = [] } = board;
    byHand.element.hidden = secure || state.opened || state.done;
    computed.hidden = !secure;
    computed.replaceChildren(fill(labels.computed, { digits: product?.first.length ?? 0 }));
    byHand.draw(hand, state.hand, running, ` mod ${board.public.p} =`);
    open.hidden = state.opened || state.done || !(secure || (hand.length === 2 && hand.every(({ good }) => good)));
    opening.hidden = !opened;
    if (!opened || !product) return;
    const { p, g } = board.public;
    const mod = ` mod ${secure ? "p" : p} = `;
    const [first, second, mask, rest] = [product.first, product.second, opened.mask, opened.rest].map(shorten);
    opening.replaceChildren(make("p", { class: "heading" }, labels.opening),
      make("div", { class: "made" }, make("div", {}, make("ol", { class: "steps" },
        make("li", {}, fill(labels.open_mask, { key: shorten(opened.key), first: `${first}` }), makeFormula(`${first}`, [opened.key], mod, `${mask}`)),
        make("li", {}, fill(labels.open_rest, { rest: `${rest}` }), makeFormula(`${mask} × ${rest}`, mod, `${second}`)),
        make("li", {}, fill(secure ? labels.open_sum_real : labels.open_sum, { rest: `${rest}`, total: opened.total }),
          makeFormula(shorten(g), [opened.total], mod, `${rest}`))),
      ...meaning(board),
      ...(secure ? [makeDigits(labels.digits, { [labels.first]: product.first, [labels.second]: product.second })] : [])),
      ...(opened.arcs.length > 0 ? [wheel(board, opened.arcs, labels.arc_sum)] : [])));
  }

  /**
   * @param {State} state
   * @param {Board} board
   * @param {string} name
   */
  function drawTrials(state, board, name) {
    for (const { radio } of groups) radio.checked = radio.value === state.group;
    proofs.checked = state.proofs;
    for (const [voter, button] of voters.entries()) button.setAttribute("aria-pressed", String(voter === state.shown));
    for (const { said, count } of tallies) {
      count.hidden = state.opened;
      said.replaceChildren(...board.said.map((text) => make("p", { class: "warning" }, text)),
        ...meaning(board));
    }
    changeText.textContent = fill(labels.try_change_text, { voter: name });
    againText.textContent = fill(labels.try_again_text, { voter: name });
    castNumber.textContent = fill(labels.cast_number, { voter: name });
    single.textContent = fill(labels.open_line, { voter: name });
    againFound.replaceChildren(...(board.again ? [make("p", {}, board.again.said),
      makePairs([labels.line, labels.first, labels.second], board.again.lines.map(({ first, second, as }, place) =>
        [as === place ? String(place + 1) : fill(labels.as_line, { line: place + 1, other: as + 1 }), shorten(first), shorten(second)]))] : []));
    singleFound.textContent = board.single ?? "";
    toCeremony.hidden = !board.single || !document.querySelector(".electoral-key-ceremony");
    searchFound.replaceChildren(...(board.search ? [make("p", {}, board.search)] : []),
      ...(board.tries ? [makePairs([labels.tried, labels.gives], Object.entries(board.tries))] : []));
    const used = [state.again > 0, state.proofs || state.cast.some(([, answer]) => answer > 1),
      board.replaced.length > 0, state.single, state.search];
    for (const [place, one] of trials.entries()) if (used[place]) one.open = true;
  }

  /**
   * Say what is new: a line on the board, a result, a refusal.
   * @param {Board} board
   */
  function speak(board) {
    const all = [
      ...(board.rows ?? []).map(({ voter, first, second }) =>
        fill(labels.replaced_line, { voter: VOTERS[voter] ?? "", first: shorten(first), second: shorten(second) })),
      ...(board.said ?? []), ...(board.hand ?? []).map(({ said }) => said), ...(board.opened?.said ?? []),
      board.again?.said ?? "", board.single ?? "", board.search ?? "",
    ];
    const news = all.filter((text) => !heard.has(text)).join(" ");
    heard = new Set(all);
    if (news) spoken.textContent = news;
  }

  total.row.append(make("th", { scope: "row" }, labels.product), total.first, total.second, make("td", {}));
  const heading = make("p", { class: "heading", id: `${id}-board` }, labels.board);
  const table = make("div", { class: "board" }, heading, knownToAll, make("div", { class: "box" },
    make("table", { "aria-labelledby": `${id}-board` },
      make("thead", {}, make("tr", {}, ...[labels.voter, labels.first, labels.second, labels.code].map((text, column) =>
        make("th", { scope: "col", class: column % 3 ? "" : "words" }, text)))),
      make("tbody", {}, ...lines.map(({ row }) => row)), make("tfoot", {}, total.row))), warnings, replaced);
  const panel = make("div", { class: "panel" }, asked, next, how);
  el.replaceChildren(make("div", {
    class: `electoral-view electoral-${NAME}`, lang: model.get("language"), role: "group", "aria-labelledby": `${id}-title`,
  },
  make("p", { class: "title", id: `${id}-title` }, labels.title), make("p", {}, labels.intro), asking, notice, spoken,
  verdict, make("div", { class: "bench" }, table, panel), expecting, outcome, multiplying, sandbox,
  make("details", {}, make("summary", {}, labels.about),
    make("p", {}, labels.about_17), make("p", {}, labels.about_19), make("p", {}, labels.about_26, make("small", { class: "quiet-text" }, labels.about_source)),
    make("p", {}, labels.about_limits), make("p", {}, labels.about_model),
    make("p", {}, labels.about_size, make("small", { class: "quiet-text" }, labels.about_size_source))),
  make("div", { class: "actions" }, makeButton(labels.anew, () => {
    byHand.empty();
    change({ ...STALE, guess: "", expect: "", group: TOY, seed: (model.get("state").seed + 1) % 1_000_000, cast: [], done: false,
      proofs: false, search: false, shown: 2 });
    asking.querySelector("input")?.focus();
  }, signal), makeLink(model, NAME, labels, signal))));
  askAgain();
  draw();
  const events = /** @type {const} */ (["change:state", "change:board", "change:notice"]);
  for (const name of events) model.on(name, draw);
  return () => {
    stop.abort();
    for (const name of events) model.off(name, draw);
  };
}

export default { render };
