"""A student's notebook in JupyterLab: what was answered is there after the kernel restarts."""

import json

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PLACE = "courses/ru/05-protocol"
RUN = "() => { window.jupyterapp.commands.execute('%s') }"


def test_an_answer_given_by_keyboard_is_saved_and_back_after_a_restart(lab, lab_page, run_all):
    def choice_of(page):
        return page.get_by_role("checkbox", name="Нарынский район", exact=True)

    page = lab_page(f"{PLACE}/assignment.ipynb", choice_of, height=3000)
    choice = choice_of(page)

    choice.focus()
    page.keyboard.press("Space")

    saved = lab[1] / PLACE / "answers.json"
    for _ in range(300):
        if saved.is_file() and "find-units" in saved.read_text(encoding="utf-8"):
            break
        page.wait_for_timeout(100)
    kept = json.loads(saved.read_text(encoding="utf-8"))["answers"]["find-units"]["value"]
    page.evaluate(RUN % "notebook:clear-all-cell-outputs")
    choice.wait_for(state="detached")
    page.evaluate(
        "async () => { const at = window.jupyterapp.shell.currentWidget;"
        " await at.sessionContext.session.kernel.restart(); }"
    )
    run_all(page, choice)

    assert choice.is_checked()
    assert json.loads(saved.read_text(encoding="utf-8"))["answers"]["find-units"]["value"] == kept


CLOSE = """async () => {
  const { commands, shell } = window.jupyterapp;
  await commands.execute('docmanager:save');
  shell.currentWidget.close();
}"""
OPEN = "path => window.jupyterapp.commands.execute('docmanager:open', { path }).then(() => true)"


def test_a_notebook_closed_and_opened_again_and_again_works_as_the_first_time(lab_page, run_all):
    path = f"{PLACE}/lesson.ipynb"
    page = lab_page(path, lambda page: page.locator(".electoral-item-view"), height=3000)
    views = page.locator(".electoral-item-view")
    first = views.count()

    for _ in range(3):
        page.evaluate(CLOSE)
        views.first.wait_for(state="detached")
        page.evaluate(OPEN, path)
        run_all(page, views)
        page.wait_for_function(
            "n => document.querySelectorAll('.electoral-item-view').length === n", arg=first
        )
    choice = page.locator(".electoral-item-view input[type=radio]").first
    choice.check()
    page.locator(".electoral-item-view button.check").first.click()

    page.locator(".electoral-item-view .outcome .feedback").first.wait_for()
