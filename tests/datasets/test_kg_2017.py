"""The table of 15 October 2017 against the figures published of it."""

from __future__ import annotations

import pytest

from electoral.protocol import (
    CANDIDATES_2017,
    K4_EXPLAINED_2017,
    KYRGYZ_2017,
    corrections,
    differences,
    violated,
    violations,
)
from electoral_datasets import card, load

# Column sums noted with the table when it was read from its source.
SUMS = {
    "voters": 2_970_137,
    "received": 2_968_330,
    "cancelled": 1_291_080,
    "issued": 1_677_249,
    "issued_station": 1_658_260,
    "issued_outside": 18_981,
    "third_line": 8,
    "unaccounted": 8,
    "valid": 1_653_462,
    "invalid": 13_782,
    "zarlykov_e": 1_533,
    "umetalieva": 1_421,
    "sariev_tem": 42_476,
    "kochkorov": 8_366,
    "masadykov": 10_583,
    "babanov_om": 563_742,
    "abdyldaev": 1_979,
    "beknazarov": 2_708,
    "zheenbekov": 908_493,
    "madumarov": 108_528,
    "maliev_ars": 1_519,
    "against_ev": 12_111,
}

# By oblast, worked out from the map file separately: voters, issued, out of station,
# invalid, Jeenbekov, Babanov, against all.
OBLASTS = {
    "Batken": [243_722, 127_100, 1_179, 1_091, 72_406, 25_721, 178],
    "Jalal-Abad": [539_624, 294_963, 2_058, 2_854, 172_768, 83_138, 788],
    "Issyk-Kul": [233_100, 126_462, 1_806, 893, 61_156, 55_474, 923],
    "Naryn": [161_895, 89_890, 1_317, 544, 49_886, 33_030, 474],
    "Osh obl.": [587_325, 348_845, 4_345, 3_215, 248_321, 63_450, 911],
    "Talas": [130_195, 79_486, 363, 443, 10_032, 67_689, 88],
    "Chui": [490_117, 250_871, 2_280, 2_309, 93_429, 125_474, 2_815],
    "Bishkek": [424_811, 249_152, 3_364, 1_526, 119_738, 89_240, 5_449],
    "Osh city": [159_348, 110_480, 2_269, 907, 80_757, 20_526, 485],
}

# The national result of the Central Commission, stations abroad included.
NATIONAL = {
    "zheenbekov": 920_620,
    "babanov_om": 568_665,
    "madumarov": 110_284,
    "sariev_tem": 43_311,
    "masadykov": 10_803,
    "kochkorov": 8_498,
    "beknazarov": 2_743,
    "abdyldaev": 2_015,
    "maliev_ars": 1_621,
    "zarlykov_e": 1_554,
    "umetalieva": 1_473,
    "against_ev": 12_371,
    "invalid": 13_902,
    "voters": 3_014_434,
}

FAULTS = {
    ("NAR", "K1", 1),
    ("SUZ", "K3", -10_000),
    ("SUL", "K3", 3),
    ("SUL", "K4", 7),
    ("SOK", "K4", 1),
}


@pytest.fixture(scope="module")
def table():
    return load("kg_2017_president")


def test_the_columns_add_up_to_the_noted_sums(table):
    assert table[list(SUMS)].sum().to_dict() == SUMS


def test_the_oblasts_add_up_to_the_noted_sums(table):
    columns = ["voters", "issued", "issued_outside", "invalid"]
    columns += ["zheenbekov", "babanov_om", "against_ev"]

    found = table.groupby("oblast")[columns].sum()

    assert {str(oblast): row.tolist() for oblast, row in found.iterrows()} == OBLASTS


def test_there_are_53_units_in_nine_oblasts_and_cities(table):
    assert len(table) == 53
    assert table["code"].nunique() == 53


def test_the_four_violations_of_the_table_and_nothing_else(table):
    found = {
        (row["code"], violation.relation.id, violation.difference)
        for row in table.to_dict("records")
        for violation in violations(row)
    }

    assert found == FAULTS
    assert set(table.loc[violated(table), "code"]) == {"NAR", "SUZ", "SUL", "SOK"}


def test_the_vectorised_relations_find_the_same_faults(table):
    found = {
        (table["code"][row], name, int(column[row]))
        for name, column in differences(table).items()
        for row in column.nonzero()[0]
    }

    assert found == FAULTS


def test_the_unaccounted_ballots_explain_every_violation_of_k4(table):
    assert not violated(table, [K4_EXPLAINED_2017]).any()
    assert table["unaccounted"].tolist() == table["third_line"].tolist()
    assert table.loc[table["unaccounted"] > 0, "code"].tolist() == ["SUL", "SOK"]


def test_only_suzak_tells_by_itself_which_line_is_wrong_beyond_doubt(table):
    rows = table.set_index("code").loc[["NAR", "SUZ", "SUL", "SOK"]].to_dict("index")

    assert {code: corrections(row) for code, row in rows.items()} == {
        "NAR": {"received": 25_046, "cancelled": 10_659},
        "SUZ": {"valid": 67_751},
        "SUL": {},
        "SOK": {"invalid": 456},
    }


def test_a_tampered_row_is_found(table):
    changed = table.copy()
    changed.loc[changed["code"] == "OSH", "babanov_om"] += 1

    assert set(changed.loc[violated(changed), "code"]) == {"NAR", "SUZ", "SUL", "SOK", "OSH"}


def test_the_national_result_is_larger_by_what_the_card_says(table):
    note = card("kg_2017_president", "en").note
    sums = table[list(NATIONAL)].sum()

    assert all(NATIONAL[line] > sums[line] for line in NATIONAL)
    assert NATIONAL["voters"] - sums["voters"] == 44_297
    # 1,697,868 votes were cast in the country and abroad.
    assert 1_697_868 - table["issued"].sum() == 20_619
    for figure in ("44,297", "20,619", "2,970,137", "1,677,249"):
        assert figure in note


def test_the_card_tells_each_error_of_the_original_with_its_figures(table):
    described = card("kg_2017_president", "en")
    rows = table.set_index("code").to_dict("index")

    assert set(described.faults) == FAULTS
    assert len(described.errors) == len(described.faults) == 5
    for (code, name, difference), text in zip(described.faults, described.errors, strict=True):
        relation = next(relation for relation in KYRGYZ_2017 if relation.id == name)
        [found] = violations(rows[code], [relation])
        assert text.startswith(f"{described.units[code]}, {name}:")
        assert f"{found.left:,}" in text
        assert f"{found.right:,}" in text
        assert f"difference {difference:+,}".replace("-", "−") in text


def test_the_card_describes_every_column_relation_unit_and_oblast(table):
    described = card("kg_2017_president", "en")

    assert list(described.columns) == list(described.about) == list(table.columns)
    assert set(described.relations) == {relation.id for relation in KYRGYZ_2017}
    assert list(described.units) == table["code"].tolist()
    assert set(described.oblasts) == set(table["oblast"])
    assert tuple(table.columns[13:24]) == CANDIDATES_2017


def test_cities_are_called_cities_and_districts_districts(table):
    units = card("kg_2017_president", "en").units

    cities = {code for code, name in units.items() if name.endswith(" city")}
    districts = {code for code, name in units.items() if name.endswith(" district")}
    assert cities == set(table.loc[table["unit"].str.startswith("г."), "code"])
    assert districts == set(units) - cities
    assert len(set(units.values())) == 53
