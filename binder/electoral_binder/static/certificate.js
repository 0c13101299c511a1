// The certificate's name and date. The name stays in this browser; it holds no text of its own.

/** The longest name that is kept. */
const LONGEST = 80;

/** A name as it is written on the sheet: one line, no more spaces than it needs. @param {string} typed */
export function tidy(typed) {
  return typed.normalize("NFC").replace(/[\s\p{Cc}\p{Cf}]+/gu, " ").trim().slice(0, LONGEST);
}

/** A day in words of the reader's language, or in figures where the browser has no such words.
 * @param {Date} day @param {string} language */
export function inWords(day, language) {
  const known = Intl.DateTimeFormat.supportedLocalesOf([language]).length > 0;
  if (known) return new Intl.DateTimeFormat(language, { dateStyle: "long" }).format(day);
  const two = (/** @type {number} */ part) => String(part).padStart(2, "0");
  return `${two(day.getDate())}.${two(day.getMonth() + 1)}.${day.getFullYear()}`;
}

/** What the browser keeps; nothing where it keeps nothing. @param {string} place */
function kept(place) {
  try {
    return localStorage.getItem(place) ?? "";
  } catch {
    return "";
  }
}

/** @param {string} place @param {string} name */
function keep(place, name) {
  try {
    if (name) localStorage.setItem(place, name);
    else localStorage.removeItem(place);
  } catch {
    // A browser that keeps nothing: the name is on the sheet all the same.
  }
}

/** @param {HTMLElement} main */
function fill(main) {
  const form = main.querySelector("form");
  const field = main.querySelector("input");
  const name = main.querySelector("[data-part='name']");
  const date = main.querySelector("[data-part='date']");
  if (!form || !field || !name || !date) return;
  // Another learner of this browser has another place.
  const place = `electoral-name:${main.dataset.electoralCertificate}`;
  const write = () => {
    name.textContent = tidy(field.value);
    keep(place, tidy(field.value));
  };
  const today = () => {
    date.textContent = inWords(new Date(), document.documentElement.lang);
  };
  field.value = kept(place);
  name.textContent = tidy(field.value);
  today();
  field.addEventListener("input", write);
  window.addEventListener("beforeprint", today);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    window.print();
  });
  form.hidden = false;
}

if (typeof document !== "undefined") {
  const main = document.querySelector("[data-electoral-certificate]");
  if (main instanceof HTMLElement) fill(main);
}
