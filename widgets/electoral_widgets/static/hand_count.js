import { fill, keepState, make, makeButton, makeLink, makePrediction, writeCount, writeDifference } from "./common.js";
import { ASIDE, STEPS, askedBy, dragOnto, drawBallot, heard, leaves, linesOf, places, relationItem, shown, tableOf, tally, weigh, wholeState } from "./ballot_piles.js";

/**
 * The table after closing: unused ballots, two boxes, a heap that is sorted onto piles, and the
 * enlarged protocol that fills in. Python knows how each ballot counts and judges the piles;
 * this file shows, moves and adds up.
 *
 * @typedef {import("./ballot_piles.js").Model} Model
 * @typedef {import("./ballot_piles.js").State} State
 */

const SEVEN = [0, 1, 2, 3, 4, 5, 6];
const SIZES = [20, 40, 100, 200];

/** From this many ballots sorted by the learner on, the rest can be sorted for them. */
const FREE_AFTER = 10;

let tables = 0;

/** @type {import("@anywidget/types").Render<Model>} */
function render({ model, el }) {
  const stop = new AbortController();
  const { signal } = stop;
  const id = `electoral-hand-count-${(tables += 1)}`;
  const labels = model.get("labels");
  const signs = model.get("signs");
  const answers = model.get("answers");
  const { seed, ballots, cancelled } = model.get("state");
  keepState(model, "hand-count", `${seed} ${ballots} ${answers}`, cancelled < 0, signal);

  /** @type {{ ballot: number, before: string }[]} */
  let past = [];
  /** @type {number | null} */
  let held = null;
  let fanned = -1;
  /** The ballot that was last put on each pile. @type {(number | undefined)[]} */
  const tops = [];
  const number = (/** @type {number} */ count) => writeCount(count, signs);
  const button = (/** @type {string} */ words, /** @type {() => void} */ act, kind = "") => makeButton(words, act, signal, kind);
  const text = (/** @type {string} */ words, kind = "") => make("p", { class: kind }, words);
  const spoken = make("p", { class: "spoken", role: "status" });
  const notice = text("", "notice");

  /** The state, made whole: what came from a link may be anything until Python has looked at it. */
  function now() {
    const station = model.get("station");
    const count = station.seen.length;
    const state = wholeState(model.get("state"), count);
    const lying = places(state.piles, model.get("votes"));
    return {
      station, state, lying, count,
      at: STEPS.indexOf(state.step),
      top: lying.indexOf(-1),
      left: lying.filter((pile) => pile < 0).length,
      asides: [...state.piles].flatMap((sign, ballot) => (sign === String(ASIDE) ? [ballot] : [])),
      ...linesOf(station.papers, state, lying),
    };
  }

  /** @typedef {ReturnType<typeof now>} View */

  /** @param {Partial<State>} news */
  function change(news) {
    model.set("state", { ...now().state, ...news });
    model.save_changes();
  }

  const told = (/** @type {number} */ ballot) => model.get("station").told[ballot] ?? "";
  const pileName = (/** @type {number} */ pile) => (pile < 0 ? labels.in_heap : model.get("station").piles[pile]?.name ?? "");
  const speak = (/** @type {string[]} */ ...sentences) => {
    spoken.textContent = sentences.filter(Boolean).join(" ");
  };

  /** What the relations say, once every ballot has its pile. */
  function verdict() {
    const { station, lines, done } = now();
    const broken = station.relations.filter((relation) => weigh(relation, lines, done).state === "broken");
    if (broken.length) return fill(labels.summary_broken, { relations: broken.map((relation) => relation.id).join(", ") });
    return done ? fill(labels.summary_holds, { count: station.relations.length }) : "";
  }

  /**
   * Write another sign for a ballot.
   * @param {number} ballot
   * @param {string} sign
   */
  function write(ballot, sign) {
    const { piles } = now().state;
    held = null;
    change({ piles: piles.slice(0, ballot) + sign + piles.slice(ballot + 1) });
  }

  /**
   * Put a ballot on a pile and say what lies on top of the heap now.
   * @param {number} pile
   */
  function put(pile, ballot = held ?? now().top) {
    const { state, at } = now();
    if (ballot < 0 || at < 3) return;
    past.push({ ballot, before: state.piles[ballot] ?? "." });
    tops[pile] = ballot;
    write(ballot, String(pile));
    const { top } = now();
    speak(fill(labels.put, { ballot: number(ballot + 1), pile: pileName(pile) }),
      top < 0 ? labels.heap_empty : fill(labels.next, { seen: told(top) }), verdict());
  }

  function undo() {
    const last = past.pop();
    if (!last) return;
    write(last.ballot, last.before);
    const pile = now().lying[last.ballot] ?? -1;
    speak(fill(labels.undone, { ballot: number(last.ballot + 1), pile: pileName(pile), seen: told(last.ballot) }));
    if (undoer.disabled) heap.focus();
  }

  const step = (/** @type {string} */ title, /** @type {(Node | string)[]} */ ...children) => make("section", { class: "step", tabindex: "-1" }, text(title, "heading"), ...children);

  // Before sorting: the unused ballots, the two boxes.

  const packets = make("div", { class: "packets", role: "img" });
  const field = make("input", { type: "text", inputmode: "numeric", autocomplete: "off", id: `${id}-unused`, "aria-describedby": `${id}-said` });
  const fieldSaid = make("p", { class: "said", id: `${id}-said` });
  const cut = button(labels.unused_done, () => {
    const { station: { papers }, at } = now();
    const typed = field.value.replace(/\s/g, "");
    const most = papers.received ?? 0;
    if (!/^\d{1,6}$/.test(typed) || Number(typed) > most) {
      fieldSaid.textContent = fill(labels.unused_wrong, { most: number(most), text: field.value.trim() });
      speak(fieldSaid.textContent);
      field.focus();
      return;
    }
    fieldSaid.textContent = fill(labels.unused_said, { count: number(Number(typed)) });
    change({ cancelled: Number(typed), ...(at === 0 ? { step: "mobile" } : {}) });
    if (at === 0) openMobile.focus();
    speak(fieldSaid.textContent, verdict());
  }, "main");
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    cut.click();
  }, { signal });
  const openMobile = button(labels.mobile_open, () => {
    change({ step: "stationary" });
    openStationary.focus();
    speak(mobileSaid.textContent ?? "");
  }, "main");
  const openStationary = button(labels.stationary_open, () => {
    change({ step: "sort" });
    before.open = false;
    heap.focus({ preventScroll: true });
    table.scrollIntoView({ block: "nearest" });
    speak(stationarySaid.textContent ?? "");
  }, "main");
  const [mobileSaid, stationarySaid] = [text(""), text("")];
  const mobileStep = step(labels.mobile_title, openMobile, mobileSaid);
  const stationaryStep = step(labels.stationary_title, openStationary, stationarySaid);
  const unusedStep = step(labels.unused_title, text(labels.unused_task), packets,
    make("div", { class: "actions" }, make("label", { for: field.id }, labels.unused_field), field, cut),
    fieldSaid, text(labels.unused_law, "quiet-text"));
  const beforeName = make("summary", {}, labels.before);
  const before = make("details", { class: "before", open: "" }, beforeName, unusedStep, mobileStep, stationaryStep);

  // The heap and the piles.

  const heap = button("", () => {
    if (drag.moved()) return;
    const { top } = now();
    held = held === null ? top : null;
    if (held !== null) speak(fill(labels.in_hand, { seen: told(top) }));
    draw();
  }, "heap");
  const heapSaid = text("", "quiet-text");
  const piles = SEVEN.map((pile) => {
    const element = button("", () => {}, "pile");
    element.dataset.pile = String(pile);
    element.addEventListener("click", (event) => {
      put(pile);
      if (event.detail === 0 && !heap.hidden) heap.focus();
    }, { signal });
    return element;
  });
  const table = make("div", { class: "table" }, make("div", { class: "heap-place" }, heap, heapSaid), make("div", { class: "piles" }, ...piles));

  const drag = dragOnto(heap, piles, (pile) => put(pile, now().top), signal);
  const undoer = button(labels.undo, undo);
  const rest = button(labels.rest, () => {
    past = [];
    model.send({ do: "rest" });
  });
  const restSaid = text(fill(labels.rest_later, { count: FREE_AFTER }), "quiet-text");
  const again = button(labels.again, () => {
    fanned = fanned < 0 ? Math.max(0, tally(now().lying).findIndex((count) => count > 0)) : -1;
    held = null;
    draw();
    if (fanned >= 0) tabs[fanned]?.focus();
  });
  const tabs = SEVEN.map((pile) => button("", () => {
    fanned = pile;
    held = null;
    draw();
    speak(fanTitle.textContent ?? "");
  }));
  const fanTitle = text("", "heading");
  const fanCards = make("div", { class: "cards" });
  const targets = SEVEN.map((pile) => button("", () => {
    put(pile);
    tabs[fanned]?.focus();
  }));
  const fanTo = make("div", { class: "tabs to", role: "group", "aria-label": labels.fan_to }, text(labels.fan_to), ...targets);
  const fan = make("section", { class: "fan" }, make("div", { class: "tabs" }, ...tabs), fanTitle, text(labels.fan_help, "quiet-text"), fanCards, fanTo);

  /** @param {KeyboardEvent} event */
  function steer(event) {
    const target = /** @type {HTMLButtonElement} */ (event.target);
    const { ballot } = target.dataset;
    const asked = askedBy(event);
    const ring = [heap, ...piles].filter((one) => !one.hidden);
    if (!asked || (asked.turn && !ring.includes(target))) return;
    event.preventDefault();
    if (asked.undo) undo();
    else if (asked.turn) ring[(ring.indexOf(target) + asked.turn + ring.length) % ring.length]?.focus();
    else {
      put(asked.pile ?? 0, ballot === undefined ? undefined : Number(ballot));
      (ballot !== undefined ? tabs[fanned] : heap.hidden ? target : heap)?.focus();
    }
  }

  const voteNext = button(labels.vote, () => model.send({ do: "vote", ballot: now().asides[0] }), "main");
  const voteAll = button(labels.vote_all, () => model.send({ do: "vote" }));
  const [voteCard, voted] = [make("div", { class: "asked" }), make("ul", { class: "findings" })];
  const voteActions = make("div", { class: "actions" }, voteNext, voteAll);
  const voteStep = step(labels.vote_title, voteCard, voteActions, voted);
  const sortStep = step(labels.sort_title, text(labels.sort_help), table,
    make("div", { class: "actions" }, undoer, again, ...(answers ? [rest, restSaid] : [])), fan);
  sortStep.addEventListener("keydown", steer, { signal });

  // The wall, the comparison, the table.

  const wallLines = make("tbody", {});
  const relations = make("ul", { class: "relations" });
  const summary = text("", "summary");
  const wall = make("section", { class: "wall" },
    make("table", {}, make("caption", { class: "heading" }, labels.protocol), wallLines),
    text(labels.relations, "heading"), relations, summary);
  const compare = button(labels.compare, () => {
    change({ step: "compare" });
    compared.focus();
  }, "main");
  const compareStep = make("div", { class: "actions" }, compare);
  const compared = make("section", { class: "step compared", tabindex: "-1" });
  const size = make("select", { id: `${id}-size` });
  const sandbox = make("div", { class: "actions" }, make("label", { for: size.id }, labels.size), size,
    button(labels.another, () => {
      [past, fanned] = [[], -1];
      field.value = fieldSaid.textContent = "";
      before.open = true;
      const { seed } = now().state;
      change({ seed: seed < 2 ** 50 ? seed + 1 : 0, ballots: Number(size.value), piles: "", step: "unused", cancelled: -1 });
      unusedStep.focus();
    }, "main"));
  const twinTable = make("div", { class: "box", role: "region", tabindex: "0", "aria-label": labels.twin });
  const twin = make("details", { class: "twin" }, make("summary", {}, labels.twin), twinTable);
  twin.addEventListener("toggle", draw, { signal });

  const found = (/** @type {import("./ballot_piles.js").Finding} */ { ballot, text: words }) =>
    make("li", {}, drawBallot(model.get("station").seen[ballot] ?? "", ballot, told(ballot)), make("span", {}, words));

  /** @param {View} view */
  function drawBefore({ station: { papers }, state, at, lines, count }) {
    const [unused, spoiled] = [papers.unused ?? 0, papers.spoiled ?? 0];
    const [tens, loose] = [Math.floor(unused / 10), unused % 10];
    packets.setAttribute("aria-label", fill(labels.unused_picture, { packets: number(tens), loose: number(loose), spoiled: number(spoiled) }));
    packets.classList.toggle("cut", state.cancelled >= 0);
    packets.replaceChildren(...leaves(tens, "packet", "10"), ...leaves(loose, "leaf"), ...leaves(spoiled, "leaf spoiled"));
    if (state.cancelled >= 0 && !field.value) field.value = String(state.cancelled);
    [mobileStep.hidden, openMobile.hidden, stationaryStep.hidden, openStationary.hidden] = [at < 1, at > 1, at < 2, at > 2];
    const register = lines.issued_outside ?? 0;
    mobileSaid.textContent = at > 1 ? fill(labels.mobile_said, { count: number(papers.mobile ?? 0), register: number(register) }) : "";
    stationarySaid.textContent = at > 2
      ? fill(labels.stationary_said, { count: number(count - (papers.mobile ?? 0)), signatures: number(lines.issued_station ?? 0) }) : "";
    beforeName.hidden = at < 3;
  }

  /** @param {View} view */
  function drawTable({ station, state, lying, top, left, asides, count, at, done }) {
    const counts = tally(lying);
    sortStep.hidden = at < 3;
    heap.hidden = top < 0;
    table.classList.toggle("empty", top < 0);
    if (top >= 0) {
      heap.replaceChildren(drawBallot(station.seen[top] ?? "", top));
      heap.setAttribute("aria-label", fill(labels.ballot, { ballot: number(top + 1), seen: told(top) }));
      heap.setAttribute("aria-pressed", String(held === top));
      heap.style.setProperty("--under", String(Math.min(5, left - 1)));
    }
    heapSaid.textContent = top < 0 ? labels.heap_empty : fill(labels.heap, { left: number(left), count: number(count) });
    SEVEN.forEach((pile) => {
      const { sign, name } = station.piles[pile] ?? { sign: "", name: "" };
      const here = counts[pile] ?? 0;
      const known = tops[pile] ?? -1;
      const face = lying[known] === pile ? known : lying.lastIndexOf(pile);
      const said = fill(labels.pile, { pile: name, count: number(here) });
      tabs[pile]?.setAttribute("aria-pressed", String(pile === fanned));
      const looks = `${said} ${station.seen[face]} ${face}`;
      if (piles[pile]?.dataset.looks === looks) return;
      piles[pile]?.setAttribute("data-looks", looks);
      piles[pile]?.replaceChildren(...shown(["key", String(pile + 1)], ["sign", sign]),
        make("span", { class: "stack", style: `--under: ${Math.min(5, Math.ceil(here / 4))}` }, ...(face < 0 ? [] : [drawBallot(station.seen[face] ?? "", face)])),
        ...shown(["name", name], ["count", number(here)]), heard(said));
      tabs[pile]?.replaceChildren(...shown(["sign", sign], ["", ` ${number(here)}`]), heard(said));
      targets[pile]?.replaceChildren(...shown(["sign", sign]), heard(name));
    });
    undoer.disabled = past.length === 0;
    rest.disabled = left === 0 || count - left < FREE_AFTER;
    restSaid.hidden = count - left >= FREE_AFTER;
    again.disabled = left === count;
    again.setAttribute("aria-expanded", String(fanned >= 0));
    drawFan(station, lying);

    voteStep.hidden = left > 0 || (asides.length === 0 && !state.piles.includes("v"));
    const [asked] = asides;
    voteActions.hidden = asked === undefined;
    voteAll.hidden = asides.length < 3;
    voteCard.replaceChildren(...(asked === undefined ? [] : [drawBallot(station.seen[asked] ?? "", asked, told(asked))]));
    const votes = Object.entries(model.get("votes"));
    voted.replaceChildren(...votes.map(([ballot, vote]) => found({ ballot: Number(ballot), text: vote.text })));
    compareStep.hidden = !answers || !done || at > 3;
  }

  /**
   * @param {Model["station"]} station
   * @param {number[]} lying
   */
  function drawFan(station, lying) {
    fan.hidden = fanned < 0;
    if (fanned < 0) return;
    const here = lying.flatMap((pile, ballot) => (pile === fanned ? [ballot] : []));
    fanTitle.textContent = fill(labels.fan, { pile: pileName(fanned), count: number(here.length) });
    fanCards.replaceChildren(...here.map((ballot) => {
      const one = button("", () => {
        held = held === ballot ? null : ballot;
        draw();
        /** @type {HTMLElement | null} */ (fanCards.querySelector(`[data-ballot="${ballot}"]`))?.focus();
        if (held !== null) speak(fill(labels.in_hand, { seen: told(ballot) }));
      }, "small");
      one.dataset.ballot = String(ballot);
      one.setAttribute("aria-label", fill(labels.ballot, { ballot: number(ballot + 1), seen: told(ballot) }));
      one.setAttribute("aria-pressed", String(held === ballot));
      one.append(drawBallot(station.seen[ballot] ?? "", ballot));
      return one;
    }));
    fanTo.hidden = held === null;
  }

  /** @param {View} view */
  function drawWall({ station, lines, done }) {
    const count = (/** @type {number | undefined} */ value) => (value === undefined ? "…" : number(value));
    wallLines.replaceChildren(...station.lines.map(({ name, label, paper }) => make("tr", {},
      make("th", { scope: "row" }, label, " ", make("span", { class: "quiet-text" }, paper && `· ${paper}`)), make("td", {}, count(lines[name])))));
    const words = { holds: labels.holds, waits: labels.waits, differs: (/** @type {string} */ difference) => fill(labels.differs, { difference }) };
    relations.replaceChildren(...station.relations.map((relation) => relationItem(relation, lines, done, words, signs)));
    summary.textContent = verdict();
  }

  /** Show the three counts and what lies elsewhere, once Python has sent it. */
  function drawCompared() {
    const { rows, said, own, machine } = model.get("result");
    compared.hidden = sandbox.hidden = !rows;
    if (!rows || !said || !own || !machine) return compared.replaceChildren();
    const beside = (/** @type {number} */ value, /** @type {number} */ right) => (value === right ? number(value)
      : make("span", { class: "bad" }, `≠ ${number(value)} (${writeDifference(value - right, signs)})`));
    compared.replaceChildren(text(labels.compare_title, "heading"), ...said.map((words) => text(words)),
      make("div", { class: "box" }, tableOf([labels.pile_column, labels.own, labels.commission, labels.machine],
        rows.map(([yours = 0, theirs = 0, read = 0], pile) => [pileName(pile), beside(yours, theirs), number(theirs), beside(read, theirs)]))),
      ...(own.length ? [text(labels.own_title, "heading"), make("ul", { class: "findings" }, ...own.map(found))] : []),
      ...(machine.length ? [text(labels.machine_title, "heading"), make("ul", { class: "findings" }, ...machine.map(found))] : []),
      text(labels.official, "quiet-text"));
  }

  /** @param {View} view */
  function drawTwin({ station, lying }) {
    if (!twin.open) return;
    if (twinTable.dataset.seen !== station.told.join()) {
      twinTable.dataset.seen = station.told.join();
      twinTable.replaceChildren(tableOf([labels.ballot_column, labels.seen_column, labels.pile_column],
        station.told.map((words, ballot) => [number(ballot + 1), words, ""]), "words"));
    }
    twinTable.querySelectorAll("td:last-child").forEach((cell, ballot) => {
      const name = pileName(lying[ballot] ?? -1);
      if (cell.textContent !== name) cell.textContent = name;
    });
  }

  function draw() {
    const view = now();
    desk.hidden = answers && !view.state.guess;
    twin.hidden = view.at < 3;
    drawBefore(view);
    drawTable(view);
    drawWall(view);
    drawTwin(view);
  }

  const guess = answers ? [makePrediction({
    name: `${id}-guess`,
    question: labels.guess_question,
    options: [{ value: "exact", text: labels.guess_exact }, { value: "few", text: labels.guess_few }, { value: "leader", text: labels.guess_leader }],
    show: labels.begin, labels, chosen: model.get("state").guess, signal,
    reveal(value) {
      change({ guess: value });
      unusedStep.focus();
    },
  })] : [];
  const desk = make("div", { class: "desk" },
    make("div", { class: "work" }, before, sortStep, voteStep, compareStep, compared, sandbox), wall);
  const root = make("div", { class: "electoral-view electoral-hand-count", lang: model.get("language"), role: "group", "aria-labelledby": `${id}-title`, "data-lm-suppress-shortcuts": "true" },
    make("p", { class: "title", id: `${id}-title` }, labels.title), text(labels.intro), ...guess, notice, desk, twin,
    makeLink(model, "hand-count", labels, signal), spoken);
  for (const count of [...new Set([...SIZES, model.get("state").ballots])].sort((one, other) => one - other)) size.append(make("option", { value: String(count) }, number(count)));
  size.value = String(model.get("state").ballots);
  before.open = now().at < 3;
  el.replaceChildren(root);
  let known = Object.keys(model.get("votes"));
  const hearVotes = () => {
    const votes = model.get("votes");
    draw();
    const news = Object.keys(votes).filter((ballot) => !known.includes(ballot));
    if (news.length) speak(...news.map((ballot) => votes[ballot]?.text ?? ""), verdict());
    known = Object.keys(votes);
    if (news.length && voteActions.hidden) (compareStep.hidden ? again : compare).focus();
  };
  const hearNotice = () => {
    notice.textContent = model.get("notice");
    if (notice.textContent) speak(notice.textContent);
  };
  const hears = /** @type {const} */ ([["state", draw], ["station", draw], ["votes", hearVotes], ["result", drawCompared], ["notice", hearNotice]]);
  for (const [name, hear] of hears) model.on(`change:${name}`, hear);
  draw();
  drawCompared();
  hearNotice();
  return () => {
    stop.abort();
    for (const [name, hear] of hears) model.off(`change:${name}`, hear);
  };
}

export default { render };
