"""The protocol form: its numbers, its relations, and the browser's arithmetic against ours."""

import json
import random
import shutil
import subprocess
from pathlib import Path

import pytest
import traitlets

from electoral.protocol import KYRGYZ_2017, RUSSIAN_12, evaluate, holds, lines_of
from electoral_datasets import load
from electoral_widgets import ProtocolForm
from electoral_widgets.protocol_lines import RUSSIAN_EXAMPLE, line_names

STATIC = Path(__file__).parents[2] / "widgets/electoral_widgets/static"


def test_naryn_breaks_k1_by_one_and_nothing_else():
    form = ProtocolForm(protocol="NAR", language="en")

    assert [
        (broken.relation.id, broken.left, broken.right, broken.difference)
        for broken in form.violations
    ] == [("K1", 25047, 25046, 1)]


def test_the_four_units_of_the_published_table_break_relations_and_no_other():
    """facts: Naryn K1 +1, Suzak K3 −10,000, Sulyukta K3 and K4, Sokuluk K4."""
    form = ProtocolForm(language="en")
    broken = {}
    for group in form.form["protocols"]:
        for protocol in group["protocols"]:
            form.load(protocol["code"])
            if form.violations:
                broken[protocol["code"]] = {v.relation.id: v.difference for v in form.violations}

    assert broken == {
        "NAR": {"K1": 1},
        "SUZ": {"K3": -10000},
        "SUL": {"K3": 3, "K4": 7},
        "SOK": {"K4": 1},
    }


def test_all_53_protocols_can_be_loaded_in_the_readers_language():
    for language in ("en", "ru", "ky"):
        groups = ProtocolForm(language=language).form["protocols"]

        assert sum(len(group["protocols"]) for group in groups) == 53
        assert len(groups) == 9


def test_a_relation_waits_for_its_empty_lines():
    form = ProtocolForm({"received": 10, "cancelled": 4}, language="en")

    assert form.violations == []

    form.lines = {**form.lines, "issued": 7}

    assert [broken.difference for broken in form.violations] == [-1]


@pytest.mark.parametrize("value", [-1, 1.5, "12", True, None, 10**9])
def test_an_impossible_number_is_refused_with_its_line_and_value(value):
    form = ProtocolForm(language="en")

    with pytest.raises((ValueError, traitlets.TraitError), match=r"received.*holds"):
        form.lines = {"received": value}

    assert form.lines == {}


def test_an_unknown_line_protocol_or_form_is_refused_with_its_name():
    with pytest.raises(ValueError, match="'ballots' is no line"):
        ProtocolForm({"ballots": 1}, language="en")
    with pytest.raises(ValueError, match="code 'XYZ'"):
        ProtocolForm(protocol="XYZ", language="en")
    with pytest.raises(ValueError, match="kyrgyz_2017, russian_12, not 'french'"):
        ProtocolForm(relations="french", language="en")
    with pytest.raises(ValueError, match="not with both"):
        ProtocolForm({"valid": 1}, protocol="NAR", language="en")


def test_an_unknown_keyword_is_named_together_with_the_known_ones():
    with pytest.raises(TypeError, match=r"no keyword 'relation'; it takes .*relations, language"):
        ProtocolForm(relation="kyrgyz_2017", language="en")


def test_numbers_of_a_data_frame_are_taken_as_they_are():
    row = load("kg_2017_president").set_index("code").loc["SUZ"]
    form = ProtocolForm({"valid": row["valid"]}, language="en")

    assert form.lines == {"valid": 57751}


def test_the_russian_form_is_a_contrast_with_an_example_that_adds_up():
    form = ProtocolForm(relations="russian_12", language="en")
    form.load("example")

    assert form.violations == []
    assert form.lines == RUSSIAN_EXAMPLE

    form.lines = {**form.lines, "line_10": 896}

    assert [broken.relation.id for broken in form.violations] == ["R3", "R4"]


def test_changing_the_relations_empties_the_form_and_changes_its_lines():
    form = ProtocolForm(protocol="NAR", language="en")
    form.relations = "russian_12"

    assert form.lines == form.start == {}
    assert form.form["id"] == "russian_12"
    assert [relation["id"] for relation in form.form["relations"]] == ["R1", "R2", "R3", "R4"]


@pytest.mark.parametrize("form", ["kyrgyz_2017", "russian_12"])
def test_a_form_has_every_line_its_relations_speak_of(form):
    relations = {"kyrgyz_2017": KYRGYZ_2017, "russian_12": RUSSIAN_12}[form]

    assert set(lines_of(relations)) <= set(line_names(form))
    assert len(line_names(form)) == len(set(line_names(form)))


def protocols_to_compare():
    """All 53 real protocols, each also with one line changed, and 400 made by chance."""
    chance = random.Random(2017)  # noqa: S311 - not a secret
    for row in load("kg_2017_president").to_dict("records"):
        lines = {line: int(row[line]) for line in line_names("kyrgyz_2017")}
        yield KYRGYZ_2017, lines
        line = chance.choice(list(lines))
        yield KYRGYZ_2017, {**lines, line: abs(lines[line] + chance.choice([-1, 1, 1000]))}
    yield RUSSIAN_12, RUSSIAN_EXAMPLE
    for number in range(400):
        relations = KYRGYZ_2017 if number % 2 else RUSSIAN_12
        largest = chance.choice([2, 100, 999_999_999])
        yield relations, {line: chance.randint(0, largest) for line in lines_of(relations)}


def test_the_browser_adds_up_as_the_core_does():
    node = shutil.which("node")
    if node is None:
        pytest.skip("There is no node on this machine to run the form's JavaScript.")
    cases = [
        {"left": relation.left, "right": relation.right, "sense": relation.sense, "lines": lines}
        for relations, lines in protocols_to_compare()
        for relation in relations
    ]
    expected = [
        (*sides, holds(relation, sides[0] - sides[1]))
        for relations, lines in protocols_to_compare()
        for relation in relations
        for sides in [evaluate(relation, lines)]
    ]
    script = f"""
        import {{ evaluate }} from {json.dumps((STATIC / "protocol_form.js").as_uri())};
        let text = "";
        for await (const part of process.stdin) text += part;
        const found = JSON.parse(text).map((one) => evaluate(one, one.lines));
        console.log(JSON.stringify(found.map(({{ left, right, holds }}) => [left, right, holds])));
    """
    ran = subprocess.run(
        [node, "--input-type=module", "--eval", script],
        input=json.dumps(cases),
        capture_output=True,
        text=True,
        check=True,
    )

    assert [list(one) for one in expected] == json.loads(ran.stdout)
    assert {True, False} == {one[2] for one in expected}
