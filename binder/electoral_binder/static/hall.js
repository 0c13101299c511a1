// A full hall: a page in the line asks where it stands and goes on when there is room;
// a page with exercises asks whether its kernel was put to rest, at once if its line breaks. It holds no text.

const LINE_MS = 5000;
const KERNEL_MS = 30_000;

/** @param {string} address @returns {Promise<any>} */
async function asked(address) {
  try {
    const answer = await fetch(address, { cache: "no-store" });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null; // the server may be busy or away for a moment
  }
}

/** @param {HTMLElement} box */
function standInLine(box) {
  const address = box.dataset.electoralLine ?? "";
  const place = box.querySelector("[data-electoral-standing]");
  let going = false;
  const timer = setInterval(async () => {
    const told = await asked(address);
    if (!told || going || !place) return;
    // A screen reader reads what changes: the same sentence is not said twice.
    if (place.textContent !== told.text) place.textContent = told.text;
    if (!told.called) return;
    going = true;
    clearInterval(timer);
    location.reload();
  }, LINE_MS);
  window.addEventListener("pagehide", () => {
    if (going) return;
    const form = new FormData();
    form.append("_xsrf", document.cookie.match("\\b_xsrf=([^;]*)\\b")?.[1] ?? "");
    navigator.sendBeacon(address, form);
  });
}

/** @param {HTMLElement} notice */
function askAfterKernel(notice) {
  const told = JSON.parse(document.getElementById("jupyter-config-data")?.textContent || "{}");
  if (!told.kernelId) return;
  const address = `${notice.dataset.electoralResting}${told.kernelId}`;
  const look = async () => {
    if (document.hidden || !notice.hidden) return;
    const answer = await asked(address);
    const stopped = document.querySelector("[data-electoral-stopped]");
    if (answer?.state === "resting") {
      notice.hidden = false;
      notice.setAttribute("role", "alert");
      if (stopped instanceof HTMLElement) stopped.hidden = true;
    } else if (answer?.state === "gone" && stopped instanceof HTMLElement && stopped.hidden) {
      stopped.hidden = false;
      stopped.setAttribute("role", "alert");
    }
  };
  setInterval(look, KERNEL_MS);
  document.addEventListener("visibilitychange", look);
  document.addEventListener("electoral:broken", look);
  window.addEventListener("pageshow", (event) => event.persisted && look());
  notice.querySelector("form")?.addEventListener("submit", (event) => {
    event.preventDefault();
    location.reload(); // the browser comes back to where one was reading
  });
}

function enterHall() {
  for (const box of document.querySelectorAll("[data-electoral-line]")) {
    if (box instanceof HTMLElement) standInLine(box);
  }
  for (const notice of document.querySelectorAll("[data-electoral-resting]")) {
    if (notice instanceof HTMLElement) askAfterKernel(notice);
  }
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", enterHall);
else enterHall();
