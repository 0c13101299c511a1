"""The pages' scripts: found on their shelf only, packed once, addressed by what they say."""

import asyncio
import gzip

import apart
import pytest

from electoral_binder.assets import Assets, Shelf, pack, school_assets
from electoral_binder.reading import shows_something

LONG = "let votes = 412;\n" * 100


@pytest.fixture
def folder(tmp_path):
    for name in ("own/count.js", "own/picture.png", "other/x.js"):
        path = tmp_path / "shelf" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(LONG)
    (tmp_path / "secret.js").write_text("secret")
    return tmp_path / "shelf"


def test_a_shelf_shows_what_it_names_and_nothing_beside_it(folder):
    shelf = Shelf((folder,), ("own",))

    assert shelf.find("own/count.js") == folder / "own/count.js"
    for name in ("other/x.js", "own/../other/x.js", "own/../../secret.js", "own", "own/", "/own/x"):
        assert shelf.find(name) is None
    assert shelf.find("own/\0") is None
    (folder / "own/link.js").symlink_to(folder.parent / "secret.js")
    assert shelf.find("own/link.js") is None


def test_the_first_folder_that_has_a_file_gives_it(folder, tmp_path):
    newer = tmp_path / "newer"
    (newer / "own").mkdir(parents=True)
    (newer / "own/count.js").write_text("newer")

    assert Shelf((newer, folder)).find("own/count.js") == newer / "own/count.js"
    assert Shelf((newer, folder)).find("own/picture.png") == folder / "own/picture.png"


def test_the_address_changes_when_and_only_when_what_is_shown_does(folder):
    before = Shelf((folder,), ("own",)).fingerprint
    (folder / "other/x.js").write_text("not shown")
    (folder / "own/count.js").touch()

    assert Shelf((folder,), ("own",)).fingerprint == before
    (folder / "own/count.js").write_text(LONG + "!")
    assert Shelf((folder,), ("own",)).fingerprint != before


def test_a_file_is_packed_once_and_unpacks_to_itself(folder, tmp_path):
    first = pack(folder / "own/count.js", tmp_path / "kept")
    made = first.stat().st_mtime_ns

    assert gzip.decompress(first.read_bytes()) == LONG.encode()
    assert pack(folder / "own/count.js", tmp_path / "kept") == first
    assert first.stat().st_mtime_ns == made
    assert list((tmp_path / "kept").iterdir()) == [first]


def test_a_file_is_sent_as_it_is_where_packing_gains_nothing_or_cannot_be_kept(folder, tmp_path):
    assets = Assets({"own": Shelf((folder,))}, tmp_path / "kept")
    (folder / "short.js").write_text("1")
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")

    assert assets.packed(folder / "own/picture.png") is None
    assert assets.packed(folder / "short.js") is None
    assert pack(folder / "own/count.js", in_the_way / "kept") is None


def test_many_readers_at_once_pack_a_file_once(folder, tmp_path):
    assets = Assets({"own": Shelf((folder,))}, tmp_path / "kept")

    async def all_ask():
        return await asyncio.gather(*(assets.packed(folder / "own/count.js") for _ in range(20)))

    assert len(set(apart.run(all_ask()))) == 1


def test_the_school_s_shelves_hold_what_a_page_of_widgets_loads(tmp_path):
    assets = school_assets(tmp_path)

    for shelf, name in {
        "ours": "school.css",
        "voila": "voila.js",
        "extensions": "anywidget/package.json",
    }.items():
        assert assets.shelves[shelf].find(name), name
    assert assets.shelves["ours"].find("plotly.min.js")
    assert assets.shelves["extensions"].find("@jupyter/nbgrader/package.json") is None
    assert assets.address("voila") == f"assets/{assets.shelves['voila'].fingerprint}/voila"


@pytest.mark.parametrize(
    ("source", "shows"),
    [
        ("HandCount(seed=5)", True),
        ("import numpy as np", False),
        ("x = 5", False),
        ("", False),
        ("for i in range(3):\n    print(i)", True),
        ("%matplotlib inline", True),
    ],
)
def test_room_is_kept_for_a_cell_that_will_show_something(source, shows):
    assert shows_something(source) is shows
