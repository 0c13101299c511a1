"""The view of an item in a real browser, with its real Python side behind a pretended wire."""

from __future__ import annotations

import json

import pytest

from electoral_courses.items import read_source
from electoral_courses.own_station import own_station
from electoral_widgets.item_view import ItemView

pytestmark = pytest.mark.browser

ITEMS = """
- {id: one, kind: choice, objective: o, prompt: "Which line is wrong, `K1` or **K3**?", shuffle: false,
   options: {a: {text: Ballots issued, right: true}, b: {text: Ballots received}, c: {text: Neither of the two}},
   hints: [{text: Add up., cost: 0.25}, {text: Look at K3.}], points: 2}
- {id: several, kind: choices, objective: o, prompt: "Which sums fail?", shuffle: false,
   options: {k1: {text: "K1: received = cancelled + issued", right: true}, k2: {text: "K2: issued", right: true},
             k3: {text: "K3: valid = all votes"}}}
- {id: number, kind: number, objective: o, unit: ballots, answer: 402, prompt: "How many votes are there?"}
- {id: order, kind: order, objective: o, prompt: Put the steps in order.,
   sequence: {close: Voting ends, unused: Unused ballots are counted and cancelled, open: The boxes are opened}}
- {id: match, kind: match, objective: o, prompt: Match each line with what it counts., pairs: {
    received: {left: Ballots received, right: Papers that came to the stations before voting},
    valid: {left: Valid ballots, right: Papers from the boxes that carry a countable vote}}}
- {id: table, kind: table, objective: o, points: 3, variant: "electoral_courses.own_station:own_station",
   prompt: "Your own station has the number {number}. Fill in the blank lines and correct the wrong one.",
   rows: {voters: Voters on the list, received: Ballots received, cancelled: Cancelled ballots,
     issued: Ballots issued, issued_station: Issued at the station, issued_outside: Issued for out-of-station voting,
     valid: Valid ballots, invalid: Invalid ballots, candidate_1: Candidate A, candidate_2: Candidate B,
     candidate_3: Candidate C, candidate_4: Candidate D, against_ev: Against all},
   columns: {count: Number}, given: $given, editable: $editable, answer: $answer,
   relations: "electoral.station:STATION_RELATIONS"}
- {id: text, kind: text, objective: o, prompt: "Which sum fails? Write its name.", accept: [K3]}
- {id: essay, kind: essay, objective: o, points: 4, words: [3, 5], prompt: "What do the sums prove?"}
"""
KINDS = ["one", "several", "number", "order", "match", "table", "text", "essay"]

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Item</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/item_view.css">
<style>:root { color-scheme: light dark } body { margin: 0 auto; padding: 16px; max-width: 720px; }</style>
</head><body><main><h1 hidden>Item</h1><div id="view"></div></main><script type="module">
import widget from "/item_view.js";
const state = await window.connect();
const heard = {};
let changed = {};
const tell = (name) => (heard[`change:${name}`] ?? []).forEach((act) => act());
const model = {
  get: (name) => state[name],
  set: (name, value) => { state[name] = value; changed[name] = value; tell(name); },
  on: (name, act) => (heard[name] ??= []).push(act),
  off: (name, act) => { heard[name] = (heard[name] ?? []).filter((other) => other !== act); },
  save_changes: async () => {
    const sent = changed;
    changed = {};
    const answer = await window.wire(sent);
    for (const [name, value] of Object.entries(answer ?? {})) { state[name] = value; }
    for (const name of Object.keys(answer ?? {})) tell(name);
  },
};
window.leave = widget.render({ model, el: document.querySelector("#view") });
window.ready = true;
</script></body></html>"""


class Desk:
    """A learner's desk: the page, the store behind it, and a wire that can be cut."""

    def __init__(self, page, folder, name: str):
        from electoral_courses import ask

        self.page, self.ask, self.name = page, ask, name
        self.folder, self.alive, self.errors = folder, True, []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda line: line.type == "error" and self.errors.append(line.text))
        page.expose_function("connect", self.connect)
        page.expose_function("wire", self.wire)

    def connect(self):
        self.view = self.ask(self.name, self.folder)
        assert isinstance(self.view, ItemView), self.view
        return self.state()

    def state(self):
        keys = [key for key in self.view.keys if not key.startswith("_")]
        return json.loads(
            json.dumps({key: getattr(self.view, key) for key in keys if key != "layout"})
        )

    def wire(self, sent):
        if not self.alive:
            return {}
        before = self.state()
        with self.view.hold_trait_notifications():
            for name, value in sent.items():
                setattr(self.view, name, value)
        after = self.state()
        return {name: value for name, value in after.items() if value != before[name]}

    def open(self):
        self.page.goto("http://school.test/")
        self.page.wait_for_function("window.ready")
        return self.page.locator(".electoral-item-view")

    def saved(self):
        content = json.loads((self.folder / "answers.json").read_text(encoding="utf-8"))
        return content["answers"][self.name]["value"]

    def wait_saved(self):
        self.page.locator('.status[data-state="saved"]').wait_for()


