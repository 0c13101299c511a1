"""The module "The protocol must add up": its answers, its figures, its pages."""

from __future__ import annotations

import csv
import json
import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from course_module import COURSES, STUDENTS, module, right_answer, text_of

from electoral.protocol import CANDIDATES_2017, differences
from electoral.station import STATION_RELATIONS
from electoral_courses.checks import check, check_code
from electoral_courses.own_station import own_station
from electoral_courses.variants import params_for, seed_for, seed_name
from electoral_datasets import card, load

if TYPE_CHECKING:
    from electoral_courses.items import Item
    from electoral_courses.myst import Page

FOUR = {"NAR", "SUZ", "SUL", "SOK"}
TAUGHT = module("05-protocol")


@pytest.fixture(scope="module")
def lesson() -> Page:
    return TAUGHT.lesson


@pytest.fixture(scope="module")
def assignment() -> Page:
    return TAUGHT.assignment


@pytest.fixture(scope="module")
def items() -> dict[str, Item]:
    return TAUGHT.items


@pytest.fixture(scope="module")
def table():
    return load("kg_2017_president")


def test_the_lesson_has_eight_to_twelve_self_checks_of_many_kinds(items) -> None:
    checks = [item for item in items.values() if not item.graded]
    expected = {"choice", "choices", "number", "order", "match", "table", "text", "function"}

    assert 8 <= len(checks) <= 12
    assert {item.kind for item in checks} == expected


@pytest.mark.parametrize("student", STUDENTS)
def test_the_solutions_in_python_earn_every_point_of_their_items(
    items, assignment, student
) -> None:
    names = solved(assignment, TAUGHT.variant_of(items["own-table"], student))
    twins = [item for item in TAUGHT.graded if "code" in item.data]
    results = {
        item.id: check_code(
            item, names[item.data["code"]["name"]], TAUGHT.variant_of(item, student)
        )
        for item in twins
    }

    assert set(results) == {
        *("find-units", "k1-gap", "k3-gap", "k4-gap", "outside-share", "own-gap"),
    }
    assert [name for name, result in results.items() if not result.right] == []


def solved(assignment: Page, own: dict[str, Any]) -> dict[str, Any]:
    """Run the assignment's Python cells, solutions included, without widgets."""

    def silent(*_: Any, **__: Any) -> None:
        return None

    names: dict[str, Any] = {}
    for cell in assignment.cells:
        if cell.kind == "code" and not {"item", "graded"} & cell.metadata.keys():
            exec(cell.source, names)  # noqa: S102 - our own source
            names |= {"ProtocolTable": silent, "variant": lambda _: own}
            names["figures"] = type("figures", (), {"turnout_and_share": silent})
    return names


def test_the_four_violated_units_are_right_and_only_they(items, table) -> None:
    gaps = differences(table)
    violated = {code for row, code in enumerate(table["code"]) if any(gaps[k][row] for k in gaps)}
    options = items["find-units"].data["options"]

    assert violated == FOUR
    assert {key for key, option in options.items() if option.get("right")} == FOUR
    assert set(options) == set(table["code"])
    assert {key: option["text"] for key, option in options.items()} == card(
        "kg_2017_president", "en"
    ).units


@pytest.mark.parametrize("way", [check, check_code])
def test_leaving_out_a_violated_unit_or_adding_any_other_loses_points(items, table, way) -> None:
    item = items["find-units"]

    assert way(item, sorted(FOUR)).points == 4
    for code in FOUR:
        assert way(item, sorted(FOUR - {code})).points == 3
    for code in set(table["code"]) - FOUR:
        assert way(item, [*sorted(FOUR), code]).points == 3
    assert way(item, list(table["code"])).points == 0


def test_the_asked_differences_are_those_of_the_data(items, table) -> None:
    gaps = differences(table)

    assert items["k1-gap"].data["answer"] == gaps["K1"].sum() == 1
    assert items["k3-gap"].data["answer"] == max(gaps["K3"], key=abs) == -10_000
    assert items["k4-gap"].data["answer"] == gaps["K4"].sum() == 8
    assert not gaps["K2"].any()
    share = 100 * table["issued_outside"].sum() / table["issued"].sum()
    assert float(items["outside-share"].data["answer"]) == pytest.approx(share, abs=5e-5)


