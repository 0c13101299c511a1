import { fill, make, writePercent } from "./common.js";
import { SIGNS, at, laneOf } from "./urn_ballots.js";

/**
 * The picture of the urn: two canvases, one for what lies, one for what moves.
 *
 * @typedef {import("./urn_ballots.js").Ballots} Ballots
 * @typedef {import("./urn_ballots.js").Thresholds} Thresholds
 * @typedef {{ clock: number, read: number, landed: number, until: number, rate: number, flight: number,
 *   enter: number, leave: number }} Run The clock counts ballots: ballot 7 enters the slot at 7 and
 *   lies at 7 + flight. Those before `landed` lie in the box, those before `read` are counted, those
 *   before `until` will come.
 * @typedef {{ ballots: Ballots, thresholds: Thresholds, machine: number[], missed: number, run: Run }} Scene
 */

/** Ways to mark a ballot: `electoral.marks.Hand`. */
const CLEAR = 0, PALE = 1, TOUCHING = 2, CORRECTED = 3, BLANK = 4, TWO = 5;
const COLOURS = ["ink", "muted", "surface", "sunken", "edge", "hair", "accent", "good", "bad", "doubt", "paper", "paper-ink"];

/**
 * Where a share of black stands on the gauge, from 0 to 1; light marks get more room.
 * @param {number} permille
 */
export function onGauge(permille) {
  return Math.sqrt(Math.min(Math.max(permille, 0), 1000) / 1000);
}

/**
 * The places of everything in a picture of this width.
 * @param {number} width
 * @param {number} lanes
 * @param {number} [tallest]
 */
export function layOut(width, lanes, tallest = 600) {
  const height = Math.round(Math.max(Math.min(width * 0.5, tallest), 330));
  const text = Math.round(Math.min(Math.max(width / 64, 12), 20));
  const paper = Math.min(Math.max(width * 0.1, 52), height * 0.2);
  const [top, tall] = [14, Math.round(paper * 1.3 + 34)];
  const left = Math.round(Math.max(width * 0.36, paper * 2));
  return {
    width, height, text, paper, top, tall, lane: width / lanes, floor: height - 2,
    sheet: Math.round(Math.min(Math.max((width / lanes) * 0.36, 20), 50) / 10) * 10,
    room: Math.round(height - top - tall - paper * 0.6),
    head: { x: Math.round(width * 0.18), y: top + tall / 2 },
    gauge: {
      left, width: width - left - 16, thick: Math.round(tall * 0.12),
      upper: Math.round(top + tall * 0.4), lower: Math.round(top + tall * 0.7),
    },
  };
}

/**
 * Where a ballot is at a share of its way, and how large: from the slot to the head, read there,
 * then down to the pile of its lane. Writes into `spot`, so that a frame makes no new objects.
 * @param {{ x: number, y: number, size: number }} spot
 * @param {number} share
 * @param {{ enter: number, leave: number }} run
 * @param {ReturnType<typeof layOut>} places
 * @param {number} lane
 * @param {number} pile How high the pile is.
 */
export function fly(spot, share, { enter, leave }, places, lane, pile) {
  const { head, paper, sheet } = places;
  spot.size = paper;
  spot.x = head.x;
  if (share < leave) {
    const down = Math.min(share / enter, 1);
    spot.y = head.y - (1 - down * (2 - down)) * (head.y + paper);
    return;
  }
  const away = (share - leave) / (1 - leave);
  const aside = Math.max((away - 0.2) / 0.8, 0);
  spot.size += (sheet - paper) * Math.min(away * 3, 1);
  spot.x += ((lane + 0.5) * places.lane - head.x) * aside * aside * (3 - 2 * aside);
  spot.y = head.y + (places.floor - pile - sheet * 0.65 - head.y) * away * (0.5 + 0.5 * away);
}

/**
 * Make the picture.
 * @param {Record<"stage" | "darkest" | "next" | "sure_from" | "doubtful_from", string>} words
 * @param {import("./common.js").Signs} signs
 */
