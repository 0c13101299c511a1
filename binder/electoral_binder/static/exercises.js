// Draws the school's views into the page as they come, and carries what they say to the kernel.
// A view is drawn as soon as its cell has run; the page's line to its kernel opens meanwhile.
// Anything else that a cell may show is drawn by Voilà's own script. It holds no text.

import { Line } from "./line.js";
import { Model, withBuffers } from "./model.js";

/**
 * @typedef {{ path: (string | number)[], data: string }} Packed
 * @typedef {{
 *   id: string, script: string, sheet: string,
 *   state: Record<string, any>, as_in: Record<string, string>, buffers: Packed[],
 * }} Told
 * What is told of a widget; `as_in` names the widgets of which the same was told before.
 * @typedef {{ model: Model, el: HTMLElement, experimental: object }} Place
 * @typedef {{ initialize?: (place: Omit<Place, "el">) => unknown, render?: (place: Place) => unknown }} View
 */

/** @type {Map<string, Model>} */
const models = new Map();
/** What the page was told of each widget. @type {Map<string, Record<string, any>>} */
const beginnings = new Map();
/** @type {Map<string, Promise<unknown>>} */
const initialized = new Map();
/** @type {Map<string, Promise<unknown>>} */
const sheets = new Map();
/** Models that wait until the kernel has done what a message asked. @type {Map<string, Model>} */
const waiting = new Map();
const root = document.documentElement;
let isOpening = false;
let drawing = 0;

const line = new Line({
  heard({ header, parent, content, buffers }) {
    if (header.msg_type === "comm_msg") models.get(content.comm_id)?.hear(content.data, buffers);
    if (header.msg_type !== "status") return;
    if (["restarting", "autorestarting", "dead"].includes(content.execution_state)) stopped();
    if (content.execution_state !== "idle" || !parent.msg_id) return;
    waiting.get(parent.msg_id)?.idle();
    waiting.delete(parent.msg_id);
  },
  opened() {
    root.dataset.electoralKernel = "open";
  },
  broken() {
    document.dispatchEvent(new Event("electoral:broken"));
  },
  lost: stopped,
});

function stopped() {
  document.dispatchEvent(new Event("electoral:stopped"));
}

/** Open the line once the page says which kernel is its own. */
function openLine() {
  const settings = document.getElementById("jupyter-config-data")?.textContent;
  if (isOpening || !settings) return;
  const { kernelId, baseUrl } = JSON.parse(settings);
  if (!kernelId) return;
  isOpening = true;
  const address = new URL(`${baseUrl}api/kernels/${kernelId}/channels`, location.href);
  address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  line.open(address.href);
}

/** @param {Packed[]} buffers */
const bytesOf = (buffers) =>
  buffers.map(({ path, data }) => ({
    path,
    data: new DataView(Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0)).buffer),
  }));

/** @param {Told} told */
function modelOf({ id, state: own, as_in: asIn, buffers }) {
  const known = models.get(id);
  if (known) return known;
  const shared = Object.entries(asIn).map(([name, other]) => [name, beginnings.get(other)?.[name]]);
  const state = { ...own, ...Object.fromEntries(shared) };
  beginnings.set(id, { ...state });
  /** @type {Model} */
  const model = new Model(withBuffers(state, bytesOf(buffers)), (data, bytes) => {
    const message = line.say(id, data, bytes);
    if (data.method === "update") waiting.set(message, model);
  });
  models.set(id, model);
  return model;
}

/** @param {string} address */
function styled(address) {
  const known = sheets.get(address);
  if (known || !address) return known;
  const sheet = document.createElement("link");
  const loaded = new Promise((resolve) => ["load", "error"].forEach((end) => sheet.addEventListener(end, resolve)));
  sheet.rel = "stylesheet";
  sheet.href = address;
  document.head.append(sheet);
  sheets.set(address, loaded);
  return loaded;
}

/** @param {HTMLElement} place @param {Told} told */
async function draw(place, told) {
  const [{ default: found }] = await Promise.all([import(told.script), styled(told.sheet)]);
  /** @type {View} */
  const view = typeof found === "function" ? await found() : found;
  const model = modelOf(told);
  const el = document.createElement("div");
  el.className = "electoral-drawn";
  if (!initialized.has(told.id)) initialized.set(told.id, Promise.resolve(view.initialize?.({ model, experimental: {} })));
  await initialized.get(told.id);
  place.replaceChildren(el);
  await view.render?.({ model, el, experimental: {} });
}

/** Draw what has come since the last look. */
function look() {
  openLine();
  for (const told of document.querySelectorAll("main script[data-electoral-widget]")) {
    const place = told.parentElement;
    const about = JSON.parse(told.textContent || "{}");
    told.remove();
    if (!place) continue;
    modelOf(about); // what is told of it from now on is not lost
    drawing += 1;
    draw(place, about).catch((error) => {
      console.warn(error);
      const failure = document.querySelector("template[data-electoral-undrawn]");
      if (failure instanceof HTMLTemplateElement) place.replaceChildren(failure.content.cloneNode(true));
    }).finally(() => {
      drawing -= 1;
      root.toggleAttribute("data-electoral-drawing", drawing > 0);
    });
    root.toggleAttribute("data-electoral-drawing", true);
  }
  for (const told of document.querySelectorAll("body > script[data-electoral-changes]")) {
    /** @type {Told[]} */
    const changes = JSON.parse(told.textContent || "[]");
    told.remove();
    for (const { id, state, buffers } of changes) {
      models.get(id)?.catchUp(withBuffers(state, bytesOf(buffers)));
    }
  }
}

/** Fetch what other pages of the school draw, one by one, while nobody waits for anything. */
async function fetchAhead() {
  const ahead = document.querySelector("script[data-electoral-ahead]")?.textContent;
  for (const address of JSON.parse(ahead || "[]")) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    await fetch(address, { priority: "low" }).then((answer) => answer.arrayBuffer()).catch(() => undefined);
  }
  root.dataset.electoralAhead = "fetched";
}

/** The page is whole. */
function end() {
  look();
  coming.disconnect();
  setTimeout(fetchAhead, 1000);
}

const coming = new MutationObserver(look);
coming.observe(document.body, { childList: true });
look();
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", end);
else end();
