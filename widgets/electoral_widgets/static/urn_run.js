/**
 * The clock of the urn: ballots enter, are read, land, one frame after the other.
 *
 * @typedef {{ rate: number, seconds: number, enter: number, leave: number }} Pace Ballots a second,
 *   seconds from the slot to the pile, the shares of them at which the head is reached and left.
 */

export const PACES = {
  slow: { rate: 0.4, seconds: 2.4, enter: 0.2, leave: 0.75 },
  normal: { rate: 1.6, seconds: 0.6, enter: 0.25, leave: 0.65 },
  fast: { rate: 25, seconds: 0.5, enter: 0.4, leave: 0.45 },
};
/** No more ballots a second than this are shown one by one. */
export const LOOKED_AT = 4;
/** A run of all ballots that are left lasts so many seconds at most. */
const LONGEST = 5;

/**
 * The pace at which so many ballots are fed in a few seconds.
 * @param {number} left
 * @returns {Pace}
 */
export function hurried(left) {
  return { ...PACES.fast, rate: Math.max(PACES.fast.rate, left / LONGEST) };
}

/**
 * Make the clock.
 * @param {ReturnType<typeof import("./urn_stage.js").makeStage>} stage
 * @param {import("./urn_stage.js").Scene} scene
 * @param {{ read: (i: number) => void, write: () => void, ended: () => void }} tell What to do when
 *   a ballot was read in slow motion, ten times a second, and at the end of a run.
 */
export function makeRun(stage, scene, tell) {
  const { run } = scene;
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let [request, before, written] = [0, 0, 0];
  let [playing, visible] = [false, true];
  const watch = new IntersectionObserver((entries) => {
    visible = entries.at(-1)?.isIntersecting ?? true;
    resume();
  });
  watch.observe(stage.element);

  /**
   * Let exactly so many ballots be read and lie in the box, at once.
   * @param {number} fed
   */
  function settle(fed) {
    rest();
    run.read = run.landed = run.until = run.clock = Math.min(fed, scene.ballots.count);
    stage.drawBack(scene);
    stage.drawFront(scene, false);
    tell.write();
  }

  /** Stop the clock; what is in the air stays there. */
  function rest() {
    playing = false;
    cancelAnimationFrame(request);
    request = 0;
  }

  /**
   * Feed ballots up to a number; one in the air first comes to its end.
   * @param {number} to
   * @param {Pace} pace
   */
  function feed(to, { rate, seconds, enter, leave }) {
    const flight = still.matches ? 1e-6 : rate * seconds;
    if (flight !== run.flight || run.until > run.read + 1) settle(run.read);
    if (run.landed === run.until) run.clock = run.read;
    Object.assign(run, { rate, flight, enter, leave, until: Math.min(to, scene.ballots.count) });
    playing = true;
    resume();
  }

  function resume() {
    if (!playing || !visible || request) return;
    before = performance.now();
    request = requestAnimationFrame(frame);
  }

  /** @param {number} now */
  function frame(now) {
    request = 0;
    run.clock += Math.min(Math.max(now - before, 0), 50) * 0.001 * run.rate;
    before = now;
    const read = Math.min(run.until, Math.floor(run.clock - run.leave * run.flight) + 1);
    const landed = Math.min(run.until, Math.floor(run.clock - run.flight) + 1);
    while (run.read < read) {
      stage.count(scene.ballots, run.read);
      run.read += 1;
      if (run.rate < 1) tell.read(run.read - 1);
    }
    while (run.landed < landed) {
      stage.land(scene.ballots, run.landed);
      run.landed += 1;
    }
    const over = run.landed >= run.until;
    stage.drawFront(scene, run.rate > LOOKED_AT && !over);
    if (over || now - written > 100) {
      written = now;
      tell.write();
    }
    if (over) {
      rest();
      tell.ended();
    } else if (visible) request = requestAnimationFrame(frame);
  }

  return {
    feed, rest, settle,
    playing: () => playing,
    still: () => still.matches,
    /** Stop for good. */
    end() {
      rest();
      watch.disconnect();
    },
  };
}
