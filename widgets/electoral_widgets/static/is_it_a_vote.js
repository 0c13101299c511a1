import { DOUBT, INVALID, OPEN, SIGNS, agreeing, cutApart, decide, leading, makeGauge, makeRow, makeSlider, nextOpen, paintSquares, placeOf, put } from "./ballot_deck.js";
import { fill, make, makeButton, makeLink, takeLink, writePercent } from "./common.js";

/**
 * A deck of ballots to be judged one by one. What the machine, the rule and the class made of a
 * ballot is not here until Python sends it for a ballot that was judged.
 *
 * @typedef {{ size: number, alt: string, squares: import("./ballot_deck.js").Box[] }} Ballot
 * @typedef {{ fills: number[], machine: number, heard: string, rule: number, why: string,
 *   others: number[], about: string }} Result
 * @typedef {{ deck: number, judged: string, sure: number, doubtful: number }} State
 * @typedef {Record<"title" | "task" | "legend" | "place" | "open" | "opened" | "question" | "vote_for"
 *   | "vote_against" | "against" | "invalid" | "decide" | "by_vote" | "returned" | "keys" | "judge"
 *   | "judge_first" | "waiting" | "dealing" | "go_on" | "to_deck" | "you" | "machine" | "rule" | "class"
 *   | "same" | "differs" | "bars" | "fills" | "square" | "darkness" | "whole_deck" | "ballot" | "head_you"
 *   | "head_machine" | "head_rule" | "head_class" | "divided" | "few" | "agrees" | "agreement" | "sandbox"
 *   | "lower" | "upper" | "machine_now" | "usual" | "chart" | "as_table" | "about" | "about_rule"
 *   | "about_machine" | "about_hand" | "new_deck", string>
 *   & import("./common.js").SharedLabels} Labels
 * @typedef {{
 *   language: string, page: string, labels: Labels, signs: import("./common.js").Signs,
 *   state: State, notice: string, class_note: string, usual: [number, number],
 *   pictures: DataView, ballots: Ballot[], paper: [number, number], results: Record<string, Result>,
 * }} Model
 */

let views = 0;

