/** The plan of a polling station from above, and how the walk through it is reckoned. */

/** @type {string | null | undefined} */
let drawings;

/**
 * Where a visitor stands at each place, and the ground of the place: left, top, width, height.
 * @type {Record<string, { at: [number, number], ground: [number, number, number, number] }>}
 */
export const SPOTS = {
  yard: { at: [60, 120], ground: [8, 60, 112, 120] },
  door: { at: [150, 120], ground: [120, 84, 56, 72] },
  hall: { at: [232, 78], ground: [176, 20, 120, 112] },
  desk: { at: [366, 78], ground: [296, 20, 136, 112] },
  booths: { at: [366, 196], ground: [296, 132, 136, 124] },
  box: { at: [232, 196], ground: [176, 132, 120, 124] },
  homes: { at: [60, 236], ground: [8, 196, 112, 76] },
};

/** What stands there, drawn in lines on the same paper. */
const FURNITURE = [
  "M176 20H432V256H176V148M176 92V20M296 20V48M296 108V156M296 232V256M296 132H320M412 132H432", // walls
  "M90 92h26v56h-26zM97 92v56M104 92v56M111 92v56", // steps
  "M20 160h70l-8 -12h-54z", // a ramp
  "M124 92h48M124 148h48", // the way through the door
  "M188 50h30v10h-30zM226 50h30v10h-30zM264 50h20v10h-20z", // sheets on the wall
  "M246 112h12v12h-12zM262 112h12v12h-12zM278 112h12v12h-12z", // seats
  "M316 48h100v16h-100zM352 38h18v10h-18z", // the desk and its device
  "M312 232h28v-22M340 232h28v-22M368 232h28v-22M312 232v-22M396 232h24v-22", // booths
  "M214 220h36v26h-36zM223 228h18", // the box
  "M20 262v-24l20 -14l20 14v24zM74 262v-18l14 -10l14 10v18z", // houses
];

/** The way through the station, in the order of the walk. */
const WAY = "M60 120H232V78H366V196H232";

/**
 * Make an element of a drawing, in the space of names in which a page keeps its drawings.
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 * @param {...(Node | string)} children
 */
export function draw(tag, attributes, ...children) {
  drawings ??= new DOMParser().parseFromString("<svg></svg>", "text/html").querySelector("svg")?.namespaceURI ?? null;
  const element = document.createElementNS(drawings, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/**
 * Draw the station; a press on a place goes there. Beside its number each place bears a sign.
 * @param {string[]} places
 * @param {(place: string) => void} go
 * @param {AbortSignal} signal
 */
export function makePlan(places, go, signal) {
  const signs = new Map(places.map((place) => [place, draw("text", { class: "sign", "text-anchor": "end" })]));
  const grounds = new Map(places.map((place, number) => {
    const [x = 0, y = 0, width = 0, height = 0] = SPOTS[place]?.ground ?? [];
    const sign = signs.get(place);
    sign?.setAttribute("x", String(x + width - 8));
    sign?.setAttribute("y", String(y + 20));
    const ground = draw("g", { class: "ground" }, draw("rect", { x, y, width, height, rx: 4 }),
      draw("text", { x: x + 8, y: y + 20 }, String(number + 1)), ...(sign ? [sign] : []));
    ground.addEventListener("click", () => go(place), { signal });
    return [place, ground];
  }));
  const visitor = draw("g", { class: "visitor" }, draw("circle", { r: 9 }), draw("circle", { r: 3.5, class: "head" }));
  const element = draw("svg", { viewBox: "0 0 440 280", class: "plan", "aria-hidden": "true", focusable: "false" },
    ...grounds.values(), ...FURNITURE.map((d) => draw("path", { class: "wall", d })),
    draw("path", { class: "way", d: WAY, "stroke-dasharray": "3 7" }), visitor);

  /**
   * @param {string} here
   * @param {Record<string, string>} signed
   */
  function show(here, signed) {
    for (const [place, ground] of grounds) ground.classList.toggle("here", place === here);
    for (const [place, sign] of signs) sign.textContent = signed[place] ?? "";
    const [x = 0, y = 0] = SPOTS[here]?.at ?? [];
    visitor.setAttribute("style", `transform: translate(${x}px, ${y}px)`);
  }

  return { element, show };
}

/**
 * Put a sign for one thing into the marks.
 * @param {string} marks
 * @param {number} at
 * @param {string} sign
 */
export function marked(marks, at, sign) {
  return marks.slice(0, at) + sign + marks.slice(at + 1);
}

/**
 * How many of a place's things bear a sign.
 * @param {string[]} things of the place
 * @param {string[]} all
 * @param {string} marks
 */
export function lookedAt(things, all, marks) {
  return things.filter((thing) => (marks[all.indexOf(thing)] ?? "-") !== "-").length;
}

/**
 * The sign of a place on the plan: what is left to look at, or how its marks turned out.
 * @param {string[]} things
 * @param {string[]} all
 * @param {string} marks
 * @param {Record<string, { right: boolean, bad: boolean }> | undefined} rows
 */
export function signOf(things, all, marks, rows) {
  if (rows) return things.map((thing) => (rows[thing]?.bad ? "✕" : "✓")).join("");
  return things.map((thing) => ({ b: "✕", g: "✓" })[marks[all.indexOf(thing)] ?? ""] ?? "·").join("");
}
