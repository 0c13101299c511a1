"""The module "Remote voting": its answers, its facts, its pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from course_module import STUDENTS, module, right_answer, said, text_of

from electoral.cabinet.matrix import cell
from electoral.evoting.checks import CHECKS
from electoral.evoting.groups import BELENIOS_2048, TOY_23
from electoral.evoting.planted import KINDS, planted
from electoral.evoting.simulate import Plan, simulate
from electoral.evoting.tamper import TAMPERINGS, tamper
from electoral.evoting.verify import verify
from electoral_courses.checks import check, check_code
from electoral_courses.own_archive import own_archive
from electoral_courses.variants import params_for
from electoral_widgets.check_words import CHECK_NAMES

if TYPE_CHECKING:
    from electoral_courses.items import Item
    from electoral_courses.myst import Page

TAUGHT = module("07-remote-voting")
TWINS = {"own-facts", "own-ballot", "own-check", "toy-sum", "own-key"}
ARCHIVE = {"own-facts", "own-ballot", "own-check", "own-standard"}
MARKED = {1, 2, 3, 10, 15, 17, 18, 19, 23, 24, 25, 26, 27, 30, 31}
"""Standards whose text was read, in a secondary source; no other is named by its number."""


@pytest.fixture(scope="module")
def lesson() -> Page:
    return TAUGHT.lesson


@pytest.fixture(scope="module")
def items() -> dict[str, Item]:
    return TAUGHT.items


def test_the_lesson_has_twelve_to_fourteen_self_checks_of_many_kinds() -> None:
    expected = {"choice", "choices", "number", "order", "match", "table", "function"}

    assert 12 <= len(TAUGHT.self_checks) <= 14
    assert {item.kind for item in TAUGHT.self_checks} == expected


def test_every_view_of_the_module_is_in_the_lesson_once(lesson) -> None:
    code = "\n".join(cell.source for cell in lesson.cells if cell.kind == "code")
    views = re.findall(r"(?m)^(\w+)\(\)$", code)

    assert views == ["RemoteStation", "BulletinBoard", "KeyCeremony", "Cabinet",
                     "VerifierLens", "InsiderLab", "WhoCanNotice"]  # fmt: skip


@pytest.mark.parametrize("student", STUDENTS)
def test_the_solutions_in_python_earn_every_point_of_their_items(items, student) -> None:
    names = solved(lambda name: TAUGHT.variant_of(items[name], student))
    results = {
        item.id: check_code(
            item, names[item.data["code"]["name"]], TAUGHT.variant_of(item, student)
        )
        for item in TAUGHT.graded
        if "code" in item.data
    }

    assert set(results) == TWINS
    assert [name for name, result in results.items() if not result.right] == []


def solved(variant: Any) -> dict[str, Any]:
    """Run the assignment's Python cells, solutions included, without widgets."""
    names: dict[str, Any] = {}
    for one in TAUGHT.assignment.cells:
        if one.kind == "code" and not {"item", "graded"} & one.metadata.keys():
            exec(one.source, names)  # noqa: S102 - our own source
            names |= {"VerifierLens": lambda *_, **_named: None, "variant": variant}
    return names


@pytest.mark.parametrize("seed", range(14))
def test_every_archive_can_be_judged_and_has_one_right_check_and_standard(items, seed) -> None:
    for name in sorted(ARCHIVE):
        item = items[name]
        params = params_for(item.data, seed)
        assert check(item, right_answer(item, params), params).right
        if item.kind == "choice":
            results = [said(item, key, params) for key in item.data["options"]]
            assert results.count("right") == 1
            for key, message in zip(item.data["options"], results, strict=True):
                assert message in {"right", item.data["options"][key].get("message")}


def test_what_feedback_says_of_the_other_claims_is_true() -> None:
    holding = {"ballot_election", "on_the_list", "ballot_hash", "signature", "chain"}
    holding |= {"tally_product", "result"}
    made = [planted(seed, "TOY-2039") for seed in range(30)]

    assert {one.how for one in made} == set(KINDS)
    for one in made:
        failing = {step.check for step in verify(one.archive).failures}
        assert one.check in failing
        assert holding & failing <= {one.check}


def filled(own: dict[str, Any], **cells: int) -> dict[str, Any]:
    """Return the right table with some cells otherwise."""
    column = next(iter(next(iter(own["answer"].values()))))
    return {**own["answer"], **{row: {column: value} for row, value in cells.items()}}


