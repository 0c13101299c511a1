import { make } from "./common.js";

/**
 * A sentence that names sources; each leads to the page's list of sources, where it stands there.
 * @param {string} text
 * @param {string[]} ids
 */
export function cited(text, ids) {
  const span = make("span", { class: "source" });
  let rest = text;
  for (const id of ids) {
    const at = rest.indexOf(id);
    if (at < 0 || !document.getElementById(`source-${id}`)) continue;
    span.append(rest.slice(0, at), make("a", { href: `#source-${id}` }, id));
    rest = rest.slice(at + id.length);
  }
  span.append(rest);
  return span;
}
