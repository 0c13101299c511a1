/**
 * What the views share: words, numbers, elements, a prediction, a link that brings a state back.
 * `base.bundle` puts this text before the text of a view; a view imports from here for its types.
 *
 * @typedef {{ group: string, decimal: string, minus: string, percent?: string }} Signs
 * @typedef {Record<"link" | "linked" | "link_field" | "broken_link" | "predict_first" | "predicted", string>} SharedLabels
 */

/**
 * Put values into the `{places}` of a text.
 * @param {string} text
 * @param {Record<string, string | number>} values
 */
export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (place, name) => String(values[name] ?? place));
}

/**
 * Write a whole number with the signs of the reader's language.
 * @param {number} number
 * @param {Signs} signs
 */
export function writeCount(number, signs) {
  const digits = String(Math.abs(number)).replace(/\B(?=(\d{3})+$)/g, signs.group);
  return number < 0 ? signs.minus + digits : digits;
}

/**
 * Write a difference: as `writeCount`, with a plus sign before what is more than 0.
 * @param {number} number
 * @param {Signs} signs
 */
export function writeDifference(number, signs) {
  return (number > 0 ? "+" : "") + writeCount(number, signs);
}

/**
 * Write a share of a thousand as a percentage with one decimal.
 * @param {number} permille
 * @param {Signs} signs
 */
export function writePercent(permille, signs) {
  const tenths = Math.round(Math.abs(permille));
  const text = writeCount(Math.floor(tenths / 10), signs) + signs.decimal + String(tenths % 10);
  return (permille < 0 ? signs.minus : "") + text + (signs.percent ?? "%");
}

/**
 * Make an element.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string>} attributes
 * @param {...(Node | string)} children
 */
export function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/**
 * Make a button that acts until the view is gone.
 * @param {string} text
 * @param {() => void} act
 * @param {AbortSignal} signal
 */
export function makeButton(text, act, signal, kind = "") {
  const element = make("button", { type: "button", class: kind }, text);
  element.addEventListener("click", act, { signal });
  return element;
}

/**
 * Ask for a prediction, and show the answer only to somebody who has made one.
 * `reveal` gets the chosen value; `chosen` is the value of a state that came back.
 * @param {{
 *   name: string,
 *   question: string,
 *   options: { value: string, text: string }[],
 *   show: string,
 *   labels: SharedLabels,
 *   chosen?: string,
 *   signal: AbortSignal,
 *   reveal: (value: string) => void,
 * }} asked
 */
export function makePrediction({ name, question, options, show, labels, chosen, signal, reveal }) {
  const said = make("p", { class: "said", role: "status" });
  const fields = options.map(({ value, text }) => {
    const radio = make("input", { type: "radio", name, value });
    radio.checked = value === chosen;
    return { radio, text, row: make("label", {}, radio, make("span", {}, text)) };
  });
  const open = makeButton(show, () => {
    const field = fields.find(({ radio }) => radio.checked);
    if (!field) {
      said.textContent = labels.predict_first;
      fields[0]?.radio.focus();
      return;
    }
    settle(field);
    reveal(field.radio.value);
  }, signal, "main");
  const element = make("fieldset", { class: "prediction" }, make("legend", {}, question),
    ...fields.map(({ row }) => row), open, said);

  /** @param {{ radio: HTMLInputElement, text: string }} field */
  function settle({ text }) {
    for (const { radio } of fields) radio.disabled = true;
    open.hidden = true;
    said.textContent = fill(labels.predicted, { answer: text });
  }

  const kept = fields.find(({ radio }) => radio.checked);
  if (kept) settle(kept);
  return element;
}

/**
 * Write a state as text that an address can carry, and read it back.
 * @param {object} state
 */