@pytest.fixture
def sit(chromium, tmp_path, monkeypatch):
    """Sit a learner down before an item."""
    for name in ("ELECTORAL_ANSWERS", "NBGRADER_EXECUTION", "JUPYTERHUB_USER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ELECTORAL_STUDENT", "aizhan")
    items = {"module": "05-protocol", "language": "en", "items": read_source(ITEMS)}
    (tmp_path / "items.json").write_text(json.dumps(items), encoding="utf-8")
    contexts = []

    def sit(name, width=360, scheme="light"):
        context = chromium.new_context(
            viewport={"width": width, "height": 800}, color_scheme=scheme
        )
        contexts.append(context)
        files = {
            "/": ("text/html", PAGE),
            "/item_view.js": ("text/javascript", ItemView._esm),
            "/item_view.css": ("text/css", ItemView._css),
        }

        def serve(route):
            path = "/" + route.request.url.split("/", 3)[3]
            if path not in files:
                return route.fulfill(status=204)
            return route.fulfill(content_type=files[path][0], body=files[path][1])

        context.route("**/*", serve)
        return Desk(context.new_page(), tmp_path, name)

    yield sit
    for context in contexts:
        context.close()


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_kind_is_accessible_and_fits_a_phone(sit, axe, name, scheme):
    desk = sit(name, 360, scheme)
    desk.open()

    assert desk.page.evaluate("document.documentElement.scrollWidth") <= 360
    assert desk.errors == []
    small = """[...document.querySelectorAll('button, select, input[type=text], .option')]
      .filter((one) => one.getBoundingClientRect().height < 43.5).map((one) => one.outerHTML)"""
    assert desk.page.evaluate(small) == []
    assert axe(desk.page) == []


def test_radio_buttons_are_named_by_their_question_and_answered_by_keyboard(sit):
    desk = sit("one")
    desk.open()
    page = desk.page
    assert page.get_by_role("group", name="Which line is wrong, K1 or K3?").is_visible()

    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    desk.wait_saved()

    assert desk.saved() == "b"
    assert page.get_by_role("radio", name="Ballots received").is_checked()
    assert page.get_by_role("status").inner_text().strip() == "Saved"


def test_answers_come_back_after_a_reload(sit):
    desk = sit("several")
    desk.open()
    desk.page.get_by_role("checkbox", name="K1").check()
    desk.page.get_by_role("checkbox", name="K2").check()
    desk.wait_saved()

    desk.open()

    assert desk.saved() == ["k1", "k2"]
    assert desk.page.get_by_role("status").inner_text() == "Saved"
    assert desk.page.get_by_role("checkbox", name="K1").is_checked()
    assert not desk.page.get_by_role("checkbox", name="K3").is_checked()


def test_a_number_is_saved_while_one_types_and_checked_with_feedback(sit):
    desk = sit("number")
    desk.open()
    field = desk.page.get_by_label("Your answer (ballots)")
    field.press_sequentially("412")
    desk.wait_saved()
    assert desk.saved() == {"number": "412"}

    desk.page.get_by_role("button", name="Check").press("Enter")
    desk.page.get_by_text("Not right yet", exact=False).first.wait_for()
    field.fill("402")
    assert desk.page.get_by_text("Not right yet").count() == 0
    desk.page.get_by_role("button", name="Check").press("Enter")
    desk.page.get_by_text("This is right.").wait_for()


def test_what_is_no_number_is_told_at_the_field(sit):
    desk = sit("number")
    desk.open()
    field = desk.page.get_by_label("Your answer (ballots)")
    field.fill("many")
    field.blur()

    assert field.get_attribute("aria-invalid") == "true"
    assert desk.page.get_by_text("This is not a number.").is_visible()


def test_an_order_is_made_with_the_keyboard_and_told_aloud(sit):
    desk = sit("order")
    desk.open()
    page = desk.page
    wanted = ["Voting ends", "Unused ballots are counted and cancelled", "The boxes are opened"]
    for place, entry in enumerate(wanted):
        while page.locator(".entry").all_inner_texts().index(entry) > place:
            page.get_by_role("button", name=f"Move up: {entry}").press("Enter")
    if page.get_by_role("button", name="Keep this order").is_visible():
        page.get_by_role("button", name="Keep this order").press("Enter")
    desk.wait_saved()
    page.get_by_role("button", name="Check").press("Enter")
    page.get_by_text("This is right.").wait_for()

    page.get_by_role("button", name="Move down: Voting ends").press("Enter")
    page.get_by_text("Voting ends is now number 2 of 3.").wait_for(state="attached")
    assert (
        page.evaluate("document.activeElement.getAttribute('aria-label')")
        == "Move down: Voting ends"
    )