def test_the_percentage_is_right_when_rounded_to_two_decimals_and_not_to_one(items) -> None:
    item = items["outside-share"]

    assert check(item, {"number": "1,13"}).right
    assert check(item, {"number": "1.13 %"}).right
    assert check(item, {"number": "1.1"}).message == "two-decimals"
    assert check(item, {"number": "0.64"}).message == "of-voters"
    assert check(item, {"number": "1.14"}).message == "of-station"
    assert check(item, {"number": "0.0113"}).message == "share"


def test_typical_mistakes_come_from_the_data(items, table) -> None:
    votes = table[[*CANDIDATES_2017, "against_ev"]].sum(axis=1)
    gaps, suzak = differences(table), table.index[table["code"] == "SUZ"][0]
    with_valid_line = (table["issued"] - table["valid"] - table["invalid"]).sum()
    without_against = table["valid"][suzak] - votes[suzak] + table["against_ev"][suzak]

    def said(name: str, number: int) -> str:
        return check(items[name], {"number": str(number)}).message

    assert said("k4-gap", with_valid_line) == "valid-line"
    assert said("k4-gap", gaps["K4"].sum() - table["unaccounted"].sum()) == "with-unaccounted"
    assert said("k3-gap", without_against) == "without-against"
    assert said("k3-gap", gaps["K3"].sum()) == "both-together"
    assert {said("k4-gap", gap) for gap in gaps["K4"] if gap} == {"one-place"}


def test_no_change_of_one_line_repairs_sulyukta(table) -> None:
    from electoral.protocol import KYRGYZ_2017, corrections

    rows = table.set_index("code").drop(columns=["oblast", "unit"])

    assert corrections(rows.loc["SUL"].to_dict(), KYRGYZ_2017) == {}
    assert corrections(rows.loc["SUZ"].to_dict(), KYRGYZ_2017) == {"valid": 67_751}


@pytest.mark.parametrize("seed", range(60))
def test_an_own_station_has_blanks_from_sums_and_one_wrong_line_from_the_papers(seed) -> None:
    own = own_station(seed)
    typed = {line: cells["count"] for line, cells in own["given"].items()}
    right = {line: cells["count"] for line, cells in own["answer"].items()}
    right["voters"] = typed["voters"]
    blank = {line for line in typed if typed[line] is None}
    wrong = {line for line in typed if line not in blank and typed[line] != right[line]}
    failing = {name for name, cells in own["gaps"].items() if cells["gap"]}

    assert wrong == {own["fault_line"]}
    assert blank
    assert blank <= {"cancelled", "issued_station", "valid"}
    for relation in STATION_RELATIONS:
        lines = {*relation.left, *relation.right}
        assert (own["fault_line"] in lines) == (relation.id in failing)
        if relation.id in failing:
            assert not lines & blank
            assert abs(own["gaps"][relation.id]["gap"]) == abs(own["fault_difference"])
        else:
            assert len(lines & blank) <= 1


@pytest.mark.parametrize("seed", range(20))
def test_what_a_student_may_see_of_the_station_does_not_tell_the_wrong_line(seed) -> None:
    shown = own_station(seed).shown()

    assert not {"answer", "gaps", *(name for name in shown if name.startswith("fault"))} & {*shown}


@pytest.mark.parametrize("student", STUDENTS)
def test_filling_in_the_blanks_alone_is_worth_less_than_mending_too(items, student) -> None:
    item = items["own-table"]
    own = TAUGHT.variant_of(item, student)
    blanks = {line: own["answer"][line] for line, cells in own["given"].items()
              if cells["count"] is None}  # fmt: skip
    filled = check(item, blanks, own)

    assert filled.points == item.points * Fraction(len(blanks), len(blanks) + 1)
    assert filled.message == "relation-broken"
    assert filled.evidence["relation"] in {k for k, gap in own["gaps"].items() if gap["gap"]}
    spoiled = {**blanks, own_line(own): {"count": 1}}
    assert check(item, spoiled, own).points < filled.points


def own_line(own: dict[str, Any]) -> str:
    """Return a line that was typed rightly."""
    return next(line for line, cells in own["given"].items() if cells == own["answer"].get(line))