export function makeStage(words, signs) {
  const back = make("canvas", { role: "img", "aria-label": words.stage });
  const front = make("canvas", { "aria-hidden": "true" });
  const element = make("div", { class: "stage" }, back, front);
  const under = /** @type {CanvasRenderingContext2D} */ (back.getContext("2d"));
  const over = /** @type {CanvasRenderingContext2D} */ (front.getContext("2d"));
  const counter = new Int32Array(7);
  const fallen = new Int32Array(7);
  const spot = { x: 0, y: 0, size: 0 };
  const gauged = { ballot: -1, first: "", second: "", wide: 0 };
  /** @type {Record<string, string>} */
  const colours = {};
  /** @type {HTMLCanvasElement[]} */
  let sprites = [];
  let places = layOut(600, 6);
  let [thick, bundle] = [4, 10];

  /** @param {string} name */
  const colour = (name) => colours[name] ?? "#888";

  /**
   * Fit both canvases to the width of the page and to its colours.
   * @param {Scene} scene
   */
  function fit(scene) {
    const scale = Math.min(devicePixelRatio || 1, 2);
    places = layOut(Math.max(element.clientWidth, 240), at(scene.machine, 6) ? 7 : 6, Math.min(innerHeight * 0.6, 600));
    const probe = make("span", {});
    element.append(probe);
    for (const name of COLOURS) {
      probe.style.color = `var(--${name})`;
      colours[name] = getComputedStyle(probe).color;
    }
    probe.remove();
    for (const canvas of [back, front]) {
      canvas.width = Math.round(places.width * scale);
      canvas.height = Math.round(places.height * scale);
      canvas.style.height = `${places.height}px`;
    }
    for (const pen of [under, over]) {
      pen.setTransform(scale, 0, 0, scale, 0, 0);
      pen.font = `${places.text}px system-ui, sans-serif`;
    }
    const size = places.sheet;
    const [wide, tall] = [size, size * 1.3].map((length) => String(Math.ceil(length * scale)));
    sprites = [0, 1, 2, 3, 4, 5].map((choice) => {
      const sprite = make("canvas", { width: wide ?? "", height: tall ?? "" });
      const pen = /** @type {CanvasRenderingContext2D} */ (sprite.getContext("2d"));
      pen.scale(scale, scale);
      drawPaper(pen, 0, 0, size, choice % 5, 0, choice < 5 ? CLEAR : BLANK, false);
      return sprite;
    });
    drawBack(scene);
    drawFront(scene, false);
  }

  /**
   * Draw one ballot, its upper left corner at x, y.
   * @param {CanvasRenderingContext2D} pen
   * @param {number} x
   * @param {number} y
   * @param {number} size
   * @param {number} choice
   * @param {number} other
   * @param {number} hand
   * @param {boolean} added
   */
  function drawPaper(pen, x, y, size, choice, other, hand, added) {
    const [tall, square, left] = [size * 1.3, size * 0.16, x + size * 0.7];
    const [first, step] = [y + tall * 0.08, tall * 0.18];
    pen.fillStyle = colour("paper");
    pen.fillRect(x, y, size, tall);
    pen.strokeStyle = colour(added ? "bad" : "edge");
    pen.lineWidth = added ? 3 : 1;
    pen.strokeRect(x + 0.5, y + 0.5, size - 1, tall - 1);
    pen.strokeStyle = pen.fillStyle = colour("paper-ink");
    pen.lineWidth = Math.max(size / 70, 0.75);
    for (let row = 0; row < 5; row += 1) {
      pen.strokeRect(left, first + step * row, square, square);
      pen.globalAlpha = 0.35;
      pen.fillRect(x + size * 0.12, first + step * row + square * 0.4, size * 0.45, Math.max(size * 0.035, 1));
      pen.globalAlpha = 1;
    }
    if (hand === BLANK) return;
    const [chosen, beside] = [first + step * choice, first + step * other];
    pen.lineWidth = Math.max(square * (hand === PALE ? 0.12 : 0.3), 1);
    pen.globalAlpha = hand === PALE ? 0.5 : 1;
    pen.beginPath();
    tick(pen, left, chosen, square);
    if (hand === TWO) tick(pen, left, beside, square);
    if (hand === TOUCHING) pen.lineTo(left + square * 0.4, beside + square * 0.6);
    pen.stroke();
    pen.globalAlpha = 1;
    if (hand !== CORRECTED) return;
    pen.beginPath();
    pen.ellipse(left + square / 2, beside + square / 2, square * 0.7, square * 0.6, 0, 0, 7);
    pen.fill();
  }

  /**
   * @param {CanvasRenderingContext2D} pen
   * @param {number} x
   * @param {number} y
   * @param {number} size
   */
  function tick(pen, x, y, size) {
    pen.moveTo(x, y + size * 0.4);
    pen.lineTo(x + size * 0.4, y + size * 0.9);
    pen.lineTo(x + size * 1.1, y - size * 0.2);
  }

  /**
   * Draw what does not move: the box, the gauge, the piles.
   * @param {Scene} scene
   */
  function drawBack({ ballots, thresholds, machine, run }) {
    const { width, height, top, tall, head, gauge, text, paper, lane, floor, room } = places;
    thick = Math.min(12, (room * 0.94) / Math.max(...machine, 1));
    bundle = [1, 10, 50, 100].find((ballots) => ballots * thick >= 4) ?? 500;
    under.clearRect(0, 0, width, height);
    under.fillStyle = colour("sunken");
    under.strokeStyle = colour("edge");
    under.lineWidth = 1;
    under.beginPath();
    under.roundRect(0.5, top, width - 1, tall, 10);
    under.fill();
    under.stroke();
    under.fillStyle = colour("surface");
    for (const y of [gauge.upper, gauge.lower]) {
      under.fillRect(gauge.left, y, gauge.width, gauge.thick);
      under.strokeRect(gauge.left - 0.5, y - 0.5, gauge.width + 1, gauge.thick + 1);
    }
    under.save();
    under.beginPath();
    under.rect(lane * 5, floor - room, lane, room);
    under.clip();
    under.strokeStyle = colour("hair");
    for (let x = lane * 5 - room; x < lane * 6; x += 12) line(x, floor, x + room, floor - room, 2);
    under.restore();
    under.strokeStyle = under.fillStyle = colour("ink");
    under.fillRect(head.x - paper * 0.62, top - 2, paper * 1.24, 5);
    under.fillRect(head.x - paper * 0.62, top + tall - 3, paper * 1.24, 5);
    mark(thresholds.sure, words.sure_from, top + text * 1.3, top + text * 1.6, gauge.lower + gauge.thick);
    under.setLineDash([4, 3]);
    mark(thresholds.doubtful, words.doubtful_from, top + tall - text * 0.5, gauge.upper, top + tall - text * 1.4);
    under.setLineDash([]);
    under.strokeStyle = under.fillStyle = colour("edge");
    for (let wall = 0; wall * lane < width + 1; wall += 1) {
      const x = Math.min(Math.max(wall * lane, 1), width - 1);
      const whole = wall === 0 || wall === 5 || wall * lane > width - 1;
      line(x, floor - room * (whole ? 1 : 0.3), x, floor, wall === 5 ? 3 : 1);
    }
    under.fillRect(0, floor, width, 2);
    counter.fill(0);
    fallen.fill(0);
    gauged.ballot = -1;
    for (let i = 0; i < run.read; i += 1) count(ballots, i);
    for (let i = 0; i < run.landed; i += 1) land(ballots, i);
  }

  /**
   * @param {number} x
   * @param {number} y
   * @param {number} toX
   * @param {number} toY
   * @param {number} wide
   */
  function line(x, y, toX, toY, wide) {
    under.lineWidth = wide;
    under.beginPath();
    under.moveTo(x, y);
    under.lineTo(toX, toY);
    under.stroke();
  }

  /**
   * Draw a threshold on the gauge.
   * @param {number} permille
   * @param {string} label
   * @param {number} y
   * @param {number} from
   * @param {number} to
   */
  function mark(permille, label, y, from, to) {
    const x = places.gauge.left + onGauge(permille) * places.gauge.width;
    const said = fill(label, { fill: writePercent(permille, signs) });
    under.fillText(said, Math.min(x - 2, places.width - under.measureText(said).width - 8), y);
    line(x, from, x, to, 2);
  }

  /**
   * The machine counts a ballot; how dark it is stays on the gauge as two fine lines.
   * @param {Ballots} ballots
   * @param {number} i
   */
  function count(ballots, i) {
    const { left, width, thick: high, upper, lower } = places.gauge;
    const lane = laneOf(at(ballots.reading, i));
    counter[lane] = at(counter, lane) + at(ballots.times, i);
    under.globalAlpha = 0.3;
    under.fillStyle = colour("ink");
    under.fillRect(left + onGauge(at(ballots.darkest, i)) * width, upper, 1, high);
    under.fillRect(left + onGauge(at(ballots.second, i)) * width, lower, 1, high);
    under.globalAlpha = 1;
  }

  /**
   * A ballot comes to lie on its pile; one, ten or more have one shade.
   * @param {Ballots} ballots
   * @param {number} i
   */
  function land(ballots, i) {
    const lane = laneOf(at(ballots.reading, i));
    const place = at(fallen, lane);
    fallen[lane] = place + 1;
    const low = Math.round(places.floor - place * thick);
    const high = Math.round(places.floor - (place + 1) * thick);
    if (high === low) return;
    under.fillStyle = colour("paper");
    under.fillRect(lane * places.lane + 4, high, places.lane - 8, low - high);
    under.globalAlpha = Math.floor(place / bundle) % 2 ? 0.35 : 0.15;
    under.fillStyle = colour("paper-ink");
    under.fillRect(lane * places.lane + 4, high, places.lane - 8, low - high);
    under.globalAlpha = 1;
  }

  /**
   * Draw what moves: ballots on their way, and the gauge of the one that is read.
   * @param {Scene} scene
   * @param {boolean} busy So many ballots that none can be looked at alone.
   */
  function drawFront({ ballots, thresholds, run }, busy) {
    over.clearRect(0, 0, places.width, places.height);
    let [gauge, share, moving] = [run.read - 1, 1, false];
    for (let i = run.landed; i < run.until && i <= run.clock; i += 1) {
      const way = (run.clock - i) / run.flight;
      if (way >= 1) continue;
      moving = true;
      const lane = laneOf(at(ballots.reading, i));
      fly(spot, way, run, places, lane, at(fallen, lane) * thick);
      if (busy) {
        const sprite = sprites[at(ballots.hand, i) === BLANK ? 5 : at(ballots.choice, i)];
        const { sheet } = places;
        // Whole pixels, and a sheet of tens is 1.3 as high: nothing has to be scaled.
        if (sprite) over.drawImage(sprite, Math.round(spot.x - sheet / 2), Math.round(spot.y - sheet * 0.65), sheet, sheet * 1.3);
        continue;
      }
      drawBallot(ballots, i);
      if (way < run.enter || way >= run.leave) continue;
      [gauge, share] = [i, (way - run.enter) / (run.leave - run.enter)];
      over.fillStyle = colour("accent");
      over.fillRect(spot.x - spot.size * 0.58, spot.y + spot.size * 1.3 * (share - 0.5), spot.size * 1.16, 3);
    }
    if (busy || gauge < 0) return;
    if (!moving) {
      [spot.x, spot.y, spot.size] = [places.head.x, places.head.y, places.paper];
      over.globalAlpha = 0.75;
      drawBallot(ballots, gauge);
      over.globalAlpha = 1;
    }
    drawGauge(ballots, thresholds, gauge, share);
  }

  /**
   * @param {Ballots} ballots
   * @param {number} i
   */
  function drawBallot({ choice, other, hand, added }, i) {
    drawPaper(over, spot.x - spot.size / 2, spot.y - spot.size * 0.65, spot.size,
      at(choice, i), at(other, i), at(hand, i), at(added, i) > 0);
  }

  /**
   * Draw how dark the two darkest squares of a ballot are.
   * @param {Ballots} ballots
   * @param {Thresholds} thresholds
   * @param {number} i
   * @param {number} share
   */
  function drawGauge(ballots, thresholds, i, share) {
    const { left, width, thick: high, upper, lower } = places.gauge;
    const [darkest, second] = [at(ballots.darkest, i), at(ballots.second, i)];
    if (gauged.ballot !== i) {
      gauged.ballot = i;
      gauged.first = fill(words.darkest, { square: SIGNS[at(ballots.square, i)] ?? "", fill: writePercent(darkest, signs) });
      gauged.second = fill(words.next, { square: SIGNS[at(ballots.next, i)] ?? "", fill: writePercent(second, signs) });
      gauged.wide = Math.max(over.measureText(gauged.first).width, over.measureText(gauged.second).width) + 4;
    }
    over.fillStyle = colour(darkest >= thresholds.sure ? "good" : darkest >= thresholds.doubtful ? "doubt" : "muted");
    over.fillRect(left, upper + 2, onGauge(darkest) * width * share, high - 4);
    over.fillStyle = colour(second >= thresholds.sure ? "bad" : second >= thresholds.doubtful ? "doubt" : "muted");
    over.fillRect(left, lower + 2, onGauge(second) * width * share, high - 4);
    over.fillStyle = colour("ink");
    for (const permille of [thresholds.sure, thresholds.doubtful]) {
      const x = left + onGauge(permille) * width - 1;
      over.fillRect(x, upper, 2, high);
      over.fillRect(x, lower, 2, high);
    }
    over.fillStyle = colour("sunken");
    over.fillRect(left - 2, upper - places.text * 1.4, gauged.wide, places.text * 1.35);
    over.fillRect(left - 2, lower - places.text * 1.4, gauged.wide, places.text * 1.35);
    over.fillStyle = colour("ink");
    over.fillText(gauged.first, left, upper - places.text * 0.4);
    over.fillText(gauged.second, left, lower - places.text * 0.4);
  }

  return { element, counter, fit, drawBack, drawFront, count, land };
}
