"""A learner's whole path in Russian, on a machine that is busy and has no way out."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect

from electoral_datasets.i18n import translator

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MODULE = "05-protocol"
BUSY = 4
"""Programs that only compute, beside a server, a browser and kernels: twice as many as cores."""
PATIENCE = 120_000


@pytest.fixture
def _busy_cores():
    """Keep every core busy as long as the test runs."""
    busy = [
        subprocess.Popen([sys.executable, "-c", "while True: pass"])
        for _ in range(max(BUSY, 2 * (os.cpu_count() or 1)))
    ]
    yield
    for process in busy:
        process.kill()
        process.wait()


@pytest.fixture
def browser_of_ones_own(chromium, school):
    """Return how to open the school in a browser that knows nothing; its pages must be in order."""
    contexts, troubles = [], []

    def opened():
        context = chromium.new_context(viewport={"width": 360, "height": 800}, locale="ru-RU")
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(f"page error: {error}"))
        page.on("console", lambda said: said.type == "error" and troubles.append(said.text))
        page.on(
            "request",
            lambda asked: (
                None
                if asked.url.startswith((school.address, "data:", "blob:"))
                else troubles.append(f"a request to {asked.url}")
            ),
        )
        page.goto(f"{school.address}school/?token={school.learners_key}")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert troubles == []


def say(package, text, **values):
    """Return what a learner reads in Russian."""
    return translator(package, "ru").gettext(text).format(**values)


def is_ready(page):
    page.locator("html[data-electoral]").wait_for(state="attached")
    assert page.locator("html").get_attribute("data-electoral") == "ready"


def question(page):
    """Return the first question of the lesson, a choice."""
    return page.locator(".electoral-item-view[data-kind=choice]").first


@pytest.mark.usefixtures("_busy_cores")
def test_home_lesson_play_self_check_and_progress_file(browser_of_ones_own, school, tmp_path):
    page = browser_of_ones_own()
    page.wait_for_url("**/school/ru/")
    page.locator(f"a[href$='/{MODULE}/']").first.click()
    page.wait_for_url(f"**/school/ru/{MODULE}/")
    page.locator("main h1").wait_for()
    is_ready(page)

    form = page.locator(".electoral-protocol-form").first
    broken = say("electoral_widgets", "Do not hold: {relations}.", relations="K3")
    form.get_by_text(broken.removesuffix(".")).first.wait_for()
    form.get_by_label(say("electoral_datasets", "Valid ballots"), exact=True).fill("67751")
    page.keyboard.press("Tab")
    holds = "All {count} relations hold. Numbers that agree are not yet numbers that are true."
    form.get_by_text(say("electoral_widgets", holds, count=4)).first.wait_for()

    question(page).get_by_role("radio").nth(1).check()
    question(page).locator(".status[data-state=saved]").wait_for()
    question(page).get_by_role("button", name=say("electoral_widgets", "Check")).click()
    question(page).locator(".outcome .feedback").wait_for()
    saved = question(page).get_by_role("status")
    expect(saved).to_have_text(say("electoral_widgets", "Saved"), timeout=PATIENCE)

    page.goto(f"{school.address}school/ru/")
    page.get_by_role(
        "link",
        name=say("electoral_binder", "Take your answers with you as a file, or bring them back"),
    ).click()
    page.wait_for_url("**/school/ru/progress")
    file = tmp_path / "progress.json"
    with page.expect_download() as download:
        page.get_by_role("link", name=say("electoral_binder", "Download the file")).click()
    download.value.save_as(file)
    answers = json.loads(file.read_text(encoding="utf-8"))["modules"][MODULE]["answers"]
    assert {item: entry["value"] for item, entry in answers.items()} == {"predict-lines": "two"}
    program = Path(sys.executable).with_name("electoral-school")
    verified = subprocess.run(
        [program, "progress", "verify", file, f"--data={school.data}"],
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE / 1000,
    )
    assert (verified.returncode, verified.stdout[:5]) == (0, "true:"), verified

    other = browser_of_ones_own()
    other.goto(f"{school.address}school/ru/progress")
    other.locator("input[type=file]").set_input_files(file)
    other.get_by_role("button", name=say("electoral_binder", "Show what would change")).click()
    signed = "The file is signed by this school and unchanged since."
    other.get_by_text(say("electoral_binder", signed)).wait_for()
    other.get_by_role("button", name=say("electoral_binder", "Take these answers over")).click()
    other.get_by_role("status").filter(has_text=re.compile("Принят 1 ответ")).wait_for()
    other.goto(f"{school.address}school/ru/{MODULE}/")
    is_ready(other)
    expect(question(other).get_by_role("radio").nth(1)).to_be_checked()
