"""What every explorable view does with a state that does not fit."""

import pytest

from electoral.acts import KINDS
from electoral_widgets import (
    AccessWalk,
    BulletinBoard,
    Cabinet,
    Detective,
    DraftLaw,
    HandCount,
    InsiderLab,
    IsItAVote,
    KeyCeremony,
    RemoteStation,
    StandardsMatrix,
    Tabletop,
    TwoCounts,
    Urn,
    VerifierLens,
    VotesTimeline,
    WhoCanNotice,
    WhoIsWho,
)
from electoral_widgets.act_words import SOURCES
from electoral_widgets.base import bundle
from electoral_widgets.explorable import BOUNDS, NAMES, MisfitError, whole

VIEWS = (
    Urn,
    IsItAVote,
    HandCount,
    TwoCounts,
    Detective,
    RemoteStation,
    BulletinBoard,
    KeyCeremony,
    Cabinet,
    VerifierLens,
    InsiderLab,
    WhoCanNotice,
    StandardsMatrix,
    DraftLaw,
    VotesTimeline,
    WhoIsWho,
    AccessWalk,
    Tabletop,
)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("language", ["ru", "ky"])
@pytest.mark.parametrize("wrong", [{"seed": -1, "deck": -1}, {"unheard": "of"}, {"guess": "maybe"}])
def test_a_refusal_speaks_the_reader_s_language_and_keeps_the_state(view, language, wrong):
    shown = view(language=language)
    before = shown.state
    shown.state = {**before, **{key: wrong[key] for key in wrong if key != "deck" or key in before}}

    assert shown.state == before
    assert shown.notice or "unheard" in wrong or "guess" not in before
    letters = [sign for sign in shown.notice if sign.isalpha()]
    foreign = [sign for sign in letters if sign.isascii()]
    assert len(foreign) <= len(letters) / 2, shown.notice


def test_a_number_out_of_bounds_is_named_with_its_bounds():
    with pytest.raises(ValueError, match="seed is a whole number from 0 to 9, not 10"):
        whole(10, 0, 9, "seed")
    with pytest.raises(MisfitError, match="¡SEED: 0 to 9, not True!"):
        whole(
            True,
            0,
            9,
            "seed",
            {"seed": "SEED", BOUNDS: "¡{name}: {least} to {most}, not {value}!"}.get,
        )


def test_every_source_of_an_act_can_be_translated():
    assert {kind.source for kind in KINDS.values()} - {""} == set(SOURCES)


@pytest.mark.parametrize("name", ["two_counts", "detective"])
def test_a_bundle_is_one_file_without_imports_of_ours(name):
    script, style = bundle(name, "counts_picture") if name == "two_counts" else bundle(name)

    assert 'from "./' not in script
    assert script.count("export default") == 1
    assert "--paper-ink" in style
    assert ".electoral-view" not in style  # the shared rules are this view's own
    assert set(NAMES) == set(NAMES.values())
