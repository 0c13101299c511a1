"""What is compiled once serves the next start, and never in the place of what was changed."""

import polib
import pytest
from jinja2 import DictLoader, Environment

from electoral_binder import compiled
from electoral_datasets import i18n

TEXT = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "urn"\nmsgstr "{}"\n'


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Return the folder in which everything compiled is kept for a test."""
    monkeypatch.setattr(i18n.Compiled, "folder", None)
    monkeypatch.setattr(compiled.TEMPLATES, "folder", None)
    compiled.keep_in(tmp_path / "compiled")
    return tmp_path / "compiled"


def urn(word):
    return i18n.from_po(TEXT.format(word), name="a test").gettext("urn")


def test_a_catalogue_is_read_once_and_a_changed_one_anew(folder, monkeypatch):
    assert urn("урна") == "урна"
    assert len(list(folder.glob("*.mo"))) == 1

    with monkeypatch.context() as patch:
        patch.setattr(polib, "pofile", lambda *_, **__: pytest.fail("it was read again"))
        assert urn("урна") == "урна"
    assert urn("кутуча") == "кутуча"


@pytest.mark.parametrize("content", [b"", b"\xde\x12\x04\x95", b"nonsense" * 9])
def test_a_kept_catalogue_that_is_damaged_is_made_again(folder, content):
    urn("урна")
    kept = next(folder.glob("*.mo"))
    kept.write_bytes(content)

    assert urn("урна") == "урна"


def test_a_changed_template_is_compiled_again(folder):
    def shown(text):
        templates = Environment(loader=DictLoader({"page": text}), autoescape=True)
        templates.bytecode_cache = compiled.TEMPLATES
        return templates.get_template("page").render()

    assert [shown("one"), shown("one"), shown("two")] == ["one", "one", "two"]
    assert any(folder.glob("*.template"))


def test_where_nothing_can_be_kept_all_is_compiled_each_time(tmp_path, monkeypatch):
    monkeypatch.setattr(i18n.Compiled, "folder", None)
    monkeypatch.setattr(compiled.TEMPLATES, "folder", None)
    (tmp_path / "file").write_text("in the way")

    compiled.keep_in(tmp_path / "file" / "compiled")

    assert urn("урна") == "урна"
    assert compiled.TEMPLATES.folder is None
