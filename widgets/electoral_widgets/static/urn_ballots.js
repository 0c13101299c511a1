/**
 * The ballots of the urn, and what the machine makes of them.
 *
 * @typedef {ReturnType<typeof unpack>} Ballots
 * @typedef {{ sure: number, doubtful: number }} Thresholds
 */

export const INVALID = 5, RETURNED = 6, UNREAD = 7;
/** The reading of a ballot that no fault has fixed. */
export const FREE = 255;
/** Signs of the lanes: candidates, against all, set aside, not counted. */
export const SIGNS = ["A", "B", "C", "D", "⊘", "?", "–"];
/** The bytes of a packed ballot. */
const RECORD = 12;

/**
 * What the machine makes of a ballot, from its two darkest squares: `electoral.marks.judge`.
 * @param {number} square
 * @param {number} darkest
 * @param {number} second
 * @param {Thresholds} thresholds
 */
export function judge(square, darkest, second, { sure, doubtful }) {
  if (darkest < doubtful || second >= sure) return INVALID;
  return darkest < sure || second >= doubtful ? RETURNED : square;
}

/**
 * @param {ArrayLike<number>} column
 * @param {number} place
 */
export function at(column, place) {
  return column[place] ?? 0;
}

/**
 * Take apart the ballots that Python packed, one column each.
 * @param {DataView} view
 */
export function unpack(view) {
  const count = Math.floor(view.byteLength / RECORD);
  /** @param {number} offset */
  const byte = (offset) => Uint8Array.from({ length: count }, (_, i) => view.getUint8(i * RECORD + offset));
  /** @param {number} offset */
  const word = (offset) => Uint16Array.from({ length: count }, (_, i) => view.getUint16(i * RECORD + offset, true));
  const [choice, other, first, later] = [byte(0), byte(1), word(8), word(10)];
  /** @param {number} i */
  const turned = (i) => at(first, i) < at(later, i);
  return {
    count, choice, other, hand: byte(2), pinned: byte(3), times: byte(4), pile: byte(5), added: byte(6),
    square: choice.map((one, i) => (turned(i) ? at(other, i) : one)),
    next: other.map((one, i) => (turned(i) ? at(choice, i) : one)),
    darkest: first.map((dark, i) => Math.max(dark, at(later, i))),
    second: later.map((dark, i) => Math.min(dark, at(first, i))),
    reading: new Uint8Array(count),
  };
}

/**
 * Read all ballots again; a reading that a fault has fixed stays. Returns the machine's counts by
 * lane, and how many ballots it set aside though people count them.
 * @param {Ballots} ballots
 * @param {Thresholds} thresholds
 */
export function readAll(ballots, thresholds) {
  const machine = [0, 0, 0, 0, 0, 0, 0];
  let missed = 0;
  for (let i = 0; i < ballots.count; i += 1) {
    const reading = at(ballots.pinned, i) !== FREE ? at(ballots.pinned, i)
      : judge(at(ballots.square, i), at(ballots.darkest, i), at(ballots.second, i), thresholds);
    const lane = laneOf(reading);
    ballots.reading[i] = reading;
    machine[lane] = at(machine, lane) + at(ballots.times, i);
    if (lane === INVALID && at(ballots.pile, i) < INVALID) missed += 1;
  }
  return { machine, missed };
}

/**
 * The lane a ballot falls into: its square, 5 set aside, 6 not counted.
 * @param {number} reading
 */
export function laneOf(reading) {
  return reading < INVALID ? reading : reading === UNREAD ? 6 : INVALID;
}
