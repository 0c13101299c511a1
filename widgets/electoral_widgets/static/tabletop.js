import { fill, make, makeButton, makeLink, makePrediction, takeLink } from "./common.js";
import { drawScale, drawSteps, drawTable } from "./tabletop_parts.js";

/**
 * A voting day on the table. Python lays out what is on it; here a deed and words are chosen.
 *
 * @typedef {import("./tabletop_parts.js").Gauges} Gauges
 * @typedef {{ id: string, text: string, open?: boolean }} Option
 * @typedef {{ id: string, kind: string, name: string, text: string, deeds: Option[], words: Option[] }} Inject
 * @typedef {{ name: string, cell: string, cause: string, found: string, effects: string[], reported: string[], last: boolean }} Outcome
 * @typedef {{ message: string, cause: string, done: string, said: string, first_words: string, known_after: string }} Turn
 * @typedef {{ answer: string, turns: Turn[], paths: { name: string, trust: number[], integrity: number }[],
 *   spreads: [string, string][], rules: string[] }} Debrief
 * @typedef {{ gauges?: Gauges, inject?: Inject, outcome?: Outcome, debrief?: Debrief }} Scene
 * @typedef {{ guess: string, seed: number, path: [string, string][], seen: number }} State
 * @typedef {Record<"title" | "intro" | "question" | "guess_causes" | "guess_deeds" | "guess_words" | "show" | "integrity"
 *   | "trust" | "teams" | "of_most" | "deeds" | "words" | "decide" | "choose_both" | "too_few" | "why" | "nothing_moved"
 *   | "go_on" | "to_debrief" | "debrief" | "your_path" | "message" | "cause" | "done" | "said" | "first_words"
 *   | "known_after" | "others" | "path" | "trust_steps" | "integrity_end" | "trust_end" | "spreads" | "changed"
 *   | "from_to" | "rules" | "again" | "anew" | "back", string> & import("./common.js").SharedLabels} Labels
 * @typedef {{ language: string, page: string, labels: Labels, state: State, notice: string, scene: Scene }} Model
 */

const NAME = "tabletop";

let views = 0;

