"""The entry grid in a real browser: travel, paste, save as you go, and what happens when saving does not work."""

import pytest
from playwright.sync_api import expect

from portal import shell

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASTE = """([element, text]) => {
  const data = new DataTransfer();
  data.setData("text", text);
  element.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


@pytest.fixture(autouse=True)
def demonstration(monkeypatch, settings):
    settings.DEMO = True
    monkeypatch.setattr(shell, "build", lambda *args: shell.Shell(home_url="/", public_home_url="/"))


def cell(tab, name):
    return tab.locator(f"input[name={name}]")


def focused(tab):
    return tab.evaluate("document.activeElement.name")


def test_enter_and_arrows_travel_between_rows_and_stop_at_the_edge(visit):
    tab = visit("/he/style-guide/")
    cell(tab, "total-1").focus()
    tab.keyboard.press("Enter")
    assert focused(tab) == "total-2"
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("ArrowDown")
    assert focused(tab) == "total-3"
    tab.keyboard.press("Shift+Enter")
    assert focused(tab) == "total-2"


@pytest.mark.parametrize(("language", "forward"), [("he", "Alt+ArrowLeft"), ("en", "Alt+ArrowRight")])
def test_alt_and_the_arrow_of_reading_travel_to_the_next_column(visit, language, forward):
    tab = visit(f"/{language}/style-guide/")
    cell(tab, "total-1").focus()
    tab.keyboard.press(forward)
    assert focused(tab) == "women-1"


def test_typed_value_saves_itself_and_says_when(visit):
    tab = visit("/en/style-guide/")
    cell(tab, "women-1").fill("1648")
    cell(tab, "women-2").focus()
    expect(cell(tab, "women-1")).to_have_attribute("data-state", "saved")
    expect(cell(tab, "women-1")).to_have_value("1,648")
    expect(tab.locator("[data-saved]")).to_contain_text("Saved at")
    assert cell(tab, "women-1").get_attribute("data-revision") == "1"


def test_refused_value_stays_in_its_cell_with_the_reason_under_it(visit):
    tab = visit("/en/style-guide/")
    cell(tab, "women-1").fill("many")
    expect(cell(tab, "women-1")).to_have_attribute("data-state", "refused")
    assert cell(tab, "women-1").input_value() == "many"
    assert cell(tab, "women-1").get_attribute("aria-invalid") == "true"
    note = tab.locator(f"#{cell(tab, 'women-1').get_attribute('aria-describedby')}")
    assert note.inner_text()
    cell(tab, "women-1").fill("7")
    expect(cell(tab, "women-1")).to_have_attribute("data-state", "saved")
    assert cell(tab, "women-1").get_attribute("aria-invalid") is None


def test_block_from_a_spreadsheet_fills_cells_and_says_what_did_not_fit(visit):
    tab = visit("/en/style-guide/")
    cell(tab, "total-2").focus()
    tab.evaluate(PASTE, [cell(tab, "total-2").element_handle(), "10\t20\n30\t40\n50\t60\n"])
    assert cell(tab, "total-2").input_value() == "10"
    assert cell(tab, "women-2").input_value() == "20"
    assert cell(tab, "total-3").input_value() == "30"
    expect(tab.locator("#toasts")).to_contain_text("3 cells pasted. 3 did not fit the table.")
    expect(cell(tab, "total-3")).to_have_attribute("data-state", "saved")


def test_single_value_is_pasted_as_a_browser_does(visit):
    tab = visit("/en/style-guide/")
    went_on = tab.evaluate(
        "element => element.dispatchEvent(Object.assign(new ClipboardEvent('paste',"
        " {clipboardData: new DataTransfer(), bubbles: true, cancelable: true})))",
        cell(tab, "total-2").element_handle(),
    )
    assert went_on is True


def test_fault_of_the_server_is_told_and_tried_again_until_it_works(visit, listener):
    tab = visit("/en/style-guide/")
    answers = iter([503, 503])

    def answer(route):
        status = next(answers, 0)
        if status:
            route.fulfill(status=status, body="")
        else:
            route.continue_()

    tab.route("**/style-guide/save/", answer)
    cell(tab, "women-1").fill("12")
    expect(cell(tab, "women-1")).to_have_attribute("data-state", "failing")
    expect(tab.locator("[data-saved]")).to_contain_text("tried again")
    expect(cell(tab, "women-1")).to_have_attribute("data-state", "saved", timeout=20_000)
    listener.complaints.clear()


def test_ended_session_is_told_and_the_typed_value_comes_back_after_it(visit, listener):
    tab = visit("/en/style-guide/")
    tab.route("**/style-guide/save/", lambda route: route.fulfill(status=302, headers={"Location": "/en/sign-in/"}))
    cell(tab, "women-1").fill("12")
    expect(tab.locator("[data-saved]")).to_contain_text("session has ended")
    expect(tab.locator("[data-grid-ended]")).to_be_visible()
    tab.unroute("**/style-guide/save/")
    tab.on("dialog", lambda dialog: dialog.accept())
    tab.reload()
    assert cell(tab, "women-1").input_value() == "12"
    expect(cell(tab, "women-1")).to_have_attribute("data-state", "saved")
    listener.complaints.clear()


def test_value_that_somebody_else_changed_is_told_with_both(visit):
    tab = visit("/en/style-guide/")
    told = '{"cells": {"women-1": {"state": "conflict", "revision": 5, "sentence": "Somebody wrote 9 meanwhile."}}}'
    tab.route("**/style-guide/save/", lambda route: route.fulfill(status=200, body=told))
    cell(tab, "women-1").fill("12")
    expect(cell(tab, "women-1")).to_have_attribute("data-state", "conflict")
    assert cell(tab, "women-1").input_value() == "12"
    expect(tab.get_by_text("Somebody wrote 9 meanwhile.")).to_be_visible()
    assert cell(tab, "women-1").get_attribute("data-revision") == "5"


def test_leaving_with_unsaved_values_asks_first(visit, listener):
    tab = visit("/en/style-guide/")
    asked = []
    tab.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    tab.route("**/style-guide/save/", lambda route: route.fulfill(status=503, body=""))
    cell(tab, "women-1").press_sequentially("12")
    tab.reload()
    assert asked == ["beforeunload"]
    listener.complaints.clear()


def requests_to_save(tab):
    """The saves that the page sends from now on."""
    sent = []
    tab.on("request", lambda request: sent.append(request.post_data) if request.url.endswith("/save/") else None)
    return sent


def test_conflict_that_was_left_open_is_still_one_after_a_reload_and_overwrites_nothing(visit, listener):
    tab = visit("/en/style-guide/")
    stored = cell(tab, "women-1").input_value()
    told = '{"cells": {"women-1": {"state": "conflict", "revision": 5, "sentence": "Somebody wrote 9 meanwhile."}}}'
    tab.route("**/style-guide/save/", lambda route: route.fulfill(status=200, body=told))
    cell(tab, "women-1").fill("12")
    expect(cell(tab, "women-1")).to_have_attribute("data-state", "conflict")
    tab.unroute("**/style-guide/save/")
    sent = requests_to_save(tab)
    tab.on("dialog", lambda dialog: dialog.accept())
    for _time in range(2):
        tab.reload()
        expect(cell(tab, "women-1")).to_have_attribute("data-state", "conflict")
        assert cell(tab, "women-1").input_value() == "12"
        assert cell(tab, "women-1").get_attribute("aria-invalid") == "true"
        note = tab.locator(f"#{cell(tab, 'women-1').get_attribute('aria-describedby').split()[-1]}")
        expect(note).to_contain_text(stored or "–")
        tab.wait_for_timeout(1500)
    assert sent == []
    cell(tab, "women-1").fill("13")
    expect(cell(tab, "women-1")).to_have_attribute("data-state", "saved")
    assert len(sent) == 1
    listener.complaints.clear()


def test_value_left_unsent_waits_for_the_person_when_a_colleague_has_saved_since(visit, listener):
    tab = visit("/en/style-guide/")
    tab.route("**/style-guide/save/", lambda route: route.fulfill(status=302, headers={"Location": "/en/sign-in/"}))
    cell(tab, "women-1").fill("12")
    expect(tab.locator("[data-grid-ended]")).to_be_visible()
    tab.unroute("**/style-guide/save/")

    def with_a_later_revision(route):
        answer = route.fetch()
        page = answer.text()
        assert page.count('name="women-1"') == 1
        route.fulfill(response=answer, body=page.replace('name="women-1"', 'name="women-1" data-revision="7"'))

    tab.route("**/en/style-guide/", with_a_later_revision)
    sent = requests_to_save(tab)
    tab.on("dialog", lambda dialog: dialog.accept())
    tab.reload()
    expect(cell(tab, "women-1")).to_have_attribute("data-state", "conflict")
    assert cell(tab, "women-1").input_value() == "12"
    tab.wait_for_timeout(1500)
    assert sent == []
    listener.complaints.clear()