@pytest.mark.parametrize("seed", [0, 1, 8])
def test_typical_mistakes_about_the_archive_are_told(items, seed) -> None:
    facts, ballot = items["own-facts"], items["own-ballot"]
    own = params_for(facts.data, seed)
    right = {row: one["count"] for row, one in own["answer"].items()}

    assert said(facts, filled(own, counted=right["ballots"]), own) == "all-count"
    assert said(facts, filled(own, events=right["events"] - 1), own) == "from-zero"
    assert said(facts, filled(own, voters=99), own) == "wrong-cell"
    assert said(facts, {"ballots": own["answer"]["ballots"]}, own) == "partly"
    assert said(ballot, {"number": str(own["ballot"] - 1)}, own) == "from-zero"
    assert said(ballot, {"number": "99"}, own) == "wrong"
    if own["is_on_the_list"]:
        assert said(facts, filled(own, counted=right["counted"] + 1), own) == "not-listed"
        assert right["counted"] + 1 < right["ballots"]


def test_one_of_those_archives_has_a_stranger_in_it() -> None:
    assert own_archive(8)["is_on_the_list"]


@pytest.mark.parametrize("student", STUDENTS)
def test_typical_mistakes_at_the_toy_board_and_with_the_key_are_told(items, student) -> None:
    board, key = items["toy-sum"], items["own-key"]
    own, cards = TAUGHT.variant_of(board, student), TAUGHT.variant_of(key, student)

    assert said(board, filled(own, first=own["as_added"]), own) == "added"
    assert said(board, filled(own, first=own["as_undivided"]), own) == "not-divided"
    assert said(board, filled(own, mask=own["as_times"]), own) == "times"
    assert said(board, filled(own, votes=own["as_unmasked"]), own) == "masked"
    assert said(board, filled(own, votes=99), own) == "wrong-cell"
    assert said(key, filled(cards, groups=cards["as_everybody"]), cards) == "lost-too"
    assert said(key, filled(cards, groups=cards["as_orders"]), cards) == "orders"
    assert said(key, filled(cards, spare=cards["as_before"]), cards) == "before"
    assert said(key, filled(cards, nothing=cards["as_needed"]), cards) == "needed"


def test_a_sentence_that_the_file_excludes_costs_its_share(items) -> None:
    item = items["not-shown"]
    right = right_answer(item, {})

    assert len(right) == 6
    for wrong in set(item.data["options"]) - set(right):
        assert said(item, [*right, wrong], {}) == "in-file"
        assert check(item, [*right, wrong], {}).points < item.points
    assert check(item, list(item.data["options"]), {}).points < 1


# What the lesson says is what the model does.

DEEDS = {
    "stranger": "stranger",
    "number": "ciphertext-replaced",
    "five": "vote-of-five",
    "left-out": "ballot-left-out",
    "announced": "vote-moved",
    "event": "dropped",
}
"""A pair of the item what-fails, and the tampering that it tells."""


@pytest.fixture(scope="module")
def archive(tmp_path_factory) -> bytes:
    path = tmp_path_factory.mktemp("archive") / "honest.bel"
    simulate(path, Plan(8, 5, "TOY-2039", revotes=300))
    return path.read_bytes()


@pytest.mark.parametrize("pair", DEEDS)
def test_each_deed_breaks_the_claim_that_the_item_names(items, archive, pair) -> None:
    found = verify(tamper(archive, DEEDS[pair], simulated=5)).failures[0].check

    assert found == TAMPERINGS[DEEDS[pair]].check
    assert items["what-fails"].data["pairs"][pair]["right"] == CHECK_NAMES[found]


def test_the_deeds_of_the_item_are_these(items) -> None:
    assert set(items["what-fails"].data["pairs"]) == set(DEEDS)


def test_the_claims_to_choose_from_are_named_as_in_the_lens(items) -> None:
    for name, option in items["own-check"].data["options"].items():
        assert option["text"] == f"{CHECK_NAMES[name]}: `{CHECKS[name].equation}`"


def who(role: str, way: str = "deg_homomorphic") -> set[tuple[str, str]]:
    """Return who can notice, at once or with good habits."""
    found = cell(role, way)
    return {*found.noticed, *((party, check) for party, check, _ in found.could_notice)}


