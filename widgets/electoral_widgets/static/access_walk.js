import { lookedAt, makePlan, marked, signOf } from "./access_plan.js";
import { fill, keepState, make, makeButton, makeLink, makePrediction, takeLink, writeCount } from "./common.js";

/**
 * A walk through a station with a checklist, and a plan of repairs under a budget.
 *
 * @typedef {{ seed: number, guess: string, place: string, marks: string, checked: boolean, hunch: string,
 *   budget: number, plan: string[], shown: boolean }} State
 * @typedef {{ name: string, seen: string, question: string, source: string }} Thing
 * @typedef {{ rows: { id: string, name: string, cost: number, alone: number }[], budget: number, all_cost: number,
 *   cost: number, opened: number, out: number, groups: number, all: number,
 *   people: { name: string, voters: number, in: boolean, by: string }[] }} Money
 * @typedef {{ rows: { name: string, removes: string, cost: number, opened: number, groups: number }[],
 *   said: string[] }} Bests
 * @typedef {{ rows: Record<string, { right: boolean, bad: boolean, text: string }>, said: string[] }} Found
 * @typedef {Record<"title" | "intro" | "guess" | "guess_few" | "guess_half" | "guess_all" | "go_in" | "plan" | "walk"
 *   | "place" | "asked" | "barrier" | "no_barrier" | "before" | "next" | "check" | "unmarked" | "checked" | "right"
 *   | "wrong" | "people" | "people_text" | "group" | "voters" | "stopped_by" | "prices" | "thing" | "cost" | "money"
 *   | "money_marked" | "budget" | "hunch" | "hunch_always" | "hunch_often" | "to_plan" | "choose" | "barrier_head"
 *   | "alone" | "left" | "too_dear" | "opened" | "comes" | "stays" | "show_best" | "best"
 *   | "removes" | "other" | "again" | "none_marked", string>
 *   & import("./common.js").SharedLabels} Labels
 * @typedef {{ language: string, page: string, labels: Labels, signs: import("./common.js").Signs, state: State,
 *   notice: string, answers: boolean, places: { id: string, name: string, things: string[] }[],
 *   things: Record<string, Thing>, found: Found, people: { name: string, voters: number, things: string }[],
 *   prices: { name: string, cost: number }[], money: Money, bests: Bests }} Model
 */

let views = 0;