def percent(part: float, whole: float, digits: int) -> str:
    exact = Decimal(int(part)) * 100 / Decimal(int(whole))
    return f"{exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)}%"


def test_the_figures_of_the_lesson_are_those_of_the_data(lesson, table) -> None:
    text = text_of(lesson)
    rows = table.set_index("code")
    total = table.sum(numeric_only=True)
    votes = rows[[*CANDIDATES_2017, "against_ev"]].sum(axis=1)
    leader = rows[[*CANDIDATES_2017]].max(axis=1)
    suzak = rows.loc["SUZ"]
    talas = rows.index[rows["oblast"] == "Talas"]
    outside = rows["issued_outside"] / rows["issued"]
    invalid = rows["invalid"] / rows["issued"]

    assert f"from {suzak['valid']:,} to {votes['SUZ']:,}" in text
    assert votes["SUZ"] == suzak["issued"] - suzak["invalid"]
    assert votes["SUZ"] - suzak["valid"] == 10_000
    own = rows["zheenbekov"] / votes
    turnout = rows["issued"] / rows["voters"]
    shares, low = (leader / votes)[talas], own[talas]
    assert own.idxmax() == "KKJ"
    assert f"at the top, with {own.max():.1%}." in text
    assert set(own.nsmallest(5).index) == set(talas)
    assert f"at the bottom, with {low.min():.0%} to {low.max():.0%}" in text
    assert f"another candidate has {shares.min():.0%} to {shares.max():.0%}" in text
    assert (turnout[["KKJ", *talas]] > turnout.mean()).all()
    assert f"the correlation is {turnout.corr(own):.2f}." in text
    assert {rows.loc[unit, "babanov_om"] for unit in talas} == set(leader[talas])
    assert rows[[*CANDIDATES_2017]].sum().idxmax() == "zheenbekov"
    assert f"{percent(total['issued_outside'], total['issued'], 2)} of ballots were issued" in text
    assert (outside.idxmin(), outside.idxmax()) == ("TLC", "SUL")
    assert f"from {outside.min():.2%} in the city of Talas to {outside.max():.2%}" in text
    assert rows["voters"].idxmin() == "SUL"
    assert f"{outside.max():.2%} are {rows.loc['SUL', 'issued_outside']} ballots" in text
    assert f"{percent(total['invalid'], total['issued'], 2)} of ballots issued" in text
    assert f"between {invalid.min():.2%} and {invalid.max():.2%}" in text
    assert (rows["third_line"] == 0).sum() == (rows["unaccounted"] == 0).sum() == 51
    assert len(rows) * 4 == 212


def test_the_figures_in_the_tasks_are_those_of_the_data(items, table) -> None:
    rows, total = table.set_index("code"), table.sum(numeric_only=True)
    kara_kulja = rows.loc["KKJ"]
    votes = kara_kulja[[*CANDIDATES_2017, "against_ev"]].sum()
    share, turnout = (
        percent(kara_kulja["zheenbekov"], votes, 1),
        percent(kara_kulja["issued"], kara_kulja["voters"], 1),
    )

    assert f"{share} for one candidate, turnout {turnout}." in items["read-figure"].prompt
    for column in ("voters", "issued", "issued_station", "issued_outside"):
        assert f"{total[column]:,}" in items["outside-share"].prompt
    assert rows["voters"].idxmin() == "SUL"
    assert items["outside-figure"].data["options"]["few"]["right"]


def test_the_marked_rows_are_counted_rightly(lesson, table) -> None:
    shares = {
        "turnout": table["issued"] / table["voters"],
        "outside": table["issued_outside"] / table["issued"],
        "invalid": table["invalid"] / table["issued"],
    }
    marked = [
        int(((share - share.mean()).abs() > 2 * share.std()).sum()) for share in shares.values()
    ]

    assert marked == [4, 2, 2]
    assert "four rows by turnout, two by voting outside and two by invalid" in text_of(lesson)


def test_the_shares_of_the_national_result_follow_from_its_own_figures(lesson) -> None:
    # Central Commission, 2017, as an encyclopaedia quotes it: all votes, and against all.
    votes = [920_620, 568_665, 110_284, 43_311, 10_803, 8_498, 2_743, 2_015, 1_621, 1_554, 1_473]
    total, text = sum(votes) + 12_371, text_of(lesson)

    assert f"All votes of the country add up to {total:,}." in text
    assert f"{percent(votes[0], total, 2)} of the valid votes" in text
    assert f"it would be {percent(votes[0], total - 10_000, 2)}." in text
    assert 1_697_868 - (total + 13_902) == 8


