import { fill, make, makeButton } from "./common.js";
import { draw, drawDays, drawDots, drawNoticed } from "./cabinet_pictures.js";
import { makeRow, makeSelect, makeSeveral, makeSlider, makeTable } from "./cabinet_parts.js";

/**
 * What stays to be played with when the truth is told: the door and a laboratory.
 *
 * @typedef {{ id: string, name: string }} Named
 * @typedef {{ ways: (Named & { text: string })[], roles: Named[], entries: Named[], attacks: (Named & { entries: string[] })[],
 *   measures: (Named & { attacks: string[] })[] }} Names
 * @typedef {{ own: number, other: number, told: number, passed_own: string, passed_other: string,
 *   own_rate: number, other_rate: number }} Door
 * @typedef {{ days: import("./cabinet_pictures.js").Held[], said: string[], touched: string, noticed: number }} Lab
 * @typedef {{ door_entry: string, attack: string, measures: string[] }} DoorState
 * @typedef {{ lab_way: string, role: string, codes: number, challenges: number, second_device: number,
 *   status: number, watch: string[], held: number }} LabState
 */

export const DAYS = 12;

/**
 * Make the door: a thousand attempts of the right person and of somebody else.
 * @param {{ names: Names, change: (news: Partial<DoorState & { own_rate: number, other_rate: number }>) => void,
 *   attack: () => string, count: (number: number) => string, signal: AbortSignal,
 *   texts: Record<"title" | "text" | "entry" | "attack" | "measures" | "own_rate" | "other_rate" | "none" | "picture"
 *     | "own" | "other" | "key" | "table" | "entered" | "stopped" | "told" | "assumed", string> }} given
 */
export function makeDoor({ names, change, attack: attackNow, count, signal, texts }) {
  const entry = makeSelect(texts.entry, names.entries, (door_entry) => {
    const fits = names.attacks.filter(({ entries }) => entries.includes(door_entry));
    const attack = fits.find(({ id }) => id === attackNow()) ?? fits.find(({ entries }) => entries.length === 1);
    change({ door_entry, attack: attack?.id ?? "stranger", own_rate: -1, other_rate: -1 });
  }, signal);
  const attacks = makeSelect(texts.attack, [], (attack) => change({ attack, other_rate: -1 }), signal);
  const protection = makeSeveral(texts.measures, names.measures, (measures) => change({ measures, other_rate: -1 }), signal);
  const ownRate = makeSlider((value) => fill(texts.own_rate, { count: count(value) }), (own_rate) => change({ own_rate }), signal, 1);
  const otherRate = makeSlider((value) => fill(texts.other_rate, { count: count(value) }), (other_rate) => change({ other_rate }), signal, 1);
  const none = make("p", { class: "quiet-text" }, texts.none);
  const [ownDots, otherDots] = [0, 1].map(() => draw("svg", { class: "attempts", viewBox: "0 0 400 250", "aria-hidden": "true" }));
  const picture = make("div", { class: "figures", role: "img" },
    make("div", {}, make("p", {}, texts.own), ownDots ?? ""), make("div", {}, make("p", {}, texts.other), otherDots ?? ""));
  const rows = make("tbody", {});
  const element = make("details", { class: "part" }, make("summary", {}, texts.title), make("p", {}, texts.text),
    make("div", { class: "two" },
      make("div", {}, make("div", { class: "fields" }, entry.row, attacks.row), protection.row, ownRate.row, otherRate.row,
        none, make("p", { class: "quiet-text" }, texts.assumed)),
      make("div", {}, picture, make("p", { class: "quiet-text" }, texts.key),
        make("details", {}, make("summary", {}, texts.table), makeTable(texts.table, [
          { text: "", words: true }, { text: texts.entered }, { text: texts.stopped }, { text: texts.told }], rows)))));
  return {
    element,
    /** @param {DoorState} state @param {Partial<Door>} door */
    follow({ door_entry, attack, measures }, { own = 0, other = 0, told = 0, passed_own = "", passed_other = "", own_rate = 0, other_rate = 0 }) {
      entry.select.value = door_entry;
      attacks.offer(names.attacks.filter(({ entries }) => entries.includes(door_entry)));
      attacks.select.value = attack;
      const against = names.measures.filter((measure) => measure.attacks.includes(attack)).map(({ id }) => id);
      protection.follow(measures, (id) => against.includes(id));
      protection.row.hidden = against.length === 0;
      ownRate.follow(own_rate);
      otherRate.follow(Math.max(other_rate, 0));
      otherRate.row.hidden = other_rate < 0;
      none.hidden = other_rate >= 0;
      ownDots?.replaceChildren(...drawDots(passed_own));
      otherDots?.replaceChildren(...drawDots(passed_other));
      const tries = passed_own.length;
      picture.setAttribute("aria-label", fill(texts.picture, { own: count(own), other: count(other) }));
      rows.replaceChildren(...[{ name: texts.own, passed: own, notified: 0 }, { name: texts.other, passed: other, notified: told }]
        .map(({ name, passed, notified }) => makeRow(name, [passed, tries - passed, notified].map((number) => ({ text: count(number) })))));
    },
  };
}

