// Where a chart finds plotly.js, and how it takes on the look of the page.
import assert from "node:assert/strict";
import test from "node:test";

import { address, dressed, wrapped } from "../../widgets/electoral_widgets/static/chart.js";

const look = { ink: "ink", muted: "muted", hair: "hair", surface: "surface", font: "font" };
const signs = { group: "\u00a0", decimal: "," };

test("plotly.js comes from the server of the page, below its base", () => {
  assert.equal(address('{"baseUrl": "/"}', "7.1.0"), "/school/static/plotly.min.js?v=7.1.0");
  assert.equal(address('{"baseUrl": "/course/app/"}', "7.1.0"), "/course/app/school/static/plotly.min.js?v=7.1.0");
  assert.equal(address('{"baseUrl": "/course"}', "7.1.0"), "/course/school/static/plotly.min.js?v=7.1.0");
});

test("a page without settings is served from the root", () => {
  for (const settings of [null, undefined, "", "{", "{}"]) {
    assert.equal(address(settings, "1"), "/school/static/plotly.min.js?v=1");
  }
});

test("the figure keeps its own choices and takes the rest from the page", () => {
  const figure = { data: [], layout: { height: 300, xaxis: { color: "red", title: { text: "Turnout" } } } };
  const layout = dressed(figure, look, signs, 800);

  assert.equal(layout.height, 300);
  assert.equal(layout.xaxis.color, "red");
  assert.equal(layout.xaxis.gridcolor, "hair");
  assert.equal(layout.yaxis.color, "muted");
  assert.equal(layout.separators, ",\u00a0");
});

test("dressing a figure does not change it", () => {
  const figure = { data: [], layout: { xaxis: { title: { text: "Turnout of all the voters on the list" } } } };
  const before = structuredClone(figure);
  dressed(figure, look, signs, 200);

  assert.deepEqual(figure, before);
});

test("a long title breaks between words under a narrow picture", () => {
  assert.equal(wrapped("Turnout: ballots issued out of voters", 16), "Turnout: ballots<br>issued out of<br>voters");
  assert.equal(wrapped("Short", 16), "Short");
});
