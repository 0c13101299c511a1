/**
 * The picture of two counts: where the dots stand, what is written beside the axes, which is near.
 *
 * @typedef {{ size: number, apart: number, lines: number[] }} Station
 */

const STEPS = [5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000];

/** @type {string | null | undefined} */
let space;

/** What is drawn over a dot: a way on squared paper, its middle at 0, 0. */
export const SHAPES = {
  station: "M0 0h0",
  chosen: "M-7 0a7 7 0 1 0 14 0a7 7 0 1 0 -14 0",
  confirmed: "M-7 0l5 5l9 -10",
  machine: "M-6 -6h12v12h-12z",
  protocol: "M-6 -6l12 12M6 -6l-12 12",
  told: "M0 -11l10 17h-20z",
};

/**
 * Read what Python sent of the stations: seven numbers each, and one more in a second list.
 * @param {DataView} table
 * @param {DataView} apart
 * @returns {Station[]}
 */
export function readStations(table, apart) {
  return Array.from({ length: apart.byteLength / 4 }, (_, station) => {
    const [size = 0, ...lines] = Array.from({ length: 7 }, (_, column) => table.getInt32(4 * (7 * station + column), true));
    return { size, apart: apart.getInt32(4 * station, true), lines };
  });
}

/**
 * The difference of a station in one line, or in all of them together.
 * @param {Station} station
 * @param {number} line
 */
export function differenceIn(station, line) {
  return line < 0 ? station.apart : station.lines[line] ?? 0;
}

/**
 * The root of a number, with its sign: it makes room for what is near zero.
 * @param {number} number
 */
export function root(number) {
  return Math.sign(number) * Math.sqrt(Math.abs(number));
}

/**
 * The places of the largest numbers, by amount; of equals the first.
 * @param {number[]} numbers
 * @param {number} count
 */
export function largestOf(numbers, count) {
  return [...numbers.keys()].sort((one, other) =>
    Math.abs(numbers[other] ?? 0) - Math.abs(numbers[one] ?? 0) || one - other).slice(0, count);
}

/**
 * The narrowest usual span: 19 of 20 numbers lie from the first to the second.
 * @param {number[]} numbers
 */
export function usualSpan(numbers) {
  const ordered = [...numbers].sort((one, other) => one - other);
  const cut = Math.floor(ordered.length / 40);
  return [ordered[cut] ?? 0, ordered[ordered.length - 1 - cut] ?? 0];
}

/**
 * The numbers to write beside the axis: 0 and those steps that are not too near to one another.
 * @param {number} least
 * @param {number} most
 * @param {number} apart the least distance, in roots
 */
export function ticksOf(least, most, apart) {
  const ticks = [0];
  for (const side of [1, -1]) {
    let last = 0;
    for (const step of STEPS) {
      if (side * step < least || side * step > most || root(step) - last < apart) continue;
      last = root(step);
      ticks.push(side * step);
    }
  }
  return ticks.sort((one, other) => one - other);
}

/**
 * Where everything stands in a picture of this width: dots, numbers beside the axes, the edges.
 * @param {Station[]} stations
 * @param {number} line
 * @param {number} width
 */
export function layOut(stations, line, width) {
  const height = Math.round(Math.min(Math.max(width * 0.56, 260), 560));
  const [left, right, top, bottom] = [50, width - 12, 12, height - 52];
  const differences = stations.map((station) => differenceIn(station, line));
  const [lowest, highest] = [Math.min(0, ...differences), Math.max(1, ...differences)];
  const widest = Math.max(1, ...stations.map(({ size }) => size));
  const scale = (bottom - top) / (root(highest) - root(lowest));
  const across = (/** @type {number} */ size) => left + ((right - left) * size) / widest;
  const up = (/** @type {number} */ number) => bottom - (root(number) - root(lowest)) * scale;
  const step = [100, 200, 500, 1000, 2000].find((one) => across(one) - left > 56) ?? 5000;
  return {
    width, height, left, right, bottom,
    dots: stations.map(({ size }, station) => ({ x: across(size), y: up(differences[station] ?? 0) })),
    ticks: ticksOf(lowest, highest, 20 / scale).map((at) => ({ at, y: up(at) })),
    sizes: Array.from({ length: Math.floor(widest / step) + 1 }, (_, place) => ({ at: place * step, x: across(place * step) })),
    span: usualSpan(differences),
  };
}

/**
 * The dot nearest to a point and within reach of it; -1 where there is none.
 * @param {{ x: number, y: number }[]} dots
 * @param {number} x
 * @param {number} y
 * @param {number} reach
 */
export function nearest(dots, x, y, reach) {
  let [found, least] = [-1, reach * reach];
  dots.forEach((dot, index) => {
    const distance = (dot.x - x) ** 2 + (dot.y - y) ** 2;
    if (distance < least) [found, least] = [index, distance];
  });
  return found;
}

/**
 * Make an element of a drawing, in the space of names in which a page keeps its drawings.
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 * @param {...(Node | string)} children
 */
export function draw(tag, attributes, ...children) {
  space ??= new DOMParser().parseFromString("<svg></svg>", "text/html").querySelector("svg")?.namespaceURI ?? null;
  const element = document.createElementNS(space, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}