/** @type {import("@anywidget/types").Render<Model>} */
function render({ model, el }) {
  const stop = new AbortController();
  const { signal } = stop;
  const id = `electoral-access-walk-${(views += 1)}`;
  const labels = model.get("labels");
  const signs = model.get("signs");
  const answers = model.get("answers");
  const places = model.get("places");
  const all = places.flatMap(({ things }) => things);
  if (answers) takeLink(model, "access-walk");
  else keepState(model, "access-walk", `own ${model.get("state").seed}`, !/[bg]/.test(model.get("state").marks), signal);
  /** @param {number} number */
  const write = (number) => writeCount(number, signs);

  /** What gets the focus once Python has filled it. @type {HTMLElement | undefined} */
  let awaited;

  /** @param {Partial<State>} news */
  function change(news) {
    model.set("state", { ...model.get("state"), ...news });
    model.save_changes();
  }

  const notice = make("p", { class: "notice", role: "alert" });

  // The guess.
  const options = [["few", labels.guess_few], ["half", labels.guess_half], ["all", labels.guess_all]];
  const guess = make("div", {});
  const hunch = make("div", {});

  // The walk: the plan for those who see it, the list for everybody.
  const plan = makePlan(places.map(({ id: place }) => place), go, signal);
  const stops = places.map(({ id: place }) => makeButton("", () => go(place), signal, "stop"));
  const list = make("ol", { class: "stops", "aria-label": labels.walk }, ...stops.map((stop) => make("li", {}, stop)));
  const rooms = places.map(({ name, things }, number) => {
    const cards = things.map((thing) => makeCard(thing));
    const head = make("p", { class: "heading", tabindex: "-1" }, `${number + 1}. ${name}`);
    return { head, cards, element: make("section", { class: "room" }, head, ...cards.map(({ element }) => element)) };
  });
  const before = makeButton(labels.before, () => step(-1), signal);
  const next = makeButton(labels.next, () => step(1), signal);
  const check = makeButton(labels.check, ask, signal, "main");
  const missing = make("p", { class: "said", role: "status" });
  const other = makeButton(labels.other, () => again(1 + (model.get("state").seed * 7919 + 1) % 999_999), signal, "quiet");
  const anew = makeButton(labels.again, () => again(model.get("state").seed), signal, "quiet");
  const walk = make("div", { class: "walk" },
    make("figure", {}, plan.element, make("figcaption", { class: "quiet-text" }, labels.plan)), list,
    make("div", { class: "rooms" }, ...rooms.map(({ element }) => element),
      make("div", { class: "actions" }, before, next, check), missing));

  /** @param {string} place */
  function go(place) {
    change({ place });
    rooms[places.findIndex(({ id: one }) => one === place)]?.head.focus();
  }

  /** @param {number} by */
  function step(by) {
    const at = places.findIndex(({ id: place }) => place === model.get("state").place);
    const there = places[Math.min(Math.max(at + by, 0), places.length - 1)];
    if (there) go(there.id);
  }

  /** @param {number} seed */
  function again(seed) {
    change({ seed, marks: "-".repeat(all.length), checked: false, plan: [], shown: false, hunch: "", place: places[0]?.id ?? "", budget: -1 });
    rooms[0]?.head.focus();
  }

  /** Look at the marks, or lead to what is not marked. */
  function ask() {
    const { marks } = model.get("state");
    const open = places.filter(({ things }) => lookedAt(things, all, marks) < things.length);
    const first = open[0];
    if (first) {
      missing.textContent = fill(labels.unmarked, { count: write([...marks].filter((sign) => sign === "-").length), place: first.name });
      go(first.id);
      return;
    }
    missing.textContent = "";
    awaited = result;
    change({ checked: true });
  }

  /** @param {string} thing */
  function makeCard(thing) {
    const at = all.indexOf(thing);
    const legend = make("legend", {});
    const seen = make("p", { class: "seen" });
    const asked = make("p", { class: "quiet-text" });
    const source = make("p", { class: "quiet-text source" });
    const outcome = make("p", { class: "outcome" });
    const radios = [["b", labels.barrier], ["g", labels.no_barrier]].map(([value = "", name = ""]) => {
      const radio = make("input", { type: "radio", name: `${id}-${thing}`, value });
      radio.addEventListener("change", () => change({ marks: marked(model.get("state").marks, at, value) }), { signal });
      return { radio, row: make("label", {}, radio, make("span", {}, name)) };
    });
    const element = make("fieldset", { class: "card" }, legend, seen, asked, source,
      make("div", { class: "radios" }, ...radios.map(({ row }) => row)), outcome);
    return { element, show };

    function show() {
      const { name = "", seen: sight = "", question = "", source: from = "" } = model.get("things")[thing] ?? {};
      const row = model.get("found").rows?.[thing];
      legend.textContent = name;
      seen.textContent = sight;
      asked.textContent = fill(labels.asked, { question });
      source.textContent = from;
      for (const { radio } of radios) {
        radio.checked = model.get("state").marks[at] === radio.value;
        radio.disabled = row !== undefined;
      }
      outcome.replaceChildren(...(row ? [make("b", { class: row.right ? "good" : "bad" },
        row.right ? `✓ ${labels.right}` : `✕ ${labels.wrong}`), ` ${row.text}`] : []));
    }
  }

  // What was found, whom it stops, what a plan does.
  const result = make("section", { class: "result", tabindex: "-1" });
  const tables = make("section", {});
  const money = make("section", { class: "money" });
  const budget = make("input", { type: "range", min: "0", step: "1", id: `${id}-budget` });
  const budgetSaid = make("output", { for: `${id}-budget` });
  budget.addEventListener("input", () => change({ budget: Number(budget.value), shown: false }), { signal });
  const amount = make("div", { class: "amount" }, make("label", { for: `${id}-budget` }, labels.budget), budgetSaid, budget);
  const boxes = new Map(all.map((thing) => [thing, makeBox(thing)]));
  const body = make("tbody", {});
  const sums = make("p", { class: "verdict", role: "status" });
  const fate = make("ul", { class: "fate" });
  const best = makeButton(labels.show_best, () => {
    awaited = bests;
    change({ shown: true });
  }, signal, "main");
  const bests = make("section", { tabindex: "-1" });
  const planning = make("div", {}, amount,
    make("div", { class: "box stacked plan-table", role: "region", tabindex: "0", "aria-label": labels.money }, make("table", {},
      make("thead", {}, make("tr", {}, ...[labels.barrier_head, labels.cost, labels.alone, labels.choose]
        .map((head, place) => make("th", { scope: "col", class: place ? "" : "words" }, head)))), body)),
    sums, fate, make("div", { class: "actions" }, best), bests);
  const nothing = make("p", {}, labels.none_marked);
  money.append(make("p", { class: "heading" }, answers ? labels.money : labels.money_marked), nothing, hunch, planning);

  /** @param {string} thing */
  function makeBox(thing) {
    const box = make("input", { type: "checkbox" });
    box.addEventListener("change", () => {
      const kept = model.get("state").plan.filter((one) => one !== thing);
      change({ plan: box.checked ? [...kept, thing] : kept, shown: false });
    }, { signal });
    const [name, cost, alone] = [make("th", { scope: "row" }), make("td", { "data-name": labels.cost }), make("td", { "data-name": labels.alone })];
    return { box, name, cost, alone, row: make("tr", {}, name, cost, alone, make("td", { "data-name": labels.choose }, box)) };
  }

  /**
   * @param {string} caption
   * @param {string[]} heads
   * @param {string[][]} rows
   */
  function makeTable(caption, heads, rows) {
    const shape = heads.length > 2 ? "box stacked" : "box"; // on a phone, one thing below the other
    return make("div", { class: shape, role: "region", tabindex: "0", "aria-label": caption }, make("table", {},
      make("thead", {}, make("tr", {}, ...heads.map((head) => make("th", { scope: "col", class: "words" }, head)))),
      make("tbody", {}, ...rows.map(([head = "", ...cells]) => make("tr", {}, make("th", { scope: "row" }, head),
        ...cells.map((cell, place) => make("td", { class: "words", "data-name": heads[place + 1] ?? "" }, cell)))))));
  }

  /**
   * Say what a plan costs and whom it lets through.
   * @param {{ cost: number, opened: number, groups: number }} one
   */
  function costing({ cost, opened, groups }) {
    const { budget: limit, out, all: of } = model.get("money");
    const values = { cost: write(cost), budget: write(limit), over: write(cost - limit) };
    return [fill(cost > limit ? labels.too_dear : labels.left, values),
      fill(labels.opened, { opened: write(opened), out: write(out), groups: write(groups), all: write(of) })].join(" ");
  }

  function drawMoney() {
    const { plan: chosen, hunch: said, shown } = model.get("state");
    const { rows, budget: limit, all_cost: most, cost, opened, groups, people } = model.get("money");
    const ready = rows.length > 0 && (!answers || said !== "");
    nothing.hidden = rows.length > 0;
    hunch.hidden = !answers || rows.length === 0;
    planning.hidden = !ready;
    amount.hidden = !answers;
    budget.max = `${Math.max(most, limit)}`;
    if (Number(budget.value) !== limit) budget.value = `${limit}`;
    budgetSaid.textContent = write(limit);
    const shownRows = rows.flatMap(({ id: thing, name, cost: price, alone }) => {
      const parts = boxes.get(thing);
      if (!parts) return [];
      parts.name.textContent = name;
      parts.cost.textContent = write(price);
      parts.alone.textContent = write(alone);
      parts.box.checked = chosen.includes(thing);
      parts.box.setAttribute("aria-label", `${labels.choose}: ${name}`);
      return [parts.row];
    });
    const same = shownRows.length === body.children.length && shownRows.every((row, place) => body.children[place] === row);
    if (!same) body.replaceChildren(...shownRows);
    const text = costing({ cost, opened, groups });
    if (sums.textContent !== text) sums.textContent = text;
    sums.classList.toggle("bad", cost > limit);
    fate.replaceChildren(...people.map(({ name, voters, in: comes, by }) => make("li", { class: comes ? "in" : "out" },
      make("b", {}, comes ? "✓ " : "✕ ", `${name} (${write(voters)}): `),
      comes ? labels.comes : fill(labels.stays, { barriers: by }))));
    best.hidden = !answers || shown;
    const { rows: plans = [], said: told = [] } = model.get("bests");
    bests.replaceChildren(...(plans.length ? [make("p", { class: "heading" }, labels.best),
      make("ul", { class: "plans" }, ...plans.map((one) => make("li", {}, make("b", {}, one.name),
        make("p", {}, `${labels.removes}: ${one.removes}.`), make("p", {}, costing(one))))),
      ...told.map((sentence) => make("p", {}, sentence))] : []));
  }

  /** Ask again what was not answered; an answer stays as it was given. */
  function drawQuestions() {
    const state = model.get("state");
    if (guess.dataset.for !== state.guess || !guess.hasChildNodes()) {
      guess.dataset.for = state.guess;
      guess.replaceChildren(makePrediction({
        name: `${id}-guess`, question: fill(labels.guess, { count: write(all.length) }), show: labels.go_in, labels, signal,
        options: options.map(([value = "", text = ""]) => ({ value, text })), chosen: state.guess,
        reveal: (value) => { change({ guess: value }); rooms[0]?.head.focus(); },
      }));
    }
    if (hunch.dataset.for !== state.hunch || !hunch.hasChildNodes()) {
      hunch.dataset.for = state.hunch;
      hunch.replaceChildren(makePrediction({
        name: `${id}-hunch`, question: labels.hunch, show: labels.to_plan, labels, signal, chosen: state.hunch,
        options: [{ value: "always", text: labels.hunch_always }, { value: "often", text: labels.hunch_often }],
        reveal: (value) => { change({ hunch: value }); budget.focus(); },
      }));
    }
  }

  function draw() {
    const { guess: guessed, place: here, marks, checked } = model.get("state");
    const found = model.get("found");
    const inside = !answers || guessed !== "";
    guess.hidden = !answers;
    walk.hidden = !inside;
    drawQuestions();
    plan.show(here, Object.fromEntries(places.map(({ id: place, things }) => [place, signOf(things, all, marks, found.rows)])));
    for (const [number, { id: place, name, things }] of places.entries()) {
      const stop = stops[number];
      const room = rooms[number];
      if (!stop || !room) continue;
      const text = fill(labels.place, { number: write(number + 1), place: name, done: write(lookedAt(things, all, marks)), of: write(things.length) });
      if (stop.textContent !== text) stop.textContent = text;
      if (place === here) stop.setAttribute("aria-current", "step");
      else stop.removeAttribute("aria-current");
      room.element.hidden = place !== here;
      for (const card of room.cards) card.show();
    }
    before.disabled = here === places[0]?.id;
    next.disabled = here === places.at(-1)?.id;
    check.hidden = !answers || checked;
    result.hidden = !found.said;
    result.replaceChildren(...(found.said ? [make("p", { class: "heading" }, labels.checked)] : []),
      ...(found.said ?? []).map((text) => make("p", {}, text)), make("ul", { class: "findings" }, ...all.filter((thing) => found.rows?.[thing]?.bad || found.rows?.[thing]?.right === false).map((thing) =>
        make("li", {}, make("b", {}, `${found.rows[thing]?.right ? "✓" : "✕"} ${model.get("things")[thing]?.name ?? ""}. `), found.rows[thing]?.text ?? ""))));
    money.hidden = answers && !checked;
    other.hidden = anew.hidden = !answers || !checked;
    drawMoney();
    if (awaited?.hasChildNodes() && !awaited.hidden) {
      awaited.focus();
      awaited = undefined;
    }
  }

  function drawTables() {
    tables.hidden = answers;
    if (answers) return;
    tables.replaceChildren(make("p", { class: "heading" }, labels.people), make("p", { class: "quiet-text" }, labels.people_text),
      makeTable(labels.people, [labels.group, labels.voters, labels.stopped_by], model.get("people").map(({ name, voters, things }) => [name, write(voters), things])),
      make("p", { class: "heading" }, labels.prices),
      makeTable(labels.prices, [labels.thing, labels.cost], model.get("prices").map(({ name, cost }) => [name, write(cost)])));
  }

  function drawNotice() {
    notice.textContent = model.get("notice");
  }

  el.replaceChildren(make("div", {
    class: "electoral-view electoral-access-walk", lang: model.get("language"), role: "group", "aria-labelledby": id,
  }, make("p", { class: "title", id }, labels.title), make("p", {}, labels.intro), guess, notice, walk, result, tables, money,
  make("div", { class: "actions" }, other, anew), makeLink(model, "access-walk", labels, signal)));
  draw();
  drawTables();
  drawNotice();

  const heard = /** @type {const} */ (["state", "things", "found", "money", "bests"]);
  for (const name of heard) model.on(`change:${name}`, draw);
  model.on("change:notice", drawNotice);
  return () => {
    stop.abort();
    for (const name of heard) model.off(`change:${name}`, draw);
    model.off("change:notice", drawNotice);
  };
}

export default { render };
