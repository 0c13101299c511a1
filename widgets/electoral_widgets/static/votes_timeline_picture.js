/**
 * The picture of the timeline: votes above, lanes of events below, on one line of years.
 *
 * @typedef {{ id: string, name: string, date: string, at: number, kind: string, standing: string,
 *   low: number | null, high: number | null, text: string, rough: boolean, dispute: boolean }} Mark
 * @typedef {{ id: string, name: string, kind: string, date: string, at: number, until: number,
 *   planned: boolean, source: string, ids: string[] }} Happening
 */

export const YEARS = [1991, 2028];
const EDGE = { left: 46, right: 14, top: 16 };
const HEIGHT = 230;
const LANE = 26;

/**
 * Where a year stands across a picture of some width.
 * @param {number} at
 * @param {number} width
 */
export function across(at, width) {
  const [first = 0, last = 1] = YEARS;
  return EDGE.left + ((at - first) / (last - first)) * (width - EDGE.left - EDGE.right);
}

/**
 * The years to name: fewer of them where there is little room.
 * @param {number} width
 */
export function named(width) {
  const every = width < 480 ? 10 : 5;
  const [first = 0, last = 1] = YEARS;
  return Array.from({ length: last - first }, (_, place) => first + place).filter((year) => year % every === 0);
}

/**
 * The top of the scale of heights, and its steps.
 * @param {string} measure
 */
export function scale(measure) {
  return measure === "turnout" ? { top: 100, steps: [0, 25, 50, 75, 100] }
    : { top: 5_000_000, steps: [0, 1_000_000, 2_000_000, 3_000_000, 4_000_000, 5_000_000] };
}

/**
 * The mark that stands nearest to a place, if one is near enough for a finger.
 * @template {{ x: number, y: number }} Spot
 * @param {Spot[]} spots
 * @param {number} x
 * @param {number} y
 */
export function nearest(spots, x, y, reach = 28) {
  const far = (/** @type {Spot} */ spot) => Math.hypot(spot.x - x, spot.y - y);
  const best = spots.reduce((/** @type {Spot | undefined} */ one, other) => (!one || far(other) < far(one) ? other : one), undefined);
  return best && far(best) <= reach ? best : undefined;
}

/** @type {string | null | undefined} */
let pictures;

/**
 * Make an element of a picture, in the space of names in which a page keeps its pictures.
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 * @param {...(Node | string)} children
 */
export function shape(tag, attributes, ...children) {
  pictures ??= new DOMParser().parseFromString("<svg></svg>", "text/html").querySelector("svg")?.namespaceURI ?? null;
  const element = document.createElementNS(pictures, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/**
 * The sign of a kind of vote: a round, a square, a triangle.
 * @param {string} kind
 * @param {number} x
 * @param {number} y
 */
export function sign(kind, x, y, looks = "") {
  if (kind === "parliamentary") return shape("rect", { x: x - 5, y: y - 5, width: 10, height: 10, class: looks });
  if (kind === "referendum") return shape("path", { d: `M${x} ${y - 6.5}L${x + 6.5} ${y + 5}H${x - 6.5}Z`, class: looks });
  return shape("circle", { cx: x, cy: y, r: 5.5, class: looks });
}

/**
 * Draw everything; return the picture and where its marks stand.
 * @param {Mark[]} marks
 * @param {Happening[]} events
 * @param {string[][]} kinds
 * @param {{ measure: string, chosen: string, width: number, write: (value: number) => string }} how
 */
export function drawTimeline(marks, events, kinds, { measure, chosen, width, write }) {
  const { top, steps } = scale(measure);
  const up = (/** @type {number} */ value) => EDGE.top + (1 - value / top) * (HEIGHT - EDGE.top);
  const bottom = HEIGHT + 34;
  const whole = bottom + kinds.length * LANE + 8;
  const picture = shape("svg", { viewBox: `0 0 ${width} ${whole}`, width, height: whole, role: "img" });
  /** @type {{ x: number, y: number, id: string }[]} */
  const spots = [];

  for (const step of steps) {
    picture.append(shape("line", { x1: EDGE.left, x2: width - EDGE.right, y1: up(step), y2: up(step), class: "grid" }),
      shape("text", { x: EDGE.left - 6, y: up(step) + 4, "text-anchor": "end" }, write(step)));
  }
  for (const year of named(width)) {
    const x = across(year, width);
    picture.append(shape("line", { x1: x, x2: x, y1: EDGE.top, y2: whole - 8, class: "grid" }),
      shape("text", { x, y: HEIGHT + 18, "text-anchor": "middle" }, String(year)));
  }
  for (const mark of marks) {
    const x = across(mark.at, width);
    const looks = `mark ${mark.kind} ${mark.rough ? "rough" : ""}`;
    const group = shape("g", { class: mark.id === chosen ? "chosen" : "" });
    const y = mark.high === null ? HEIGHT - 10 : up(mark.high);
    if (mark.id === chosen) group.append(shape("line", { x1: x, x2: x, y1: EDGE.top, y2: whole - 8, class: "here" }));
    if (mark.low === null || mark.high === null) {
      group.append(shape("text", { x, y: y + 5, "text-anchor": "middle", class: "gap" }, "?"));
    } else {
      if (mark.low !== mark.high) {
        group.append(shape("line", { x1: x, x2: x, y1: up(mark.low), y2: y, class: "bar" }),
          sign(mark.kind, x, up(mark.low), looks));
      }
      group.append(sign(mark.kind, x, y, looks));
      if (mark.standing === "annulled") group.append(shape("path", { d: `M${x - 9} ${y - 9}L${x + 9} ${y + 9}`, class: "annulled" }));
    }
    spots.push({ x, y, id: mark.id });
    picture.append(group);
  }
  kinds.forEach(([kind], lane) => {
    const y = bottom + lane * LANE + LANE / 2;
    picture.append(shape("text", { x: EDGE.left - 6, y: y + 4, "text-anchor": "end", class: "lane" }, String(lane + 1)),
      shape("line", { x1: EDGE.left, x2: width - EDGE.right, y1: y, y2: y, class: "grid" }));
    for (const event of events.filter((one) => one.kind === kind)) {
      const x = across(event.at, width);
      const id = `e:${event.id}`;
      const looks = `event ${event.planned ? "planned" : ""} ${id === chosen ? "chosen" : ""}`;
      const end = Math.max(across(event.until, width), x + 5);
      picture.append(shape("rect", { x: x - 2.5, y: y - 8, width: end - x, height: 16, class: looks }));
      spots.push({ x, y, id });
    }
  });
  return { picture, spots };
}