def test_who_can_notice_is_what_running_the_attacks_finds(items) -> None:
    pairs = {key: pair["right"] for key, pair in items["who-notices"].data["pairs"].items()}

    assert who("device_changes") == {("voter", "challenge")}
    assert ("monitor", "copies_of_board") in who("server_erases")
    assert ("anyone", "credentials_and_roll") in who("clerk_adds")
    assert ("anyone", "archive_decryption") in who("server_miscounts")
    for role in ("clerk_adds", "server_miscounts"):
        assert {party for party, _ in who(role)} == {"anyone"}
    assert who("trustees_collude") == set()
    assert who("coercer") == {("voter", "complaint")}
    assert "challenges" in pairs["device"]
    assert "copy" in pairs["erased"]
    assert pairs["circle"].startswith("Nobody")


@pytest.mark.parametrize(
    "role",
    ["device_changes", "coercer", "clerk_adds", "clerk_absent", "trustees_collude", "denial"],
)
def test_what_the_accepted_file_does_not_show_is_possible_and_leaves_the_archive_whole(
    role,
) -> None:
    effect = cell(role, "deg_homomorphic").possible
    by_archive = {check for party, check in who(role) if check.startswith("archive")}

    assert effect.any
    assert by_archive == set()


def test_a_clerk_with_the_keys_of_absent_people_is_seen_by_these_people_alone() -> None:
    assert who("clerk_absent") == {("voter", "own_status")}


def test_numbers_of_the_self_checks_are_reckoned_again(items, lesson) -> None:
    text = text_of(lesson)
    votes = {row: one["count"] for row, one in items["last-votes"].data["answer"].items()}

    assert items["multiply-two"].data["answer"] == TOY_23.product([8, 16]) == 13
    assert [TOY_23.power(2, steps) for steps in (3, 4, 7)] == [8, 16, 13]
    assert items["cards-left"].data["answer"] == 7 - 2 - 4
    assert votes == {"replaced": 32 + 2 * 5, "counted": 812 - 42, "stayed": 1000 - 770}
    assert round(0.95**10, 2) == 0.60
    assert round(100 * 0.95**100, 1) == 0.6
    assert f"{len(str(BELENIOS_2048.p))} digits" in text
    assert "a wheel with eleven numbers" in text
    assert TOY_23.q == 11


def test_the_three_lines_to_multiply_are_multiplied_by_the_core(items) -> None:
    from electoral.evoting.elgamal import Ciphertext, multiply

    for call in items["multiply-lines"].data["calls"]:
        lines = [Ciphertext(*line) for line in call["args"]]
        assert list(multiply(TOY_23, *lines)) == call["returns"]


def test_the_model_essay_is_about_an_archive_that_there_is() -> None:
    cells = [one.source for one in TAUGHT.assignment.cells]
    text = next(source for source in cells if source.startswith("In the archive of your election"))
    own = own_archive(88)

    assert re.findall(r"\d+", text) == [str(own["ballot"]), "18"]
    assert own["is_on_the_list"]
    assert own["breaks_eligible"]


# What is stated, and what is not.


def everything(items: dict[str, Item]) -> str:
    pages = text_of(TAUGHT.lesson) + text_of(TAUGHT.assignment)
    return pages + "".join(str(dict(item.data)) for item in items.values())


def test_only_standards_that_were_read_are_named_by_number(items) -> None:
    words = everything(items)
    named = re.findall(
        r"[Ss]tandards? (\d+)(?: and (\d+))?|'text': ?[\"'](\d+)(?: and (\d+))?:", words
    )
    named += re.findall(r"'right': ?[\"'](\d+)():", words)
    numbers = {int(number) for found in named for number in found if number}

    assert {15, 17, 18, 23, 24, 26} <= numbers
    assert numbers <= MARKED


def test_the_votes_of_2025_add_up_to_those_cast(items) -> None:
    prompt = items["read-figure"].prompt
    ordinary, remote = (int(n.replace(",", "")) for n in re.findall(r"\d+,\d{3}(?:,\d{3})?", prompt)[:2])  # fmt: skip

    assert ordinary + remote == 1_584_446  # 24.kg/354124
    assert remote > 26_066  # the Foreign Ministry, on votes abroad


def test_remote_voting_in_kyrgyzstan_is_never_called_internet_voting(items) -> None:
    words = everything(items)

    assert "No vote travels by internet" in words
    assert not re.search(r"Kyrgyz[a-z]*('s)? (internet|electronic) voting", words)


def test_what_is_known_from_memory_alone_is_not_stated(items) -> None:
    words = everything(items)

    assert not re.search(r"Copenhagen|General Comment|Universal Declaration|ICCPR|Miru", words)
    assert not re.search(r"National Academies|Nedap|JCJ|Civitas|Selene", words)
