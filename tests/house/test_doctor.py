"""The doctor finds what it is said to find."""

from electoral_binder.doctor import examine, pins


def test_a_wrong_version_in_the_lock_is_named(tmp_path):
    (tmp_path / "binder").mkdir()
    (tmp_path / "binder" / "requirements.txt").write_text(
        "pandas==0.1 \\\n    --hash=sha256:00\nno-such-package==1 \\\n    --hash=sha256:00\n",
        encoding="utf-8",
    )
    courses = tmp_path / "courses" / "01-x"
    courses.mkdir(parents=True)
    (courses / "lesson.md").write_text("", encoding="utf-8")

    signs = examine(courses.parent, tmp_path / "build")

    worst = [sign.sentence for sign in signs if sign.state == "mend"]
    assert len(worst) == 1
    assert "instead of 0.1" in worst[0]
    assert "no-such-package missing" in worst[0]


def test_a_school_without_modules_must_be_mended(tmp_path):
    signs = examine(tmp_path, tmp_path / "build")

    assert any("no module" in sign.sentence for sign in signs if sign.state == "mend")


def test_pins_are_read_with_extras_and_markers():
    text = "a[b]==1.0 ; sys_platform == 'win32' \\\n    --hash=sha256:0\nc-d==2 \\\n"

    assert list(pins(text)) == [("a", "1.0", "sys_platform == 'win32'"), ("c-d", "2", "")]