/** @type {import("@anywidget/types").Render<Model>} */
function render({ model, el }) {
  takeLink(model, NAME);
  const stop = new AbortController();
  const { signal } = stop;
  const id = `electoral-${NAME}-${(views += 1)}`;
  const labels = model.get("labels");
  let guessed = "";
  let drawn = "";
  /** Whether the next thing that Python lays out is to be in focus. */
  let goes = false;

  const asking = make("div", {});
  const notice = make("p", { class: "notice", role: "status" });
  const scales = make("div", { class: "scales" });
  const table = make("div", {});
  const spoken = make("p", { class: "spoken", role: "status" });

  /** @param {Partial<State>} news */
  function change(news) {
    goes = true;
    model.set("state", { ...model.get("state"), ...news });
    model.save_changes();
  }

  function askAgain() {
    guessed = model.get("state").guess;
    asking.replaceChildren(makePrediction({
      name: `${id}-guess`, question: labels.question, show: labels.show, labels, chosen: guessed, signal,
      options: [{ value: "causes", text: labels.guess_causes }, { value: "deeds", text: labels.guess_deeds },
        { value: "words", text: labels.guess_words }],
      reveal: (value) => {
        guessed = value;
        change({ guess: value });
      },
    }));
  }

  /**
   * A list of which one may be chosen.
   * @param {string} name
   * @param {string} legend
   * @param {Option[]} options
   */
  function choice(name, legend, options) {
    const radios = options.map((option) => {
      const radio = make("input", { type: "radio", name: `${id}-${name}`, value: option.id });
      radio.disabled = option.open === false;
      return radio;
    });
    const element = make("fieldset", { class: "choice" }, make("legend", {}, legend),
      ...options.map((option, place) => make("label", {}, radios[place] ?? "", make("span", {}, option.text,
        ...(option.open === false ? [make("em", {}, ` ${labels.too_few}`)] : [])))));
    return { element, radios, chosen: () => radios.find((radio) => radio.checked)?.value };
  }

  /** @param {Inject} inject */
  function drawInject(inject) {
    const deeds = choice("deeds", labels.deeds, inject.deeds);
    const said = choice("words", labels.words, inject.words);
    const refusal = make("p", { class: "said", role: "status" });
    const heading = make("p", { class: "heading", tabindex: "-1" }, inject.name);
    const decide = makeButton(labels.decide, () => {
      const [deed, words] = [deeds.chosen(), said.chosen()];
      if (!deed || !words) {
        refusal.textContent = labels.choose_both;
        (deed ? said : deeds).radios.find((radio) => !radio.disabled)?.focus();
        return;
      }
      decide.disabled = true;
      change({ path: [...model.get("state").path, [deed, words]] });
    }, signal, "main");
    return [heading, make("p", { class: "card" }, make("b", { class: "kind" }, inject.kind), " ", inject.text),
      make("div", { class: "columns" }, deeds.element, said.element), make("div", { class: "actions" }, decide, refusal)];
  }

  /** @param {Outcome} outcome */
  function drawOutcome(outcome) {
    const { path } = model.get("state");
    const effects = outcome.effects.length > 0 ? outcome.effects : [labels.nothing_moved];
    return [make("p", { class: "heading", tabindex: "-1" }, outcome.name), make("p", { class: "card" }, outcome.cause),
      make("p", {}, outcome.found), make("p", { class: "quiet-text" }, outcome.cell),
      make("p", { class: "heading" }, labels.why), make("ul", { class: "points" }, ...effects.map((text) => make("li", {}, text))),
      ...outcome.reported.map((text) => make("p", { class: "reported" }, text)),
      make("div", { class: "actions" },
        makeButton(outcome.last ? labels.to_debrief : labels.go_on, () => change({ seen: path.length }), signal, "main"),
        makeButton(labels.back, () => change({ path: path.slice(0, -1), seen: path.length - 1 }), signal, "quiet"))];
  }

  /**
   * @param {Debrief} debrief
   * @param {Gauges} gauges
   */
  function drawDebrief(debrief, gauges) {
    const end = (/** @type {number[]} */ trust) => fill(labels.of_most, { number: trust.at(-1) ?? 0, most: gauges.most });
    const { seed } = model.get("state");
    return [make("p", { class: "heading", tabindex: "-1" }, labels.debrief), make("p", { class: "answer" }, debrief.answer),
      make("p", { class: "heading" }, labels.your_path),
      drawTable(labels.your_path, [labels.message, labels.cause, labels.done, labels.said, labels.first_words, labels.known_after],
        debrief.turns.map((one) => [one.message, one.cause, one.done, one.said, one.first_words, one.known_after])),
      make("p", { class: "heading" }, labels.others),
      drawTable(labels.others, [labels.path, labels.trust_steps, labels.trust_end, labels.integrity_end],
        debrief.paths.map((one) => [one.name, drawSteps(one.trust, gauges.most), end(one.trust), end([one.integrity])])),
      make("p", { class: "heading" }, labels.spreads),
      drawTable(labels.spreads, [labels.changed, labels.from_to], debrief.spreads),
      make("details", {}, make("summary", {}, labels.rules), ...debrief.rules.map((text) => make("p", {}, text))),
      make("div", { class: "actions" }, makeButton(labels.again, () => change({ path: [], seen: 0 }), signal, "main"),
        makeButton(labels.anew, () => change({ path: [], seen: 0, seed: (seed + 1) % 1_000_000 }), signal))];
  }

  function draw() {
    const state = model.get("state");
    const { gauges, inject, outcome, debrief } = model.get("scene");
    notice.textContent = model.get("notice");
    if (state.guess !== guessed) askAgain();
    scales.hidden = table.hidden = !gauges;
    if (!gauges) return;
    const of = (/** @type {number} */ number, /** @type {number} */ most) => fill(labels.of_most, { number, most });
    scales.replaceChildren(drawScale(labels.integrity, of(gauges.integrity, gauges.most), gauges.integrity, gauges.most),
      drawScale(labels.trust, of(gauges.trust, gauges.most), gauges.trust, gauges.most),
      drawScale(labels.teams, of(gauges.teams, gauges.most_teams), gauges.teams, gauges.most_teams));
    const now = JSON.stringify(model.get("scene"));
    if (now === drawn) return;
    drawn = now;
    table.replaceChildren(...(inject ? drawInject(inject) : outcome ? drawOutcome(outcome) : debrief ? drawDebrief(debrief, gauges) : []));
    spoken.textContent = outcome ? [outcome.cause, ...outcome.effects].join(" ") : "";
    const heading = /** @type {HTMLElement | null} */ (table.querySelector(".heading"));
    if (goes && heading?.checkVisibility()) heading.focus();
    goes = false;
  }

  el.replaceChildren(make("div", {
    class: `electoral-view electoral-${NAME}`, lang: model.get("language"), role: "group", "aria-labelledby": `${id}-title`,
  },
  make("p", { class: "title", id: `${id}-title` }, labels.title), make("p", {}, labels.intro), asking, notice, spoken,
  scales, table, makeLink(model, NAME, labels, signal)));
  askAgain();
  draw();
  const heard = /** @type {const} */ (["change:state", "change:scene", "change:notice"]);
  for (const name of heard) model.on(name, draw);
  return () => {
    stop.abort();
    for (const name of heard) model.off(name, draw);
  };
}

export default { render };
