import { fill, make, makeButton, makeLink, takeLink } from "./common.js";

/**
 * A draft law that nobody proposed: ten articles, each to be judged by one place of a convention.
 *
 * @typedef {{ text: string, place: string }} Article
 * @typedef {{ right?: boolean, said?: string, texts?: string[] }} Told
 * @typedef {{ seed: number, judged: string[] }} State
 * @typedef {Record<"title" | "invented" | "task" | "read_only" | "number" | "beside" | "judge" | "against" | "agrees"
 *   | "unsaid" | "yours" | "score" | "another" | "anew", string> & import("./common.js").SharedLabels} Labels
 * @typedef {{ language: string, page: string, labels: Labels, signs: import("./common.js").Signs, answers: boolean,
 *   state: State, notice: string, articles: Article[], told: Told[] }} Model
 */

const NAME = "draft-law";
const LARGEST_SEED = 999_999;

let views = 0;

/**
 * How many articles were judged, and how many of these rightly.
 * @param {Told[]} told
 */
export function score(told) {
  return {
    judged: told.filter(({ right }) => right !== undefined).length,
    right: told.filter(({ right }) => right === true).length,
  };
}

/**
 * @type {import("@anywidget/types").Render<Model>}
 */
function render({ model, el }) {
  const stop = new AbortController();
  const { signal } = stop;
  const labels = model.get("labels");
  const answers = model.get("answers");
  const id = `${NAME}-${(views += 1)}`;
  if (answers) takeLink(model, NAME);

  const verdicts = [["against", labels.against], ["agrees", labels.agrees], ["unsaid", labels.unsaid]];
  const notice = make("p", { class: "notice", role: "status" });
  const counted = make("p", { class: "counted", role: "status" });
  const list = make("ol", { class: "articles" });
  /** @type {{ seed: number, judged: string } | undefined} What is drawn now. */
  let drawn;

  /** @param {Partial<State>} news */
  function change(news) {
    model.set("state", { ...model.get("state"), ...news });
    model.save_changes();
  }

  /**
   * @param {number} place
   * @param {string} verdict
   */
  function judge(place, verdict) {
    change({ judged: model.get("state").judged.map((one, at) => (at === place ? verdict : one)) });
  }

  /**
   * @param {Article} article
   * @param {number} place
   */
  function makeArticle({ text, place: beside }, place) {
    const number = place + 1;
    const told = model.get("told")[place] ?? {};
    const given = model.get("state").judged[place];
    const row = make("li", { tabindex: "-1" },
      make("p", { class: "heading" }, fill(labels.number, { number }), " ", make("span", { class: "place" }, fill(labels.beside, { place: beside }))),
      make("p", { class: "words" }, text));
    if (!answers) return row;
    if (told.right === undefined) {
      row.append(make("div", { class: "actions" }, ...verdicts.map(([verdict = "", name = ""]) => {
        const button = makeButton(name, () => judge(place, verdict), signal);
        button.setAttribute("aria-label", fill(labels.judge, { number, verdict: name }));
        return button;
      })));
    } else {
      const name = verdicts.find(([verdict]) => verdict === given)?.[1] ?? "";
      row.append(make("div", { class: `told ${told.right ? "good" : "bad"}` },
        make("p", {}, make("span", { "aria-hidden": "true" }, told.right ? "✓ " : "✗ "), fill(labels.yours, { verdict: name }), " ", told.said ?? ""),
        ...(told.texts?.length ? [make("ul", {}, ...told.texts.map((one) => make("li", {}, one)))] : [])));
    }
    return row;
  }

  function draw() {
    const { seed, judged } = model.get("state");
    notice.textContent = model.get("notice");
    const now = { seed, judged: JSON.stringify(model.get("told")) };
    if (drawn?.seed === now.seed && drawn.judged === now.judged) return;
    const rows = model.get("articles").map(makeArticle);
    const at = [...list.children].findIndex((row) => row.contains(document.activeElement));
    list.replaceChildren(...rows);
    if (drawn?.seed === seed) rows[at]?.focus({ preventScroll: true });
    drawn = now;
    const { judged: done, right } = score(model.get("told"));
    counted.textContent = answers && done > 0 ? fill(labels.score, { judged: done, all: judged.length, right }) : "";
  }

  const root = make("div", {
    class: `electoral-view electoral-${NAME}`, lang: model.get("language"), role: "group", "aria-labelledby": `${id}-title`,
  },
  make("p", { class: "title", id: `${id}-title` }, labels.title), make("p", { class: "quiet-text" }, labels.invented),
  make("p", {}, answers ? labels.task : labels.read_only), notice, list, counted);
  if (answers) {
    const empty = () => model.get("state").judged.map(() => "");
    root.append(make("div", { class: "actions" },
      makeButton(labels.another, () => change({ seed: (model.get("state").seed + 1) % (LARGEST_SEED + 1), judged: empty() }), signal),
      makeButton(labels.anew, () => change({ judged: empty() }), signal), makeLink(model, NAME, labels, signal)));
  }
  el.replaceChildren(root);
  const events = /** @type {const} */ (["change:articles", "change:told", "change:notice"]);
  for (const name of events) model.on(name, draw);
  draw();
  return () => {
    stop.abort();
    for (const name of events) model.off(name, draw);
  };
}

export default { render };