def test_the_russian_protocols_add_up_to_their_number(lesson) -> None:
    assert f"{97_699 + 96_308 + 91_939:,} protocols" in text_of(lesson)


def test_the_glossary_is_whole_and_machine_readable() -> None:
    raw = (COURSES / "glossary.csv").read_bytes()
    rows = list(csv.DictReader(raw.decode("utf-8").splitlines()))
    columns = ["id", "en", "ru", "ky", "ky_grade", "en_alt", "ru_alt", "ky_alt", "note"]

    assert raw.count(b"\n") == raw.count(b"\r\n") == 141
    assert list(rows[0]) == columns
    assert len({row["id"] for row in rows}) == len({row["en"] for row in rows}) == 140
    for row in rows:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", row["id"])
        assert row["ky_grade"] in {"A", "B", "C"}
        for language in ("en", "ru", "ky"):
            assert row[language]
            assert not re.search(r"[()/;|]", row[language])


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ru", "ky"])
@pytest.mark.parametrize("page", ["lesson", "assignment"])
def test_the_built_pages_run_from_top_to_bottom(tmp_path, monkeypatch, language, page) -> None:
    import nbformat
    from nbclient import NotebookClient

    from electoral_courses.builder import build

    monkeypatch.setenv("ELECTORAL_STUDENT", "Айгүл Токтогулова")
    build(COURSES, tmp_path, languages=(language,))
    folder = tmp_path / "courses" / language / "05-protocol"
    notebook = nbformat.read(folder / f"{page}.ipynb", as_version=4)
    client = NotebookClient(
        notebook, timeout=120, resources={"metadata": {"path": str(folder)}}
    )  # fmt: skip
    client.execute()

    outputs = [out for cell in notebook.cells for out in cell.get("outputs", [])]
    assert [out for out in outputs if out.output_type == "error"] == []
    assert [out.text for out in outputs if out.get("name") == "stderr"] == []
    assert outputs


@pytest.mark.slow
@pytest.mark.parametrize("track", ["clicks", "python", "empty"])
def test_graded_as_nbgrader_does_it_both_tracks_earn_all_points(
    tmp_path, monkeypatch, track
) -> None:
    import nbformat
    from nbclient import NotebookClient

    from electoral_courses.builder import build

    build(COURSES, tmp_path, languages=("ru",))
    course, student = tmp_path / "nbgrader" / "ru", STUDENTS[1]
    solved_pages = track == "python"
    folder = course / "source" / "05-protocol"
    page = folder if solved_pages else tmp_path / "courses" / "ru" / "05-protocol"
    notebook = nbformat.read(page / "assignment.ipynb", as_version=4)
    key = bytes.fromhex(json.loads((folder / "items.json").read_text("utf-8"))["key"])
    answers = {}
    for item in TAUGHT.clicked:
        params = params_for(item.data, seed_for(key, student, seed_name(item.data)))
        if item.graded and track != "empty" and not (solved_pages and "code" in item.data):
            answers[item.id] = {"value": right_answer(item, params), "hints": 0}
    saved = {"version": 1, "module": "05-protocol", "student": student, "answers": answers}
    (folder / "answers.json").write_text(json.dumps(saved), encoding="utf-8")
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    monkeypatch.setenv("ELECTORAL_KEYS", str(course / "keys" / "05-protocol.json"))
    monkeypatch.setenv("ELECTORAL_STUDENT", student)
    NotebookClient(
        notebook, timeout=120, resources={"metadata": {"path": str(folder)}}
    ).execute()  # fmt: skip

    marked = [cell for cell in notebook.cells if "nbgrader" in cell.metadata
              and cell.metadata["nbgrader"]["grade"] and cell.cell_type == "code"]  # fmt: skip
    points = [float(cell.outputs[-1]["data"]["text/plain"]) for cell in marked]
    most = [cell.metadata["nbgrader"]["points"] for cell in marked]
    assert sum(most) == 16
    assert points == (most if track != "empty" else [0] * len(most))
