"""A learner's way through a full hall and with the progress file, in a real browser."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.slow, pytest.mark.browser]

ROOT = Path(__file__).parents[2]
READY = "html[data-electoral=ready]"


@pytest.fixture(scope="module")
def narrow(open_school, shortened, limited):
    """Return a school with room for one page, which rests after 4 seconds."""
    with limited(most_kernels=1, rest_after=4):
        yield open_school(shortened)


@pytest.fixture
def reader(chromium, narrow):
    """Return how to open the school as somebody with a browser of their own."""
    contexts, troubles = [], []

    def opened(width=1280):
        context = chromium.new_context(viewport={"width": width, "height": 800}, locale="ru-RU")
        context.set_default_timeout(90_000)
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.goto(f"{narrow.address}school/?token={narrow.key}")
        contexts.append(context)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert troubles == []


def test_a_page_waits_goes_on_by_itself_rests_and_keeps_its_answers(reader, narrow, axe):
    first, second = reader(), reader(360)
    first.goto(f"{narrow.address}school/ru/05-protocol/")
    first.wait_for_selector(READY)
    first.get_by_role("radio").first.check()
    first.get_by_role("button", name="Проверить").first.click()
    expect(first.get_by_text("Сохранено").first).to_be_visible()

    second.goto(f"{narrow.address}school/ru/05-protocol/")

    expect(second.get_by_role("heading", level=1)).to_be_visible()
    expect(second.get_by_text("Вы следующий в очереди.")).to_be_visible()
    assert second.locator(".electoral-to-come").count() > 5
    assert second.evaluate("document.documentElement.scrollWidth") <= 360
    assert axe(second) == []
    second.wait_for_selector(f"{READY}:not(:has([data-electoral-line]))")
    assert second.locator(".electoral-to-come").count() == 0

    first.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # one looks at it again
    resting = first.locator("[data-electoral-resting]")
    expect(resting).to_be_visible()
    expect(first.get_by_role("radio").first).to_be_checked()  # the page keeps its state
    second.goto("about:blank")
    resting.get_by_role("button").click()
    first.wait_for_selector(f"{READY}:not(:has([data-electoral-line]))")
    expect(first.get_by_role("radio").first).to_be_checked()

    first.goto(f"{narrow.address}school/ru/")
    first.get_by_role("link", name="Продолжить с того же места").click()
    first.wait_for_url("**/05-protocol/#s-*")


def test_answers_are_taken_along_and_brought_back(reader, narrow, tmp_path, axe):
    page, path = reader(360), tmp_path / "progress.json"
    page.goto(f"{narrow.address}school/ru/progress")
    with page.expect_download() as download:
        page.get_by_role("link", name="Скачать файл").click()
    download.value.save_as(path)
    content = json.loads(path.read_text(encoding="utf-8"))
    content["modules"] = {"05-protocol": {"answers": {"predict-lines": {"value": "two", "at": 5}}}}
    path.write_text(json.dumps(content), encoding="utf-8")

    page.get_by_label("Файл с ответами").set_input_files(path)
    page.get_by_role("button", name="Показать, что изменится").press("Enter")
    expect(page.get_by_text("Добавится 1 ответ.")).to_be_visible()
    expect(page.get_by_text("Файл считается неподписанным")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert axe(page) == []
    page.get_by_role("button", name="Принять эти ответы").press("Enter")

    expect(page.get_by_role("status")).to_have_text("Принят 1 ответ.")