/**
 * Make the laboratory: an adversary, the habits of voters, and days that are held.
 * @param {{ names: Names, change: (news: Partial<LabState>) => void, held: () => number, count: (number: number) => string,
 *   watch: { id: string, name: string }[], heads: string[], signal: AbortSignal,
 *   texts: Record<"title" | "text" | "role" | "way" | "codes" | "challenges" | "second_device" | "status" | "watch"
 *     | "hold" | "holding" | "picture" | "touched" | "read" | "noticed" | "unnoticed" | "table" | "told" | "assumed" | "source", string> }} given
 */
export function makeLab({ names, change, held: heldNow, count, watch, heads, signal, texts }) {
  /** @param {Partial<LabState>} news */
  const disturb = (news) => change({ ...news, held: heldNow() > 0 ? 3 : 0 });
  const roles = makeSelect(texts.role, names.roles, (role) => disturb({ role }), signal);
  const ways = makeSelect(texts.way, names.ways, (lab_way) => disturb({ lab_way }), signal);
  const sliders = /** @type {const} */ (["codes", "challenges", "second_device", "status"]).map((habit) => ({
    habit, ...makeSlider((value) => fill(texts[habit], { count: count(value) }), (value) => disturb({ [habit]: value }), signal),
  }));
  const others = makeSeveral(texts.watch, watch, (chosen) => disturb({ watch: chosen }), signal);
  const busy = make("p", { class: "said", role: "status" });
  const said = make("ul", { class: "findings" });
  const picture = draw("svg", { class: "days", viewBox: `0 0 ${DAYS * 30} 184`, role: "img" });
  const rows = make("tbody", {});
  /** @param {Node} sign @param {string} text */
  const entry = (sign, text) => make("li", {}, sign, text);
  const sign = (/** @type {Node} */ drawn) => draw("svg", { class: "days key-sign", viewBox: "0 0 18 18", "aria-hidden": "true" }, drawn);
  const result = make("div", {}, said, picture,
    make("ul", { class: "key" },
      entry(sign(draw("path", { class: "touched", d: "M4 16v-14h10v14" })), texts.touched),
      entry(sign(draw("path", { class: "read", d: "M4 16v-14h10v14" })), texts.read),
      entry(sign(drawNoticed(true, 9, 9)), texts.noticed), entry(sign(drawNoticed(false, 9, 9)), texts.unnoticed)),
    make("details", {}, make("summary", {}, texts.table),
      makeTable(texts.table, [...heads.map((text) => ({ text })), { text: texts.told, words: true }], rows)));
  const element = make("details", { class: "part" }, make("summary", {}, texts.title), make("p", {}, texts.text),
    make("div", { class: "two" },
      make("div", {}, make("div", { class: "fields" }, roles.row, ways.row), ...sliders.map(({ row }) => row), others.row,
        make("div", { class: "actions" }, makeButton(texts.hold, () => change({ held: 3 }), signal, "main"), busy),
        make("p", { class: "quiet-text" }, texts.assumed, " ", make("small", {}, texts.source))),
      result));
  return {
    element,
    /** @param {LabState} state @param {Partial<Lab>} lab */
    follow(state, { days = [], said: sentences = [], touched = "", noticed = 0 }) {
      roles.select.value = state.role;
      ways.select.value = state.lab_way;
      const board = state.lab_way !== "i_voting";
      for (const { habit, row, follow } of sliders) {
        follow(state[habit]);
        row.hidden = { codes: !board, challenges: state.lab_way !== "deg_homomorphic", second_device: board, status: false }[habit];
      }
      others.follow(state.watch, (id) => (id === "auditor" ? !board : board || id === "register"));
      busy.textContent = state.held > 0 && days.length < DAYS ? fill(texts.holding, { held: days.length, days: DAYS }) : "";
      result.hidden = days.length === 0 || state.held === 0;
      said.replaceChildren(...sentences.map((text) => make("li", {}, text)));
      picture.replaceChildren(...drawDays(days, DAYS));
      picture.setAttribute("aria-label", fill(texts.picture, { days: days.length, touched, noticed }));
      rows.replaceChildren(...days.map((day, at) => makeRow(`${at + 1}`, [
        ...[day.changed, day.prevented, day.added, day.read, day.early, day.proven].map((number) => ({ text: count(number) })),
        { text: day.told.join(" · ") || "–", words: true }])));
    },
  };
}
