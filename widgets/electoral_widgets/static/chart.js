import { make } from "./common.js";
import { drawPoints, isOfPoints } from "./chart_points.js";

/**
 * A plotly figure with a text alternative and its numbers as a table. Points are drawn here; for
 * any other figure plotly.js is fetched once a page, from the server that serves the page.
 *
 * @typedef {{ name: string, number: boolean }} Column
 * @typedef {{ data: object[], layout: Record<string, any> }} Figure
 * @typedef {Record<"table" | "loading" | "failed", string>} Labels
 * @typedef {{
 *   language: string,
 *   labels: Labels,
 *   signs: import("./common.js").Signs,
 *   figure: Figure,
 *   release: string,
 *   alt: string,
 *   title: string,
 *   table: { columns: Column[], rows: string[][] },
 * }} Model
 * @typedef {{
 *   react: (node: HTMLElement, data: object[], layout: object, config: object) => Promise<unknown>,
 *   purge: (node: HTMLElement) => void,
 * }} Plotly
 */

/** The height of a picture that does not say its own, in pixels. */
const HEIGHT = 400;

const CONFIG = {
  displayModeBar: false,
  displaylogo: false,
  modeBarButtonsToRemove: ["sendChartToCloud"],
  plotlyServerURL: "",
  responsive: false,
  scrollZoom: false,
};

/**
 * Where this school's server keeps plotly.js, from the text of the page's settings; the release
 * lets a browser keep the script until there is another one.
 * @param {string | null | undefined} settings
 * @param {string} release
 */
export function address(settings, release) {
  let base = "/";
  try {
    base = JSON.parse(settings ?? "").baseUrl || base;
  } catch {
    // A page without settings is served from the root.
  }
  return `${base.replace(/\/*$/, "/")}school/static/plotly.min.js?v=${encodeURIComponent(release)}`;
}

/**
 * Break a text between words into lines of at most `most` letters, as plotly.js breaks lines.
 * @param {string} text
 * @param {number} most
 */
export function wrapped(text, most) {
  /** @type {string[]} */
  const lines = [];
  for (const word of text.split(" ")) {
    const last = lines[lines.length - 1];
    if (last !== undefined && `${last} ${word}`.length <= most) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.join("<br>");
}

/**
 * Give the colours and signs of the page to whatever the figure leaves open.
 * @param {Figure} figure
 * @param {{ ink: string, muted: string, hair: string, surface: string, font: string }} look
 * @param {{ group: string, decimal: string }} signs
 * @param {number} width in pixels: a long title under a narrow picture is broken into lines
 * @returns {Record<string, any>}
 */
export function dressed(figure, look, signs, width) {
  const letters = {
    x: Math.max(16, Math.floor((width - 120) / 7.5)),
    y: Math.max(16, Math.floor(((figure.layout.height ?? HEIGHT) - 120) / 7.5)),
  };
  const axis = { color: look.muted, gridcolor: look.hair, linecolor: look.hair, zerolinecolor: look.hair, automargin: true };
  const layout = { ...figure.layout };
  for (const name of Object.keys({ xaxis: 0, yaxis: 0, ...layout })) {
    if (/^[xy]axis\d*$/.test(name)) {
      const own = layout[name] ?? {};
      const text = own.title?.text ?? own.title ?? "";
      const title = { standoff: 12, font: { size: 14 }, ...own.title, text: wrapped(text, name.startsWith("x") ? letters.x : letters.y) };
      layout[name] = { ...axis, ...own, title };
    }
  }
  return {
    margin: { l: 8, r: 8, t: 8, b: 8 },
    height: HEIGHT,
    dragmode: false,
    hovermode: "closest",
    ...layout,
    autosize: true,
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    separators: signs.decimal + signs.group,
    font: { family: look.font, size: 14, color: look.ink, ...layout.font },
    hoverlabel: { bgcolor: look.surface, bordercolor: look.muted, font: { color: look.ink, family: look.font }, ...layout.hoverlabel },
  };
}

/**
 * Fetch plotly.js, once a page for all charts.
 * @param {string} release
 * @returns {Promise<Plotly>}
 */
function load(release) {
  const page = /** @type {typeof globalThis & { Plotly?: Plotly, electoralPlotly?: Promise<Plotly> }} */ (globalThis);
  if (page.Plotly) return Promise.resolve(page.Plotly);
  page.electoralPlotly ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address(document.getElementById("jupyter-config-data")?.textContent, release);
    script.addEventListener("load", () => {
      if (page.Plotly) resolve(page.Plotly);
      else reject(new Error("plotly.js did not start"));
    });
    script.addEventListener("error", () => {
      page.electoralPlotly = undefined;
      script.remove();
      reject(new Error("plotly.js is not there"));
    });
    document.head.append(script);
  });
  return page.electoralPlotly;
}