/** @type {import("@anywidget/types").Render<Model>} */
function render({ model, el }) {
  takeLink(model, "is-it-a-vote");
  const stop = new AbortController();
  const { signal } = stop;
  const id = `electoral-is-it-a-vote-${(views += 1)}`;
  const labels = model.get("labels");
  const signs = model.get("signs");
  /** @param {number} permille */
  const percent = (permille) => writePercent(permille, signs);

  /** @type {Promise<ImageBitmap>[]} */
  let pictures = [];
  /** @type {HTMLButtonElement[]} */
  let thumbnails = [];
  /** @type {Map<number, string>} Judgements that Python has not answered yet. */
  const sent = new Map();
  let judged = "";
  let current = 0;
  let deck = 0;
  /** Where the sliders stand, in thousandths. */
  let sure = 0;
  let doubtful = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let saving;
  /** @type {HTMLElement[][]} Of each ballot, the places of the machine's reading. */
  let cells = [];

  const spoken = make("p", { class: "spoken", role: "status" });
  const notice = make("p", { class: "notice", role: "alert" });
  const heading = make("p", { class: "heading" });
  const places = make("div", { class: "places" });
  const paper = make("canvas", { role: "img" });
  const marks = make("div", { class: "marks", "aria-hidden": "true" });
  const fills = make("table", {});
  const key = make("div", { class: "quiet-text" }, make("p", {}, labels.bars),
    make("details", {}, make("summary", {}, labels.fills), fills));
  const said = make("p", { class: "said", role: "status" });
  const voices = make("ul", { class: "voices" });
  const onward = makeButton("", goOn, signal, "main");
  const classNote = make("p", { class: "quiet-text" });
  const radios = Array.from({ length: 7 }, (_, code) =>
    make("input", { type: "radio", name: `${id}-judgement`, value: String(code) }));
  const asking = make("fieldset", { class: "asking" }, make("legend", {}, labels.question),
    make("div", { class: "tiles" }, ...radios.map((radio, code) => {
      const candidate = SIGNS[code] ?? "";
      const text = code < 4 ? fill(labels.vote_for, { candidate }) : code === 4 ? labels.vote_against : named(code);
      return make("label", {}, radio, make("span", {}, text), make("b", { "aria-hidden": "true" }, String(code + 1)));
    })),
    make("div", { class: "actions" }, makeButton(labels.judge, judge, signal, "main"),
      make("p", { class: "quiet-text keys" }, labels.keys)),
    said);
  const summary = make("div", { class: "box", role: "region", tabindex: "0", "aria-label": labels.whole_deck });
  const lower = makeSlider(labels.lower, (moved) => move(Math.max(sure, moved), moved), signal);
  const upper = makeSlider(labels.upper, (moved) => move(moved, Math.min(doubtful, moved)), signal);
  const now = make("p", { class: "now" });
  const agreed = make("span", {});
  const chart = make("div", { class: "chart", role: "img", "aria-label": labels.chart });
  const twin = make("div", { class: "box", role: "region", tabindex: "0", "aria-label": labels.as_table });
  const wholeHeading = make("p", { class: "heading", tabindex: "-1" }, labels.whole_deck);
  const whole = make("div", { class: "whole" },
    make("div", {}, wholeHeading, summary),
    make("div", { class: "bench" }, make("p", { class: "heading" }, labels.sandbox), lower.row, upper.row, chart,
      make("p", { class: "quiet-text" }, labels.chart), now,
      make("details", {}, make("summary", {}, labels.as_table), twin),
      makeButton(labels.usual, () => {
        const [usualSure = 0, usualDoubtful = 0] = model.get("usual");
        move(usualSure, usualDoubtful);
      }, signal)));

  /**
   * The name of a judgement, a ruling or a reading.
   * @param {number} code
   */
  function named(code, doubt = labels.decide) {
    if (code >= INVALID) return code === DOUBT ? doubt : labels.invalid;
    return code === 4 ? labels.against : SIGNS[code] ?? "";
  }

  /**
   * Move the thresholds: the readings change at once, Python hears of it when the hand rests.
   * @param {number} newSure
   * @param {number} newDoubtful
   */
  function move(newSure, newDoubtful) {
    [sure, doubtful] = [newSure, newDoubtful];
    drawThresholds();
    drawReadings();
    clearTimeout(saving);
    saving = setTimeout(() => {
      saving = undefined;
      model.set("state", { ...model.get("state"), sure, doubtful });
      model.save_changes();
      spoken.textContent = now.textContent;
    }, 250);
  }

  function judge() {
    const chosen = radios.find(({ checked }) => checked);
    if (!chosen) {
      said.textContent = labels.judge_first;
      radios[0]?.focus();
      return;
    }
    sent.set(current, chosen.value);
    follow();
    onward.focus();
    model.send({ do: "judge", ballot: current, judgement: Number(chosen.value) });
  }

  function goOn() {
    const next = nextOpen(judged, current);
    if (next < 0) {
      wholeHeading.scrollIntoView({ block: "start" });
      wholeHeading.focus();
    } else {
      open(next);
      heading.scrollIntoView({ block: "nearest" });
      radios[0]?.focus({ preventScroll: true });
      spoken.textContent = `${heading.textContent}. ${paper.getAttribute("aria-label")}`;
    }
  }

  /**
   * Open a ballot, and go up to where it is.
   * @param {number} ballot
   */
  function look(ballot) {
    open(ballot);
    const button = places.children[ballot];
    if (button instanceof HTMLElement) button.focus();
  }

  function newDeck() {
    spoken.textContent = heading.textContent = labels.dealing;
    model.send({ do: "new_deck" });
  }

  /** @param {KeyboardEvent} event */
  function press(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || asking.hidden) return;
    const radio = event.target instanceof HTMLInputElement && event.target.type === "radio";
    const chosen = radios[Number(event.key) - 1];
    if (/^[1-7]$/.test(event.key) && chosen && (radio || !(event.target instanceof HTMLInputElement))) {
      chosen.checked = true;
      chosen.focus();
    } else if (event.key === "Enter" && radio) {
      judge();
    } else {
      return;
    }
    event.preventDefault();
  }

  /**
   * Look at a ballot.
   * @param {number} ballot
   */
  function open(ballot) {
    current = ballot;
    for (const radio of radios) radio.checked = false;
    said.textContent = "";
    paper.setAttribute("aria-label", model.get("ballots")[ballot]?.alt ?? "");
    drawPaper();
    drawBallot();
  }

  /** Draw the picture of the ballot that is looked at, once it is there. */
  function drawPaper() {
    const picture = pictures[current];
    picture?.then((bitmap) => {
      if (pictures[current] !== picture) return;
      [paper.width, paper.height] = [bitmap.width, bitmap.height];
      paper.getContext("2d")?.drawImage(bitmap, 0, 0);
    }, () => {});
  }

  /** Draw what belongs to the ballot that is looked at. */
  function drawBallot() {
    const ballots = model.get("ballots");
    const result = model.get("results")[current];
    const mine = judged[current] ?? OPEN;
    heading.textContent = fill(labels.place, { deck, number: current + 1, all: ballots.length });
    for (const [ballot, button] of [...places.children].entries()) {
      const done = judged[ballot] !== OPEN;
      button.setAttribute("aria-label", fill(done ? labels.opened : labels.open, { number: ballot + 1 }));
      button.setAttribute("aria-current", String(ballot === current));
      button.classList.toggle("done", done);
    }
    asking.hidden = mine !== OPEN;
    onward.hidden = mine === OPEN;
    onward.textContent = judged.includes(OPEN) ? labels.go_on : labels.to_deck;
    key.hidden = !result;
    marks.replaceChildren(...(result?.fills ?? []).flatMap((darkness, square) =>
      makeGauge(ballots[current]?.squares[square], model.get("paper"), darkness, percent(darkness))));
    voices.replaceChildren(...(mine === OPEN ? [] : voicesOf(Number(mine), result)));
    fills.replaceChildren(makeRow("col", [labels.square, labels.darkness]),
      ...(result?.fills ?? []).map((darkness, square) => makeRow("row", [named(square), percent(darkness)])));
  }

  /**
   * What the learner, the machine, the rule and the class made of a ballot.
   * @param {number} mine
   * @param {Result | undefined} result
   */
  function voicesOf(mine, result) {
    const own = make("li", {}, make("b", {}, fill(labels.you, { answer: named(mine) })));
    if (!result) return [own, make("li", {}, labels.waiting)];
    const most = leading(result.others);
    const answer = most === -1 ? labels.divided : named(most, labels.by_vote);
    return [own,
      voice(fill(labels.machine, { answer: named(result.machine, labels.returned) }), result.machine === mine, result.heard),
      voice(fill(labels.rule, { answer: named(result.rule, labels.by_vote) }), result.rule === mine, result.why),
      ...(result.about === "" ? [] : [most === -2 ? make("li", {}, make("p", {}, result.about))
        : voice(fill(labels.class, { answer }), most === mine, result.about, result.others)])];
  }

  /**
   * @param {string} text
   * @param {boolean} same
   * @param {string} why
   * @param {number[]} counts
   */
  function voice(text, same, why, counts = []) {
    const most = Math.max(...counts);
    return make("li", {}, make("b", {}, text), " ", agreeing(same, same ? labels.same : labels.differs),
      make("p", {}, why), ...counts.flatMap((count, code) => {
        const bar = make("span", { class: "bar" });
        bar.style.width = `${50 * count / most}%`;
        return count ? [make("p", { class: "count" }, make("span", {}, named(code, labels.by_vote)), bar, String(count))] : [];
      }));
  }

  /** Draw the whole deck, when all of it is judged. */
  function drawDeck() {
    const results = Object.values(model.get("results"));
    whole.hidden = judged.includes(OPEN) || results.length < judged.length;
    if (whole.hidden) return;
    cells = results.map(() => [make("td", {}), make("span", {}), make("td", {})]);
    const known = results.some(({ others }) => others.length > 0);
    summary.replaceChildren(make("table", {},
      make("thead", {}, makeRow("col", [labels.ballot, labels.head_you, labels.head_machine, labels.head_rule,
        ...(known ? [labels.head_class] : [])])),
      make("tbody", {}, ...results.map(({ rule, others }, ballot) => {
        const most = leading(others);
        const text = most === -1 ? labels.divided : named(most, labels.by_vote);
        const row = makeRow("row", [thumbnails[ballot] ?? "", named(Number(judged[ballot]), labels.by_vote),
          agreeing(isMine(rule, ballot), named(rule, labels.by_vote)),
          ...(known ? [most === -2 ? labels.few : agreeing(isMine(most, ballot), text)] : [])]);
        row.cells[1]?.after(cells[ballot]?.[0] ?? "");
        return row;
      })),
      make("tfoot", {}, makeRow("row", [labels.agrees, "", agreed, agreement(results.map(({ rule }) => rule)),
        ...(known ? [agreement(results.map(({ others }) => leading(others)))] : [])]))));
    chart.replaceChildren(...results.map(({ fills: dark }, ballot) => make("div", { class: "line" },
      make("span", {}, String(ballot + 1)),
      make("span", { class: "track" }, make("span", { class: "lower" }), make("span", { class: "upper" }),
        ...dark.map((darkness, square) => put(make("span", { class: darkness < 20 ? "speck" : "dot" },
          darkness < 20 ? "" : SIGNS[square] ?? ""), darkness))),
      cells[ballot]?.[1] ?? "")));
    twin.replaceChildren(make("table", {},
      make("thead", {}, makeRow("col", [labels.ballot, ...SIGNS, labels.head_rule, labels.head_machine])),
      make("tbody", {}, ...results.map(({ fills: dark, rule }, ballot) => {
        const row = makeRow("row", [String(ballot + 1), ...dark.map(percent), named(rule, labels.by_vote)]);
        row.append(cells[ballot]?.[2] ?? "");
        return row;
      }))));
    drawReadings();
  }

  /** Draw the two thresholds: on the sliders, the chart and the picture. */
  function drawThresholds() {
    for (const [{ input, value }, at, name] of /** @type {const} */ ([[upper, sure, "--upper"], [lower, doubtful, "--lower"]])) {
      input.value = String(1000 * placeOf(at));
      input.setAttribute("aria-valuetext", percent(at));
      value.textContent = percent(at);
      root.style.setProperty(name, `${100 * placeOf(at)}%`);
    }
  }

  /** Draw what the machine reads with these thresholds. */
  function drawReadings() {
    const results = Object.values(model.get("results"));
    const readings = results.map(({ fills: dark }) => decide(dark, sure, doubtful));
    const as = results.map(({ rule }, ballot) => rule === readings[ballot]);
    for (const [ballot, code] of readings.entries()) {
      const [machine, line, last] = cells[ballot] ?? [];
      const text = named(code, labels.returned);
      machine?.replaceChildren(agreeing(isMine(code, ballot), text));
      line?.replaceChildren(agreeing(as[ballot] === true, text));
      last?.replaceChildren(text);
    }
    agreed.textContent = agreement(readings);
    now.textContent = fill(labels.machine_now, {
      counted: readings.filter((code) => code < INVALID).length,
      invalid: readings.filter((code) => code === INVALID).length,
      returned: readings.filter((code) => code === DOUBT).length,
      same: as.filter(Boolean).length,
      all: as.length,
    });
  }

  /**
   * Whether the learner judged a ballot so.
   * @param {number} code
   * @param {number} ballot
   */
  function isMine(code, ballot) {
    return judged[ballot] === String(code);
  }

  /**
   * In how many ballots of those that are known the learner judged so.
   * @param {number[]} codes
   */
  function agreement(codes) {
    return fill(labels.agreement, { same: codes.filter(isMine).length, all: codes.filter((code) => code !== -2).length });
  }

  /**
   * The five squares of a ballot in a row, with its number; pressing it opens the ballot.
   * @param {Promise<ImageBitmap>} picture
   * @param {number} ballot
   */
  function thumbnail(picture, ballot) {
    const strip = make("canvas", { "aria-hidden": "true", width: "400", height: "80" });
    picture.then((bitmap) => paintSquares(strip, bitmap, model.get("ballots")[ballot]?.squares ?? []), () => {});
    const button = makeButton(String(ballot + 1), () => look(ballot), signal, "thumbnail");
    button.setAttribute("aria-label", fill(labels.open, { number: ballot + 1 }));
    button.append(strip);
    return button;
  }

  /** Hang up the pictures of the deck; they may come after its words. */
  function hang() {
    const all = model.get("pictures");
    pictures = all.byteLength === 0 ? model.get("ballots").map(() => new Promise(() => {})) :
      cutApart(all, model.get("ballots")).map((part) => createImageBitmap(new Blob([part], { type: "image/png" })));
    thumbnails = pictures.map(thumbnail);
    follow();
    drawPaper();
  }

  /** Take what Python has dealt: the pictures of this deck, or another deck. */
  function take() {
    (model.get("state").deck === deck ? hang : load)();
  }

  /** Take a deck that Python has dealt. */
  function load() {
    const dealt = heading.textContent === labels.dealing;
    deck = model.get("state").deck;
    sent.clear();
    [paper.width, paper.height] = model.get("paper");
    places.replaceChildren(...model.get("ballots").map((_, ballot) => makeButton(String(ballot + 1), () => open(ballot), signal)));
    hang();
    open(Math.max(0, nextOpen(judged, 0)));
    if (dealt) look(current);
  }

  /** Show the state, and what Python made of it. */
  function follow() {
    const state = model.get("state");
    notice.textContent = model.get("notice");
    classNote.textContent = model.get("class_note");
    if (state.deck !== deck) return;
    for (const [ballot, sign] of sent) if (state.judged[ballot] === sign) sent.delete(ballot);
    judged = [...state.judged].map((sign, ballot) => sent.get(ballot) ?? sign).join("");
    if (saving === undefined) ({ sure, doubtful } = state);
    drawThresholds();
    drawBallot();
    drawDeck();
  }

  /** Show what came of the ballot that was judged last, and say it. */
  function hear() {
    follow();
    if (asking.hidden && !whole.contains(document.activeElement)) {
      spoken.textContent = [...voices.querySelectorAll("b, p:not(.count)")].map(({ textContent }) => textContent).join(" ");
    }
  }

  const root = make("div", {
    class: "electoral-view electoral-is-it-a-vote",
    lang: model.get("language"),
    role: "group",
    "aria-labelledby": `${id}-title`,
    "data-lm-suppress-shortcuts": "true",
  },
  make("p", { class: "title", id: `${id}-title` }, labels.title),
  make("p", { class: "task" }, labels.task),
  notice, places, heading,
  make("div", { class: "table-top" },
    make("figure", {}, make("div", { class: "paper" }, paper, marks), make("figcaption", { class: "quiet-text" }, labels.legend)),
    make("div", { class: "panel" }, asking, voices, onward, key)),
  classNote, whole,
  make("details", {}, make("summary", {}, labels.about),
    ...[labels.about_rule, labels.about_machine, labels.about_hand].map((text) => make("p", {}, text))),
  make("div", { class: "actions" }, makeButton(labels.new_deck, newDeck, signal),
    makeLink(model, "is-it-a-vote", labels, signal)),
  spoken);
  root.addEventListener("keydown", press, { signal });
  el.replaceChildren(root);
  const near = new IntersectionObserver((seen) => {
    if (!seen.some(({ isIntersecting }) => isIntersecting)) return;
    near.disconnect();
    if (model.get("pictures").byteLength === 0) model.send({ do: "pictures" });
  }, { rootMargin: "150% 0px" });
  near.observe(root);
  const events = /** @type {const} */ ([["change:pictures", take], ["change:ballots", take], ["change:results", hear],
    ["change:state", follow], ["change:notice", follow], ["change:class_note", follow]]);
  for (const [name, act] of events) model.on(name, act);
  load();
  return () => {
    stop.abort();
    near.disconnect();
    clearTimeout(saving);
    for (const [name, act] of events) model.off(name, act);
  };
}

export default { render };
