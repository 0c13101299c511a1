// Where a chart finds plotly.js, and how it takes on the look of the page.
import assert from "node:assert/strict";
import test from "node:test";

import { address, dressed, wrapped } from "../../widgets/electoral_widgets/static/chart.js";
import { isOfPoints, roundSteps, scaleOf } from "../../widgets/electoral_widgets/static/chart_points.js";

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

test("steps of an axis are round, and as many as there is room for", () => {
  assert.deepEqual(roundSteps(0, 10, 5), { digits: 0, at: [0, 2, 4, 6, 8, 10] });
  assert.equal(roundSteps(0.1, 0.4, 3).digits, 1);
  assert.deepEqual(roundSteps(-30, 30, 3).at, [-20, 0, 20]);
});

test("an axis is written with the signs of the reader's language and holds every value", () => {
  const scale = scaleOf([1000, 4000], { ticksuffix: " %" }, 400, "x", signs);

  assert.ok(scale.least < 1000 && scale.most > 4000);
  assert.deepEqual(scale.ticks.map(({ text }) => text), ["1\u00a0000 %", "2\u00a0000 %", "3\u00a0000 %", "4\u00a0000 %"]);
  assert.deepEqual(scaleOf([1, 3], { range: [0, 103] }, 400, "y", signs).most, 103);
  assert.equal(scaleOf([5, 30], { rangemode: "tozero" }, 400, "x", signs).least, 0);
});

test("only a figure of points is drawn without plotly", () => {
  const points = { type: "scatter", mode: "markers", x: [1, 2], y: ["a", "b"], marker: { color: "red" } };

  assert.ok(isOfPoints({ data: [points], layout: {} }));
  for (const other of [{ type: "bar" }, { mode: "lines" }, { x: { bdata: "", dtype: "f8" } }, { marker: { color: [1, 2] } }, { fill: "tozeroy" }]) {
    assert.ok(!isOfPoints({ data: [{ ...points, ...other }], layout: {} }), JSON.stringify(other));
  }
  assert.ok(!isOfPoints({ data: [points], layout: { yaxis: { type: "log" } } }));
  assert.ok(!isOfPoints({ data: [], layout: {} }));
});
