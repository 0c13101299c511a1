"""The module "Who runs the vote": its answers, its figures, its twenty claims."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from course_module import STUDENTS, module, right_answer, said, text_of

from electoral.readiness import NEEDS, can_open, country, coverage, short_in_all, shortest
from electoral.register import Vote, change, on_list, turnout
from electoral_courses.checks import check, check_code
from electoral_courses.own_readiness import EARLIER, LATER, own_country
from electoral_courses.variants import params_for
from electoral_datasets.national_votes import checks, figures, votes

if TYPE_CHECKING:
    from electoral_courses.items import Item
    from electoral_courses.myst import Page

TAUGHT = module("02-institutions")
TWINS = {
    "own-between",
    "own-by-list",
    "own-open",
    "own-short",
    "own-lists",
    "own-ask",
    "own-access",
}
COUNTRY = ["own-open", "own-short", "own-lack", "own-lists", "own-ask", "own-access", "own-verdict"]
CLAIMS = ["claims-commission", "claims-names", "claims-institute", "claims-events"]


@pytest.fixture(scope="module")
def lesson() -> Page:
    return TAUGHT.lesson


@pytest.fixture(scope="module")
def items() -> dict[str, Item]:
    return TAUGHT.items


def figure(vote: str, measure: str) -> float:
    """Return the one figure of a vote as a whole that lessons may state."""
    [found] = {one.value for one in figures(vote) if (one.measure, one.who) == (measure, "")}
    assert found is not None
    return found


def test_the_lesson_has_self_checks_of_many_kinds() -> None:
    assert len(TAUGHT.self_checks) == 14
    assert {item.kind for item in TAUGHT.self_checks} == {"choice", "number", "order", "match"}


def test_every_view_of_the_module_is_in_the_lesson_once(lesson) -> None:
    code = "\n".join(cell.source for cell in lesson.cells if cell.kind == "code")

    assert re.findall(r"(?m)^(\w+)\(\)$", code) == ["VotesTimeline", "WhoIsWho"]


@pytest.mark.parametrize("student", STUDENTS)
def test_the_solutions_in_python_earn_every_point_of_their_items(items, student) -> None:
    names: dict[str, Any] = {}
    for one in TAUGHT.assignment.cells:
        if one.kind == "code" and not {"item", "graded"} & one.metadata.keys():
            exec(one.source, names)  # noqa: S102 - our own source
            names["variant"] = lambda name: TAUGHT.variant_of(items[name], student)
    results = {
        item.id: check_code(
            item, names[item.data["code"]["name"]], TAUGHT.variant_of(item, student)
        )
        for item in TAUGHT.graded
        if "code" in item.data
    }

    assert set(results) == TWINS
    assert [name for name, result in results.items() if not result.right] == []


@pytest.mark.parametrize("seed", range(20))
def test_every_country_can_be_judged_and_its_choices_have_one_right_answer(items, seed) -> None:
    for name in COUNTRY:
        item = items[name]
        params = params_for(item.data, seed)
        assert check(item, right_answer(item, params), params).right
        if item.kind == "choice":
            results = [said(item, key, params) for key in item.data["options"]]
            assert results.count("right") == 1


@pytest.mark.parametrize("seed", range(20))
def test_what_is_right_follows_from_the_country_itself(items, seed) -> None:
    districts = country(seed)
    answers = {
        name: right_answer(items[name], params_for(items[name].data, seed)) for name in COUNTRY
    }
    short = [one.code for one in districts if shortest(one)]

    assert answers["own-open"] == {one.code: {"open": can_open(one)} for one in districts}
    assert sorted(answers["own-short"]) == short
    assert answers["own-lack"] == (short_in_all(districts) or ["nothing"])[0]
    assert answers["own-verdict"] == ("find" if short_in_all(districts) else "move")
    assert sorted(answers["own-ask"]) == [
        one.code for one in districts if not 90 <= coverage(one) <= 100
    ]
    share = Fraction(sum(d.step_free for d in districts), sum(d.stations for d in districts))
    assert float(answers["own-access"]["number"]) == pytest.approx(float(100 * share), abs=0.05)


@pytest.mark.parametrize("seed", range(8))
def test_typical_mistakes_about_a_turnout_are_told(items, seed) -> None:
    between, part = items["own-between"], items["own-by-list"]
    own = params_for(between.data, seed)
    later = LATER[own["year"]]

    assert (
        said(between, {"number": f"{on_list(later, EARLIER.registered):.2f}"}, own) == "other-way"
    )
    assert said(between, {"number": f"{turnout(later):.2f}"}, own) == "own"
    assert said(part, {"number": f"{-change(EARLIER, later).by_list:.2f}"}, own) == "sign"
    assert said(part, {"number": f"{change(EARLIER, later).by_voters:.2f}"}, own) == "voters"
    by_rounded = round(on_list(EARLIER, later.registered), 2) - 58.89
    assert said(part, {"number": f"{by_rounded:.2f}"}, own) == "right"


@pytest.mark.parametrize("seed", range(30))
def test_an_average_of_shares_is_told_apart_or_equal(items, seed) -> None:
    item, own = items["own-access"], own_country(seed)
    told = said(item, {"number": f"{own['as_mean']:.1f}"}, own)

    assert told == "mean" or abs(own["as_mean"] - own["access"]) < 0.15


def test_what_a_student_may_see_of_the_country_tells_no_answer() -> None:
    assert set(own_country(3).shown()) == {"districts", "given", "given_lists"}


def test_the_votes_to_compare_are_those_of_the_data_set() -> None:
    names = {2016: "referendum_2016", 2017: "president_2017", 2020: "parliament_2020",
             2025: "parliament_2025"}  # fmt: skip

    assert (figure("parliament_2015", "voted"), figure("parliament_2015", "registered")) == EARLIER
    for year, vote in LATER.items():
        assert vote == (figure(names[year], "voted"), figure(names[year], "registered"))
        assert round(turnout(vote), 2) == pytest.approx(figure(names[year], "turnout"), abs=0.0101)


def test_no_other_year_of_the_task_has_two_national_votes() -> None:
    for year in LATER:
        assert sum(one.date.startswith(str(year)) for one in votes()) == 1


def test_the_figures_of_the_lesson_are_those_of_the_data(lesson) -> None:
    text = text_of(lesson)
    parts = change(EARLIER, LATER[2025])
    others = change(
        Vote(EARLIER.voted, EARLIER.registered), Vote(LATER[2025].voted, EARLIER.registered)
    )

    for vote, measure in (
        ("parliament_2015", "registered"),
        ("president_2017", "registered"),
        ("parliament_2021", "registered"),
        ("parliament_2025", "registered"),
        ("parliament_2015", "voted"),
        ("parliament_2025", "voted"),
    ):
        assert f"{int(figure(vote, measure)):,}" in text
    assert f"make {on_list(EARLIER, LATER[2025].registered):.2f}%" in text
    assert f"takes {-parts.by_list:.2f} points" in text
    assert f"is {-parts.by_voters:.2f} points" in text
    assert (
        f"are {-(parts.by_list + parts.by_voters - others.by_voters):.2f} and {-others.by_voters:.2f}."
        in text
    )
    for figures_of_2000 in ("2,501,102", "78.40%", "2,537,247", "77.3%"):
        assert figures_of_2000 in text


def test_the_turnout_that_does_not_fit_is_the_one_the_data_check_finds(items) -> None:
    [odd] = [one for one in checks() if not one.agree]

    assert odd.vote == "president_2021"
    assert f"{odd.stated}%" in items["stated-turnout"].prompt
    assert f"is {odd.computed}%." in items["stated-turnout"].prompt


def test_there_are_twenty_claims_and_as_many_verdicts_as_the_lesson_says(items) -> None:
    pairs = [pair for name in CLAIMS for pair in items[name].data["pairs"].values()]
    verdicts = [re.split(r"[,:]", pair["right"])[0] for pair in pairs]
    counted = {word: verdicts.count(word) for word in set(verdicts)}

    assert [int(pair["left"].split(".")[0]) for pair in pairs] == list(range(1, 21))
    assert counted == {"Confirmed": 4, "Corrected": 6, "Completed": 2, "In part": 2, "Open": 6}
    said_so = "Six were corrected, two completed, two hold in part, and six stay open."
    assert said_so in items["how-many-hold"].data["messages"]["right"]


def test_an_open_claim_always_says_what_would_settle_it(items) -> None:
    for name in CLAIMS:
        for pair in items[name].data["pairs"].values():
            if pair["right"].startswith(("Open", "In part")):
                assert "would settle" in pair["right"]


def test_the_self_checks_with_numbers_are_reckoned_again(items) -> None:
    assert items["same-list"].data["answer"] == pytest.approx(
        on_list(LATER[2025], EARLIER.registered), abs=0.0001
    )
    assert items["bottleneck"].data["answer"] == min(40, 43, 75 // 2, 273 // 7)
    assert items["two-districts"].data["answer"] == pytest.approx(100 * 30 / 90, abs=0.001)
    assert NEEDS == {"scanners": 1, "devices": 2, "members": 7}


def test_the_model_report_is_about_a_country_that_there_is() -> None:
    cells = [one.source for one in TAUGHT.assignment.cells]
    text = next(source for source in cells if source.startswith("Five of eight districts"))
    districts = {one.code: one for one in country(4)}

    assert short_in_all(districts.values()) == []
    for code, opened, of, what in re.findall(
        r"(\w) opens (\d+) of (\d+), for want of (?:trained )?(\w+)", text
    ):
        one = districts[code]
        assert (can_open(one), one.stations, shortest(one)) == (int(opened), int(of), what)
    assert f"that of D only {int(coverage(districts['D']))} percent" in text
    assert coverage(districts["G"]) > 100


def everything(items: dict[str, Item]) -> str:
    pages = text_of(TAUGHT.lesson) + text_of(TAUGHT.assignment)
    return pages + "".join(str(dict(item.data)) for item in items.values())


def test_remote_voting_in_kyrgyzstan_is_never_called_internet_voting(items) -> None:
    words = everything(items)

    assert not re.search(r"[Ii]nternet voting", words)
    assert words.count("electronic voting") == 2  # the claim, and what the Commission said of it


def test_what_is_known_from_memory_alone_is_not_stated(items) -> None:
    words = everything(items)

    assert not re.search(r"Miru|Ak Jol|electronic signature|Mironov|Matvienko|ASEAN", words)