export function packState(state) {
  const bytes = new TextEncoder().encode(JSON.stringify(state));
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/**
 * Read a state from the part of an address after "#"; undefined when it is not there or broken.
 * @param {string} hash
 * @param {string} name
 * @returns {Record<string, any> | undefined}
 */
export function unpackState(hash, name) {
  const found = new URLSearchParams(hash.replace(/^#/, "")).get(name);
  if (!found) return undefined;
  try {
    const text = atob(found.replace(/-/g, "+").replace(/_/g, "/"));
    const state = JSON.parse(new TextDecoder().decode(Uint8Array.from(text, (sign) => sign.charCodeAt(0))));
    return typeof state === "object" && state !== null && !Array.isArray(state) ? state : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Put a state from a link over the state that is there; undefined when an entry is of another
 * kind. What is missing stays as it is; what is new is left for Python to refuse.
 * @param {Record<string, any>} now
 * @param {Record<string, any> | undefined} linked
 */
export function fitting(now, linked) {
  const kind = (/** @type {any} */ value) => (Array.isArray(value) ? "list" : typeof value);
  const wrong = Object.entries(linked ?? {}).some(([key, value]) =>
    now[key] !== undefined && now[key] !== null && kind(value) !== kind(now[key]));
  return linked === undefined || wrong ? undefined : { ...now, ...linked };
}

/**
 * Take the state from the page's address, once a page and view; true if there was one. The view
 * is scrolled to; a link that cannot be read is said to be broken. A link put into the address
 * of an open lesson opens the lesson anew.
 * @param {{ get: (name: any) => any, set: (name: any, value: any) => void, save_changes: () => void }} model
 * @param {string} name
 */
export function takeLink(model, name) {
  const page = document.documentElement;
  const mark = `electoralLink${name.replace(/-/g, "")}`;
  const meant = () => new URLSearchParams(location.hash.replace(/^#/, "")).has(name);
  if (page.dataset[mark]) return false;
  page.dataset[mark] = "looked for";
  if (document.body.hasAttribute("data-voila")) addEventListener("hashchange", () => meant() && location.reload());
  if (!meant()) return false;
  const state = fitting(model.get("state"), unpackState(location.hash, name));
  if (state) {
    model.set("state", state);
    model.save_changes();
  }
  let tries = 0;
  const arrive = setInterval(() => {
    const view = document.querySelector(`.electoral-${name}`);
    if (view && !state) model.set("notice", model.get("labels").broken_link);
    const settled = !document.body.hasAttribute("data-voila") || page.dataset.electoral;
    if ((view && settled) || (tries += 1) > 120) {
      clearInterval(arrive);
      view?.scrollIntoView({ block: "start" });
    }
  }, 250);
  return state !== undefined;
}

/**
 * Keep the state in this browser, so that a reload loses nothing. A state from a link goes first;
 * it is somebody else's, and is not kept.
 * @param {{ get: (name: any) => any, set: (name: any, value: any) => void, save_changes: () => void,
 *   on: (name: any, hear: () => void) => void, off: (name: any, hear: () => void) => void }} model
 * @param {string} name
 * @param {string} key what must be the same for a kept state to come back
 * @param {boolean} fresh whether nothing has been done yet
 * @param {AbortSignal} signal
 */
export function keepState(model, name, key, fresh, signal) {
  if (takeLink(model, name)) return;
  const place = `electoral ${name} ${key}`;
  const keep = () => {
    try {
      localStorage.setItem(place, JSON.stringify(model.get("state")));
    } catch {
      // A browser that keeps nothing still plays.
    }
  };
  try {
    const kept = fresh && JSON.parse(localStorage.getItem(place) ?? "null");
    if (kept) {
      model.set("state", kept);
      model.save_changes();
    }
  } catch {
    // What cannot be read is as good as nothing.
  }
  model.on("change:state", keep);
  signal.addEventListener("abort", () => model.off("change:state", keep));
}

/**
 * Return the address that shows this view in this state: the lesson's page, also from JupyterLab.
 * @param {object} state
 * @param {string} name
 * @param {string} page
 */
export function linkTo(state, name, page) {
  const here = new URL(location.href);
  if (page && !document.body.hasAttribute("data-voila")) {
    let base = "/";
    try {
      base = JSON.parse(document.getElementById("jupyter-config-data")?.textContent ?? "").baseUrl || base;
    } catch {
      // A page without settings stands at the root.
    }
    here.pathname = base + page;
    here.search = "";
  }
  here.hash = `${name}=${packState(state)}`;
  return here.href;
}

/**
 * Make the row with the button that makes the link and copies it.
 * @param {{ get: (name: any) => any }} model
 * @param {string} name
 * @param {SharedLabels} labels
 * @param {AbortSignal} signal
 */
export function makeLink(model, name, labels, signal) {
  const field = make("input", { type: "text", readonly: "", "aria-label": labels.link_field });
  const said = make("span", { class: "said", role: "status" });
  field.hidden = true;
  const button = makeButton(labels.link, () => {
    field.value = linkTo(model.get("state"), name, model.get("page"));
    field.hidden = false;
    field.select();
    navigator.clipboard?.writeText(field.value).then(() => {
      said.textContent = labels.linked;
    }, () => {});
  }, signal, "quiet");
  return make("div", { class: "link" }, button, field, said);
}