/** @param {Model["table"]} table */
function drawTable({ columns, rows }) {
  const kind = (/** @type {number} */ place) => (columns[place]?.number ? "number" : "words");
  return make("table", {},
    make("thead", {}, make("tr", {}, ...columns.map(({ name }, place) => make("th", { scope: "col", class: kind(place) }, name)))),
    make("tbody", {}, ...rows.map((row) => make("tr", {}, ...row.map((text, place) =>
      place === 0 ? make("th", { scope: "row", class: "words" }, text) : make("td", { class: kind(place) }, text))))));
}

let charts = 0;

/** @type {import("@anywidget/types").Render<Model>} */
function render({ model, el }) {
  const labels = model.get("labels");
  const id = `electoral-chart-${(charts += 1)}`;
  const title = model.get("title");
  const picture = make("div", { class: "picture", role: "img", "aria-label": model.get("alt") });
  const note = make("p", { class: "note", role: "status" }, labels.loading);
  const details = make("details", {}, make("summary", {}, labels.table),
    make("div", { class: "box", role: "region", tabindex: "0", "aria-label": title || labels.table }, drawTable(model.get("table"))));
  const root = make("figure", { class: "electoral-view electoral-chart", lang: model.get("language") },
    ...(title ? [make("figcaption", { id }, title)] : []), picture, note, details);
  const dark = matchMedia("(prefers-color-scheme: dark)");
  let gone = false;
  /** @type {Plotly | undefined} */
  let plotly;

  /** Draw, or draw again in the colours the page has now. */
  async function draw() {
    if (gone) return;
    if (isOfPoints(model.get("figure"))) {
      const look = { ink: "", muted: "", hair: "", surface: "", font: "" }; // those of the style sheet
      const { data } = model.get("figure");
      return drawPoints(picture, data, dressed(model.get("figure"), look, model.get("signs"), picture.clientWidth), model.get("signs"));
    }
    plotly ??= await load(model.get("release"));
    const style = getComputedStyle(root);
    /** @param {string} name */
    const colour = (name) => {
      const probe = make("span", { style: `color: var(--${name}); display: none` });
      root.append(probe);
      const value = getComputedStyle(probe).color;
      probe.remove();
      return value;
    };
    const look = { ink: colour("ink"), muted: colour("muted"), hair: colour("hair"), surface: colour("surface"), font: style.fontFamily };
    const figure = model.get("figure");
    await plotly.react(picture, figure.data, dressed(figure, look, model.get("signs"), picture.clientWidth), CONFIG);
  }

  /** The picture cannot be drawn: say so and open the table. */
  function fail() {
    note.textContent = labels.failed;
    picture.hidden = true;
    details.open = true;
  }

  const change = () => void draw().catch(fail);
  const theme = new MutationObserver(change);
  let width = 0;
  const size = new ResizeObserver(() => {
    if (picture.clientWidth === width) return;
    width = picture.clientWidth;
    if (width > 0) requestAnimationFrame(change);
  });

  el.replaceChildren(root);
  theme.observe(document.body, { attributes: true, attributeFilter: ["class", "data-jp-theme-light", "data-theme"] });
  theme.observe(document.documentElement, { attributes: true, attributeFilter: ["class", "data-theme", "style"] });
  dark.addEventListener("change", change);
  size.observe(picture);
  model.on("change:figure", change);
  draw().then(() => { note.textContent = ""; }).catch(fail);
  return () => {
    gone = true;
    theme.disconnect();
    size.disconnect();
    dark.removeEventListener("change", change);
    model.off("change:figure", change);
    plotly?.purge(picture);
  };
}

export default { render };
