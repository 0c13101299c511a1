// The line to a page's kernel: Jupyter's messages over a websocket, and patience when it breaks.

const PROTOCOL = "v1.kernel.websocket.jupyter.org";
const PAUSES_MS = [500, 1000, 2000, 4000, 8000, 16_000, 32_000];

/**
 * @typedef {{
 *   header: { msg_id: string, msg_type: string },
 *   parent: { msg_id?: string },
 *   content: Record<string, any>,
 *   buffers: DataView[],
 * }} Message
 */

/**
 * A message as bytes: how many offsets, the offsets, the channel's name, and the parts.
 * @param {string} channel @param {(string | ArrayBufferView)[]} parts
 */
export function packed(channel, parts) {
  const encoder = new TextEncoder();
  const pieces = [channel, ...parts].map((part) =>
    typeof part === "string" ? encoder.encode(part) : new Uint8Array(part.buffer, part.byteOffset, part.byteLength),
  );
  let at = 8 * (pieces.length + 2);
  const whole = new Uint8Array(at + pieces.reduce((sum, { length }) => sum + length, 0));
  const view = new DataView(whole.buffer);
  view.setBigUint64(0, BigInt(pieces.length + 1), true);
  view.setBigUint64(8, BigInt(at), true);
  pieces.forEach((piece, place) => {
    whole.set(piece, at);
    at += piece.length;
    view.setBigUint64(8 * (place + 2), BigInt(at), true);
  });
  return whole;
}

/** @param {ArrayBuffer} bytes @returns {Message} */
export function unpacked(bytes) {
  const view = new DataView(bytes);
  const count = Number(view.getBigUint64(0, true));
  const offsets = Array.from({ length: count }, (_, place) => Number(view.getBigUint64(8 * (place + 1), true)));
  const decoder = new TextDecoder();
  /** @param {number} place */
  const piece = (place) => {
    const begin = offsets[place] ?? 0;
    return new DataView(bytes, begin, (offsets[place + 1] ?? begin) - begin);
  };
  /** @param {number} place */
  const read = (place) => JSON.parse(decoder.decode(piece(place)));
  // The channel's name is the first piece; the fourth says nothing that a page needs.
  const buffers = Array.from({ length: Math.max(0, count - 6) }, (_, place) => piece(place + 5));
  return { header: read(1), parent: read(2), content: read(4), buffers };
}

/** A name that nobody else has; `crypto.randomUUID` is not there in a hall without encryption. */
function freshName() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A line that keeps what is said until somebody hears it. */
export class Line {
  /** The same after a break, so that the server hands on what was told meanwhile. */
  #session = freshName();
  /** @type {Uint8Array<ArrayBuffer>[]} */
  #unsent = [];
  /** @type {WebSocket | undefined} */
  #socket;
  #address = "";
  #breaks = 0;

  /**
   * @param {{ heard: (message: Message) => void, opened: () => void, broken: () => void, lost: () => void }} partner
   *   `broken` is called at each break, `lost` when the line could not be opened again.
   */
  constructor(partner) {
    this.partner = partner;
  }

  /** @param {string} address */
  open(address) {
    this.#address = address;
    const socket = new WebSocket(`${address}?session_id=${this.#session}`, [PROTOCOL]);
    this.#socket = socket;
    socket.binaryType = "arraybuffer";
    socket.addEventListener("open", () => {
      this.#breaks = 0;
      for (const message of this.#unsent.splice(0)) socket.send(message);
      this.partner.opened();
    });
    socket.addEventListener("message", ({ data }) => {
      if (data instanceof ArrayBuffer) this.partner.heard(unpacked(data));
    });
    socket.addEventListener("close", () => this.#again());
  }

  #again() {
    const pause = PAUSES_MS[this.#breaks];
    this.#breaks += 1;
    if (pause === undefined) this.partner.lost();
    else {
      this.partner.broken();
      setTimeout(() => this.open(this.#address), pause);
    }
  }

  /**
   * Say something to a widget's other half; return the message's id.
   * @param {string} widget @param {object} data @param {ArrayBufferView[]} buffers
   */
  say(widget, data, buffers = []) {
    const id = freshName();
    const header = {
      msg_id: id, msg_type: "comm_msg", session: this.#session, username: "",
      date: new Date().toISOString(), version: "5.3",
    };
    const content = { comm_id: widget, data };
    const message = packed("shell", [JSON.stringify(header), "{}", "{}", JSON.stringify(content), ...buffers]);
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(message);
    else this.#unsent.push(message);
    return id;
  }
}
