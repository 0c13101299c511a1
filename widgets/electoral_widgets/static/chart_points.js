import { make } from "./common.js";

/**
 * Draws a figure of points by itself: most charts of a lesson are no more than that, and a reader
 * on a phone is spared the 1.5 megabytes of plotly.js. `base.bundle` puts this before the chart.
 *
 * @typedef {{ type?: string, mode?: string, x?: any, y?: any, marker?: Record<string, any>, hovertext?: any }} Trace
 * @typedef {{ x: number, y: number, radius: number, text: string, marker: Record<string, any> }} Point
 * @typedef {{ least: number, most: number, ticks: { at: number, text: string }[] }} Scale
 */

/** @type {string | null | undefined} */
let space;

/** Pixels between two ticks, and between what stands beside each other. */
const TICK = { x: 90, y: 55 };
const GAP = 8;
const LINE = 18;
/** The share of an axis that stays free beyond the outermost points. */
const PAD = 0.06;
/** From how far a point hears the pointer, in pixels. */
const REACH = 24;
const KNOWN_TRACE = ["type", "mode", "x", "y", "marker", "hoverinfo", "hovertext", "name"];
const KNOWN_MARKER = ["size", "color", "opacity", "line"];
const KNOWN_AXIS = ["title", "ticksuffix", "range", "rangemode", "categoryorder", "categoryarray"];
const KNOWN_NOTE = ["x", "y", "text", "showarrow", "xanchor", "yshift"];
const KNOWN_LAYOUT = ["xaxis", "yaxis", "annotations", "height", "font"];

/** @param {object | undefined} one @param {string[]} names */
const hasOnly = (one, names) => Object.keys(one ?? {}).every((name) => names.includes(name));

/**
 * Whether a figure is no more than points on two axes, so that it can be drawn here.
 * @param {{ data: Trace[], layout: Record<string, any> }} figure
 */
export function isOfPoints({ data, layout }) {
  const numbers = (/** @type {any} */ list) => Array.isArray(list) && list.every((one) => typeof one === "number");
  const words = (/** @type {any} */ list) => Array.isArray(list) && list.every((one) => typeof one === "string");
  const first = data[0];
  return data.length > 0 && data.every((trace) =>
    trace.type === "scatter" && trace.mode === "markers" && numbers(trace.x) &&
    (numbers(trace.y) || words(trace.y)) && typeof trace.y[0] === typeof first?.y[0] &&
    hasOnly(trace, KNOWN_TRACE) && hasOnly(trace.marker, KNOWN_MARKER) && typeof trace.marker?.color === "string") &&
    hasOnly(layout, KNOWN_LAYOUT) && hasOnly(layout.xaxis, KNOWN_AXIS) && hasOnly(layout.yaxis, KNOWN_AXIS) &&
    !layout.xaxis?.categoryarray &&
    (layout.annotations ?? []).every((/** @type {object} */ note) => hasOnly(note, KNOWN_NOTE));
}

/**
 * Round steps between two numbers: 1, 2 or 5 times a power of ten, about so many and at least two.
 * @param {number} least @param {number} most @param {number} count
 * @returns {{ digits: number, at: number[] }}
 */
export function roundSteps(least, most, count) {
  const rough = (most - least) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((one) => one * power >= rough) ?? 10);
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const from = Math.ceil(least / step - 1e-9);
  const steps = Math.max(0, Math.floor(most / step + 1e-9) - from + 1);
  if (steps < 2 && count < 20) return roundSteps(least, most, count + 1);
  return { digits, at: Array.from({ length: steps }, (_, place) => (from + place) * step) };
}

/**
 * @param {number[]} values @param {Record<string, any>} axis @param {number} pixels @param {"x" | "y"} name
 * @param {{ group: string, decimal: string }} signs
 * @returns {Scale}
 */
export function scaleOf(values, axis, pixels, name, signs) {
  const pad = (Math.max(...values) - Math.min(...values) || 1) * PAD;
  let [least, most] = axis.range ?? [Math.min(...values) - pad, Math.max(...values) + pad];
  if (!axis.range && axis.rangemode === "tozero") [least, most] = [Math.min(0, least + pad), Math.max(0, most)];
  const { digits, at } = roundSteps(least, most, pixels / TICK[name]);
  const written = (/** @type {number} */ value) => {
    const [whole = "", part] = Math.abs(value).toFixed(digits).split(".");
    const number = whole.replace(/\B(?=(\d{3})+$)/g, signs.group) + (part ? signs.decimal + part : "");
    return (value < 0 ? "−" : "") + number + (axis.ticksuffix ?? "");
  };
  return { least, most, ticks: at.map((value) => ({ at: value, text: written(value) })) };
}

/**
 * Make an element of a drawing, in the space of names in which a page keeps its drawings.
 * @param {string} tag @param {Record<string, string | number>} attributes @param {...(Node | string)} children
 */
function shape(tag, attributes, ...children) {
  space ??= new DOMParser().parseFromString("<svg></svg>", "text/html").querySelector("svg")?.namespaceURI ?? null;
  const element = /** @type {SVGElement} */ (document.createElementNS(space, tag));
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, `${value}`);
  element.append(...children);
  return element;
}

/**
 * Draw the figure; what was drawn before goes.
 * @param {HTMLElement} picture
 * @param {Trace[]} data
 * @param {Record<string, any>} layout as `dressed` made it
 * @param {{ group: string, decimal: string }} signs
 */
