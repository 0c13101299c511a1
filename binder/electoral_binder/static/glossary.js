// The glossary shows the terms with what is typed, while it is typed. It holds no text of its own.

/**
 * Text as it is compared: letters that many cannot or do not type made equal.
 * @param {string} text
 */
export function fold(text) {
  /** @type {Record<string, string>} */
  const alike = { ё: "е", ө: "о", ү: "у", ң: "н" };
  return text.normalize("NFC").toLowerCase().replace(/[ёөүң]/g, (letter) => alike[letter] ?? letter);
}

/** Whether a text has every word asked for, whole or begun. @param {string} text @param {string} asked */
export function has(text, asked) {
  const words = ` ${fold(text).replace(/[^\p{L}\p{N}]+/gu, " ")}`;
  return fold(asked).split(/[^\p{L}\p{N}]+/u).filter(Boolean).every((word) => words.includes(` ${word}`));
}

/** @param {HTMLFormElement} form */
function filter(form) {
  const field = form.querySelector("input[type='search']");
  const review = form.querySelector("input[type='checkbox']");
  const count = document.querySelector("[data-electoral-count]");
  const terms = [...document.querySelectorAll(".electoral-terms > li")].filter((row) => row instanceof HTMLElement);
  if (!(field instanceof HTMLInputElement) || !(review instanceof HTMLInputElement)) return;
  const texts = new Map(
    terms.map((row) => [row, [...row.querySelectorAll("h2, dd")].map((part) => part.textContent).join(" ")]),
  );
  const show = () => {
    for (const row of terms) {
      row.hidden = !has(texts.get(row) ?? "", field.value) || (review.checked && !row.hasAttribute("data-review"));
    }
    if (!(count instanceof HTMLElement)) return;
    const shown = terms.filter((row) => !row.hidden).length;
    count.textContent = (count.dataset.electoralCount ?? "").replace("{count}", String(shown));
  };
  field.addEventListener("input", show);
  review.addEventListener("change", show);
  form.addEventListener("submit", (event) => {
    if (form.dataset.whole === undefined) return; // the page has some terms only: ask for others
    event.preventDefault();
    show();
  });
}

if (typeof document !== "undefined") {
  const form = document.querySelector("[data-electoral-filter]");
  if (form instanceof HTMLFormElement) filter(form);
}
