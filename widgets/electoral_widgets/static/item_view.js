import { fill, make, makeButton } from "./common.js";
import { essay, line, match, options, order, pieces } from "./item_fields.js";
import { table } from "./item_table.js";

/**
 * The view of an item: one question or task. Python holds the words, the checks and the file;
 * this file draws the fields of each kind, sends every answer at once, and keeps what is typed
 * in the browser until Python says that it is saved.
 *
 * @typedef {import("./item_fields.js").Block} Block
 * @typedef {import("./item_fields.js").Context} Context
 * @typedef {import("./item_fields.js").Field} Field
 * @typedef {import("./item_fields.js").Item} Item
 * @typedef {import("./item_fields.js").Labels} Labels
 * @typedef {import("./item_fields.js").Signs} Signs
 * @typedef {{ turn: number, status: string, heading: string, text: Block[] }} Feedback
 * @typedef {{
 *   item: Item, language: string, labels: Labels, signs: Signs, value: unknown, saved_at: number,
 *   turn: number, receipt: { turn: number, reason: string }, hints: Block[][],
 *   hint_wanted: number, hint_problem: string, can_check: boolean, check_turn: number,
 *   feedback: Feedback, notice: string,
 * }} Model
 */

const TYPING_PAUSE = 300;
const PATIENCE = 5000;
const RETRY = 15000;
const STATUS_SIGNS = { right: "✓", partly: "◐", wrong: "✗", none: "–", "by-hand": "✎" };

let views = 0;

/**
 * Whether a draft kept in the browser is to be used instead of the saved answer: it was typed
 * on top of that answer, or later than it.
 * @param {{ at: number, base: number, value: unknown } | null} draft
 * @param {number} savedAt
 * @param {unknown} saved
 */
export function isFresh(draft, savedAt, saved) {
  if (draft === null || JSON.stringify(draft.value) === JSON.stringify(saved)) return false;
  return draft.base >= savedAt || draft.at > savedAt;
}

/** @param {Block[]} blocks */
function paragraphs(blocks) {
  return blocks.map((block) => make("p", {}, ...pieces(block)));
}

/** @type {Record<string, (context: Context) => Field>} */
const FIELDS = { choice: options, choices: options, number: line, text: line, essay, order, match, table };

/** @param {string} name */
function readDraft(name) {
  try {
    const draft = JSON.parse(localStorage.getItem(name) ?? "null");
    return draft && typeof draft.at === "number" ? draft : null;
  } catch {
    return null;
  }
}

/** @param {string} name @param {object | null} draft */
function keepDraft(name, draft) {
  try {
    if (draft === null) localStorage.removeItem(name);
    else localStorage.setItem(name, JSON.stringify(draft));
  } catch {
    // A browser that keeps nothing for this page: the answer still goes to Python.
  }
}

