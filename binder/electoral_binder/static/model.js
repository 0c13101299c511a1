// A widget's state on the page, as anywidget's views know it: get, set, save_changes, on, off, send.

/** @typedef {{ path: (string | number)[], data: DataView }} Buffer */

/**
 * Whether two values say the same.
 * @param {any} one @param {any} other
 * @returns {boolean}
 */
export function same(one, other) {
  if (Object.is(one, other)) return true;
  if (one instanceof DataView && other instanceof DataView) {
    const bytes = (/** @type {DataView} */ view) => new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
    const known = bytes(other);
    return known.length === one.byteLength && bytes(one).every((byte, place) => byte === known[place]);
  }
  if (typeof one !== "object" || typeof other !== "object" || !one || !other) return false;
  if (Object.getPrototypeOf(one) !== Object.getPrototypeOf(other)) return false;
  const names = Object.keys(one);
  return names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && same(one[name], other[name]));
}

/**
 * Put bytes, which travel beside the text, into their places.
 * @param {Record<string, any>} state @param {Buffer[]} buffers
 */
export function withBuffers(state, buffers) {
  for (const { path, data } of buffers) {
    /** @type {any} */
    let place = state;
    for (const name of path.slice(0, -1)) place = place[name];
    const last = path.at(-1);
    if (last !== undefined) place[last] = data;
  }
  return state;
}

/** The state of one widget; what is saved goes to Python, one message at a time for each of its values. */
export class Model {
  /** @type {Record<string, any>} */
  #state;
  /** @type {Record<string, any>} */
  #changed = {};
  /** @type {Record<string, any>} */
  #saved = {};
  /** What the reader has set. @type {Set<string>} */
  #own = new Set();
  /** The values named by each message that Python has not yet done. @type {Set<string>[]} */
  #underway = [];
  /** @type {{ event: string, act: Function }[]} */
  #listeners = [];
  #say;

  /**
   * @param {Record<string, any>} state
   * @param {(data: { method: string, [part: string]: any }, buffers: ArrayBufferView[]) => void} say
   */
  constructor(state, say) {
    this.#state = state;
    this.#say = say;
  }

  /** @param {string} name */
  get(name) {
    return this.#state[name];
  }

  /** @param {string | Record<string, any>} name @param {any} [value] */
  set(name, value) {
    const changed = this.#take(typeof name === "string" ? { [name]: value } : name, this.#changed);
    for (const one of changed) this.#own.add(one);
    this.#tell(changed);
  }

  /** Send what was set since the last time; while the same value is on its way, the latest waits. */
  save_changes() {
    Object.assign(this.#saved, this.#changed);
    this.#changed = {};
    this.#send();
  }

  /** @param {any} content @param {unknown} [_callbacks] @param {ArrayBufferView[]} [buffers] */
  send(content, _callbacks, buffers = []) {
    this.#say({ method: "custom", content }, buffers);
  }

  /** @param {string} events @param {Function} act */
  on(events, act) {
    for (const event of events.split(/\s+/)) this.#listeners.push({ event, act });
  }

  /** @param {string | null} [events] @param {Function | null} [act] */
  off(events, act) {
    const named = events?.split(/\s+/);
    this.#listeners = this.#listeners.filter(
      (one) => (named && !named.includes(one.event)) || (act && act !== one.act),
    );
  }

  /**
   * Take what Python says of this widget.
   * @param {{ method?: string, state?: Record<string, any>, buffer_paths?: (string | number)[][], content?: any }} data
   * @param {DataView[]} buffers
   */
  hear(data, buffers) {
    if (data.method === "custom") this.#emit("msg:custom", data.content, buffers);
    if (data.method !== "update" || !data.state) return;
    const found = (data.buffer_paths ?? []).flatMap((path, place) => {
      const bytes = buffers[place];
      return bytes ? [{ path, data: bytes }] : [];
    });
    this.#tell(this.#take(withBuffers(data.state, found)));
  }

  /**
   * Take what the page's later cells have changed; what the reader has set meanwhile stays.
   * @param {Record<string, any>} state
   */
  catchUp(state) {
    const left = Object.entries(state).filter(([name]) => !this.#own.has(name));
    this.#tell(this.#take(Object.fromEntries(left)));
  }

  /** Python has done the oldest of what was asked: what was saved meanwhile may go. */
  idle() {
    this.#underway.shift();
    this.#send();
  }

  #send() {
    const names = Object.keys(this.#saved);
    if (names.length === 0 || this.#underway.some((one) => names.some((name) => one.has(name)))) return;
    this.#underway.push(new Set(names));
    const bytes = Object.entries(this.#saved).filter(([, value]) => ArrayBuffer.isView(value));
    const state = Object.fromEntries(Object.entries(this.#saved).filter(([, value]) => !ArrayBuffer.isView(value)));
    this.#saved = {};
    this.#say({ method: "update", state, buffer_paths: bytes.map(([name]) => [name]) }, bytes.map(([, value]) => value));
  }

  /**
   * @param {Record<string, any>} values @param {Record<string, any>} [note] where changes are noted
   * @returns {string[]} the names of what is another now
   */
  #take(values, note) {
    const changed = Object.keys(values).filter((name) => !same(this.#state[name], values[name]));
    for (const name of changed) {
      this.#state[name] = values[name];
      if (note) note[name] = values[name];
    }
    return changed;
  }

  /** @param {string[]} changed */
  #tell(changed) {
    for (const name of changed) this.#emit(`change:${name}`, this, this.#state[name]);
    if (changed.length > 0) this.#emit("change", this);
  }

  /** @param {string} event @param {...any} told */
  #emit(event, ...told) {
    for (const one of [...this.#listeners]) if (one.event === event) one.act(...told);
  }
}