def test_a_match_is_made_with_lists(sit):
    desk = sit("match")
    desk.open()
    page = desk.page
    page.get_by_label("Ballots received").select_option(
        label="Papers that came to the stations before voting"
    )
    page.get_by_label("Valid ballots").select_option(
        label="Papers from the boxes that carry a countable vote"
    )
    desk.wait_saved()
    page.get_by_role("button", name="Check").click()

    page.get_by_text("This is right.").wait_for()


def test_a_table_tells_its_relations_while_one_types(sit):
    from electoral_courses.notebook import open_page

    desk = sit("table", 1280)
    desk.open()
    page = desk.page
    opened = open_page(desk.folder)
    right = own_station(opened.seed("table"))["answer"]
    states = page.locator(".relations .state")
    assert any("Holds" not in text for text in states.all_inner_texts())

    for row in desk.view.item["rows"]:
        if row["key"] != "voters":
            page.get_by_label(row["text"], exact=True).fill(str(right[row["key"]]["count"]))

    assert [text.strip() for text in states.all_inner_texts()] == ["✓ Holds"] * 4
    page.get_by_label("Ballots received").fill(str(right["received"]["count"] + 10))
    assert "difference 10" in states.first.inner_text()
    desk.wait_saved()
    desk.open()
    assert page.get_by_label("Ballots received").input_value() == str(
        right["received"]["count"] + 10
    )


def test_an_essay_counts_its_words(sit):
    desk = sit("essay")
    desk.open()
    desk.page.get_by_label("Your answer").fill("Sums agree, no more.")

    assert desk.page.get_by_text("Words: 4. Asked for: 3 to 5.").is_visible()
    desk.wait_saved()
    assert desk.saved() == "Sums agree, no more."


def test_a_hint_says_its_cost_before_it_is_read(sit):
    desk = sit("one")
    desk.open()
    page = desk.page
    assert page.get_by_text("Add up.").count() == 0

    page.get_by_role("button", name="Show hint 1, costs 25\u00a0% of the points").press("Enter")
    page.get_by_text("Add up.").wait_for()

    assert "Hint 1" in page.evaluate("document.activeElement.textContent")
    assert page.get_by_role("button", name="Show hint 2, free").is_visible()
    desk.open()
    assert page.get_by_text("Add up.").is_visible()


def test_what_cannot_be_saved_is_told_with_its_reason(sit):
    desk = sit("text")
    (desk.folder / "answers.json").mkdir()
    desk.open()
    desk.page.get_by_label("Your answer").fill("K3")

    desk.page.get_by_text("Not saved: The answer cannot be saved here").wait_for()


def test_when_the_kernel_is_dead_the_text_is_kept_and_saved_later(sit):
    desk = sit("essay")
    desk.open()
    desk.alive = False
    desk.page.get_by_label("Your answer").fill("Typed into a dead page.")
    desk.page.get_by_text("Not saved: the program behind this page does not answer.").wait_for()
    assert not (desk.folder / "answers.json").exists()

    desk.alive = True
    desk.open()
    desk.wait_saved()

    assert desk.page.get_by_label("Your answer").input_value() == "Typed into a dead page."
    assert desk.saved() == "Typed into a dead page."
    assert desk.page.evaluate("localStorage.length") == 0


def test_what_was_just_typed_is_sent_when_the_view_goes_away(sit):
    desk = sit("text")
    desk.open()
    desk.page.get_by_label("Your answer").press_sequentially("K3")
    desk.page.evaluate("window.leave()")
    desk.page.wait_for_timeout(200)

    assert desk.saved() == "K3"


def test_what_is_typed_while_the_kernel_answers_is_sent_too_and_not_said_to_be_saved(sit):
    desk = sit("number")
    desk.open()
    page = desk.page
    field = page.get_by_label("Your answer (ballots)")
    field.fill("4")
    field.blur()
    desk.wait_saved()
    page.evaluate("""() => {
      const wire = window.wire;
      const answered = new Promise((answer) => (window.answer = answer));
      window.wire = async (sent) => { const told = await wire(sent); await answered; return told; };
    }""")
    field.fill("40")
    field.blur()

    # The kernel's answer to 40 comes when 402 stands there already.
    field.focus()
    state = field.evaluate("""async (field) => {
      field.value = "402";
      field.dispatchEvent(new Event("input"));
      window.answer();
      await new Promise((done) => setTimeout(done, 50));
      return document.querySelector(".status").dataset.state;
    }""")

    assert state != "saved"
    desk.wait_saved()
    assert desk.saved() == {"number": "402"}
    assert page.evaluate("localStorage.length") == 0


def test_markup_in_an_item_is_only_text(sit):
    desk = sit("text")
    path = desk.folder / "items.json"
    attack = "<img src=x onerror=alert(1)>"
    path.write_text(
        path.read_text(encoding="utf-8").replace("Which sum fails? Write", attack), encoding="utf-8"
    )
    desk.open()

    assert desk.page.locator("img").count() == 0
    assert desk.page.get_by_text(attack).is_visible()