/** @type {import("@anywidget/types").Render<Model>} */
function render({ model, el }) {
  const item = model.get("item");
  const labels = model.get("labels");
  const uid = `electoral-item-${(views += 1)}`;
  const left = new AbortController();
  const status = make("p", { class: "status", role: "status" });
  const spoken = make("p", { class: "spoken", "aria-live": "polite" });
  const outcome = make("div", { class: "outcome", "aria-live": "polite" });
  const hints = make("div", { class: "hints" });
  /** @type {Record<"pause" | "slow" | "lost" | "retry", number>} */
  const timers = { pause: 0, slow: 0, lost: 0, retry: 0 };
  let sent = 0;
  let unsent = false;

  const field = FIELDS[item.kind]?.({
    item, labels, uid,
    signal: left.signal,
    signs: model.get("signs"),
    typed: () => changed(TYPING_PAUSE),
    done: () => changed(0),
    say: (text) => (spoken.textContent = text),
  });

  /** @param {string} state @param {string} text */
  function tell(state, text) {
    status.dataset.state = state;
    if (status.textContent !== text) status.textContent = text;
  }

  function stopTimers() {
    for (const timer of Object.values(timers)) clearTimeout(timer);
  }

  /** @param {number} pause */
  function changed(pause) {
    unsent = true;
    outcome.replaceChildren();
    const base = model.get("saved_at");
    keepDraft(item.draft, { value: field?.read() ?? null, at: Date.now(), base });
    if (status.dataset.state === "saved") tell("typed", ""); // what is seen now is not saved yet
    clearTimeout(timers.pause);
    timers.pause = window.setTimeout(send, pause);
  }

  function send() {
    stopTimers();
    unsent = false;
    sent = model.get("turn") + 1;
    model.set("value", field?.read() ?? null);
    model.set("turn", sent);
    timers.slow = window.setTimeout(() => tell("saving", labels.saving), 400);
    timers.lost = window.setTimeout(lose, PATIENCE);
    save();
  }

  function save() {
    try {
      model.save_changes();
    } catch {
      lose();
    }
  }

  function lose() {
    stopTimers();
    tell("lost", labels.lost);
    timers.retry = window.setTimeout(send, RETRY);
  }

  function received() {
    const { turn, reason } = model.get("receipt");
    if (sent === 0 || turn < sent) return;
    for (const timer of [timers.slow, timers.lost, timers.retry]) clearTimeout(timer);
    if (unsent) return; // what was typed since is still to be sent, and has a receipt of its own
    if (reason) return tell("failed", fill(labels.not_saved, { reason }));
    keepDraft(item.draft, null);
    tell("saved", labels.saved);
  }

  /** Another window on the same answer changed it. */
  function follow() {
    if (!el.contains(document.activeElement)) field?.write(model.get("value"));
  }

  function wantHint() {
    model.set("hint_problem", "");
    model.set("hint_wanted", model.get("hints").length + 1);
    save();
  }

  /** @param {boolean} focus */
  function drawHints(focus) {
    const open = model.get("hints");
    const boxes = open.map((blocks, number) =>
      make("div", { class: "hint", tabindex: "-1" },
        make("strong", {}, fill(labels.hint_title, { number: number + 1 })),
        ...paragraphs(blocks)),
    );
    hints.replaceChildren(...boxes);
    const cost = item.hints[open.length];
    if (cost !== undefined) {
      const text = cost ? labels.hint_cost : labels.hint;
      hints.append(makeButton(fill(text, { number: open.length + 1, cost }), wantHint, left.signal, "ask"));
    }
    if (focus) boxes.at(-1)?.focus();
  }

  function refused() {
    const reason = model.get("hint_problem");
    if (reason) tell("failed", reason);
  }

  function askCheck() {
    stopTimers();
    if (item.kind === "order" && field?.read() === null) {
      field.node.querySelector(/** @type {"button"} */ (".keep"))?.click();
    }
    send();
    outcome.replaceChildren(make("p", {}, labels.checking));
    model.set("check_turn", model.get("check_turn") + 1);
    save();
  }

  function drawOutcome() {
    const { status: state, heading, text, turn } = model.get("feedback");
    if (!state || turn !== model.get("check_turn")) return;
    const sign = STATUS_SIGNS[/** @type {keyof typeof STATUS_SIGNS} */ (state)] ?? "";
    const title = make("p", { class: "heading" }, make("span", { "aria-hidden": "true" }, `${sign} `), heading);
    outcome.replaceChildren(make("div", { class: "feedback", "data-status": state }, title, ...paragraphs(text)));
  }

  const legend = make("legend", {}, ...item.prompt.map((block) => make("span", { class: "prompt" }, ...pieces(block))));
  const body = make("fieldset", {}, legend);
  const root = make("div", { class: "electoral-view electoral-item-view", lang: model.get("language"), "data-kind": item.kind }, body);
  const notice = model.get("notice");
  if (notice) root.prepend(make("p", { class: "notice", role: "note" }, notice));
  if (item.points) root.prepend(make("p", { class: "points" }, item.points));
  if (field) body.append(field.node);
  if (item.note.length > 0) root.append(make("p", { class: "note" }, ...pieces(item.note)));
  root.append(hints);
  if (model.get("can_check")) root.append(makeButton(labels.check, askCheck, left.signal, "check"));
  if (model.get("saved_at") > 0) tell("saved", labels.saved);
  root.append(status, spoken, outcome);
  el.replaceChildren(root);

  /** @type {[string, () => void][]} */
  const events = [
    ["change:receipt", received],
    ["change:value", follow],
    ["change:hints", () => drawHints(true)],
    ["change:hint_problem", refused],
    ["change:feedback", drawOutcome],
  ];
  for (const [name, act] of events) model.on(/** @type {any} */ (name), act);
  addEventListener("online", () => status.dataset.state === "lost" && send(), { signal: left.signal });

  drawHints(false);
  const draft = readDraft(item.draft);
  const saved = model.get("value");
  field?.write(saved);
  if (field && draft && isFresh(draft, model.get("saved_at"), saved)) {
    field.write(draft.value);
    send();
    tell("restored", labels.restored);
  } else if (draft) {
    keepDraft(item.draft, null);
  }

  return () => {
    if (unsent) send();
    stopTimers();
    left.abort();
    for (const [name, act] of events) model.off(/** @type {any} */ (name), act);
  };
}

export default { render };