export function drawPoints(picture, data, layout, signs) {
  const width = picture.clientWidth;
  const height = layout.height;
  const { xaxis, yaxis } = layout;
  const words = typeof data[0]?.y[0] === "string" ? [...new Set([...(yaxis.categoryarray ?? []), ...data.flatMap(({ y }) => y)])] : undefined;
  /** @param {number | string} value */
  const down = (value) => (words && typeof value === "string" ? words.indexOf(value) : Number(value));
  const titles = { x: String(xaxis.title?.text ?? "").split("<br>"), y: String(yaxis.title?.text ?? "").split("<br>") };
  const bottom = height - GAP - titles.x.length * LINE - LINE - 2 * GAP;
  const y = words
    ? { least: -0.5, most: words.length - 0.5, ticks: words.map((text, at) => ({ at, text })) }
    : scaleOf(data.flatMap((trace) => trace.y), yaxis, bottom, "y", signs);
  const svg = shape("svg", { class: "points", width, height, "aria-hidden": "true" });
  const said = make("div", { class: "hover" });
  said.hidden = true;
  picture.replaceChildren(/** @type {any} */ (svg), said);

  /** @param {string[]} lines @param {Record<string, string | number>} attributes */
  const text = (lines, attributes) => shape("text", attributes,
    ...lines.map((line, row) => shape("tspan", { x: attributes.x ?? 0, dy: row === 0 ? 0 : LINE }, line)));
  const yTicks = shape("g", { class: "ytick", "text-anchor": "end", "dominant-baseline": "central" },
    ...y.ticks.map((tick) => text([tick.text], { x: 0, y: 0 })));
  svg.append(yTicks);
  const beside = Math.max(0, ...[...yTicks.children].map((one) => /** @type {SVGTextElement} */ (one).getComputedTextLength()));
  const named = titles.y.some(Boolean) ? titles.y.length * LINE + GAP : 0;
  const left = named + beside + GAP;
  const right = width - 2 * GAP;
  const x = scaleOf(data.flatMap((trace) => trace.x), xaxis, right - left, "x", signs);
  /** @param {number} value */
  const atX = (value) => left + ((value - x.least) / (x.most - x.least)) * (right - left);
  /** @param {number} value */
  const atY = (value) => bottom - ((value - y.least) / (y.most - y.least)) * (bottom - GAP);

  y.ticks.forEach(({ at }, row) => {
    const label = /** @type {SVGTextElement} */ (yTicks.children[row]);
    label.setAttribute("transform", `translate(${left - GAP} ${atY(at)})`);
    svg.append(shape("line", { class: "grid", x1: left, x2: right, y1: atY(at), y2: atY(at) }));
  });
  for (const { at } of x.ticks) svg.append(shape("line", { class: "grid", x1: atX(at), x2: atX(at), y1: GAP, y2: bottom }));
  svg.append(shape("g", { class: "xtick", "text-anchor": "middle" },
    ...x.ticks.map((tick) => text([tick.text], { x: atX(tick.at), y: bottom + GAP + LINE - 4 }))));
  const middle = right - left > width / 2 ? (left + right) / 2 : width / 2;
  svg.append(text(titles.x, { class: "xtitle", "text-anchor": "middle", x: middle, y: bottom + 2 * GAP + 2 * LINE - 4 }));
  if (named) {
    const title = text(titles.y, { class: "ytitle", "text-anchor": "middle", x: 0, y: 0 });
    title.setAttribute("transform", `translate(${LINE - 4} ${(bottom + GAP) / 2}) rotate(-90)`);
    svg.append(title);
  }

  const points = data.flatMap((trace) => trace.x.map((/** @type {number} */ value, /** @type {number} */ place) => {
    const { size = 6 } = trace.marker ?? {};
    return {
      x: atX(value), y: atY(down(trace.y[place])), marker: trace.marker ?? {},
      radius: (Array.isArray(size) ? size[place] : size) / 2, text: trace.hovertext?.[place] ?? "",
    };
  }));
  svg.append(...points.map((point) => shape("circle", {
    class: "point", cx: point.x.toFixed(1), cy: point.y.toFixed(1), r: point.radius, fill: point.marker.color,
    opacity: point.marker.opacity ?? 0.9, stroke: point.marker.line?.color ?? "none", "stroke-width": point.marker.line?.width ?? 0,
  })));
  for (const note of layout.annotations ?? []) {
    const anchor = { left: "start", right: "end" }[/** @type {string} */ (note.xanchor)] ?? "middle";
    svg.append(text([note.text], { class: "note", "text-anchor": anchor, "dominant-baseline": "central",
      x: atX(note.x), y: atY(down(note.y)) - (note.yshift ?? 0) }));
  }
  hear(picture, said, points);
}

/**
 * Say the words of the point that the pointer is next to.
 * @param {HTMLElement} picture @param {HTMLElement} said @param {Point[]} points
 */
function hear(picture, said, points) {
  picture.onpointermove = picture.onpointerdown = ({ clientX, clientY }) => {
    const box = picture.getBoundingClientRect();
    const [x, y] = [clientX - box.left, clientY - box.top];
    const far = (/** @type {Point} */ point) => Math.hypot(point.x - x, point.y - y) - point.radius;
    const next = points.reduce((/** @type {Point | undefined} */ best, point) => (best && far(best) <= far(point) ? best : point), undefined);
    said.hidden = !next?.text || far(next) > REACH;
    if (!next || said.hidden) return;
    said.textContent = next.text;
    said.style.left = `${Math.max(0, Math.min(next.x + GAP, box.width - said.offsetWidth))}px`;
    said.style.top = `${next.y - said.offsetHeight - GAP < 0 ? next.y + GAP : next.y - said.offsetHeight - GAP}px`;
  };
  picture.onpointerleave = () => { said.hidden = true; };
}
