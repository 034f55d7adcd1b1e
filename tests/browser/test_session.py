"""A session that ends while somebody types: it is told before, and nothing that was typed is lost."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from accounts.services import people
from kernel.actor import Actor
from portal import shell
from tests.factories.accounts import AdminTermFactory, NotJoinedFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
GOOD = "four words of my own"


def sign_in(tab, person):
    tab.locator("details.signin__more summary").click()
    tab.fill("input[name=login]", person.email)
    tab.fill("input[name=password]", GOOD)
    tab.locator("details.signin__more button").click()


@pytest.fixture
def person(db):
    return people.join(actor=Actor.system(), person=NotJoinedFactory(language="en"), password=GOOD)


def test_what_was_typed_when_the_session_had_ended_is_back_after_the_sign_in(visit, person):
    tab = visit("/en/sign-in/?next=/en/me/profile/")
    sign_in(tab, person)
    tab.wait_for_url("**/me/profile/")
    tab.fill("input[name=name_en]", "Noa of the north")
    tab.fill("input[name=function]", "Keeps the minutes")
    Session.objects.all().delete()
    tab.locator("main form button[type=submit], main form button:not([type])").first.click()
    tab.wait_for_url("**/sign-in/**")
    expect(tab.get_by_text("what you typed is still there afterwards")).to_be_visible()
    sign_in(tab, person)
    tab.wait_for_url("**/me/profile/")
    expect(tab.locator("input[name=name_en]")).to_have_value("Noa of the north")
    expect(tab.locator("input[name=function]")).to_have_value("Keeps the minutes")
    expect(tab.locator("#toasts")).to_contain_text("is back")
    tab.locator("main form button[type=submit], main form button:not([type])").first.click()
    tab.wait_for_load_state()
    person.refresh_from_db()
    assert (person.name_en, person.function) == ("Noa of the north", "Keeps the minutes")
    tab.reload()
    assert "is back" not in tab.locator("#toasts").inner_text()


def test_the_end_is_told_two_minutes_before(visit, signed_in_cookies, settings):
    settings.STAFF_IDLE_SECONDS = 123
    admin = AdminTermFactory().person
    tab = visit("/en/me/profile/", cookies=signed_in_cookies(admin))
    expect(tab.locator("#toasts")).to_contain_text("The session ends in two minutes", timeout=15_000)


def test_a_cell_refused_for_want_of_a_session_is_saved_after_a_sign_in_in_another_tab(
    visit, listener, settings, monkeypatch
):
    settings.DEMO = True
    monkeypatch.setattr(shell, "build", lambda *args: shell.Shell(home_url="/", public_home_url="/"))
    tab = visit("/en/style-guide/")
    tab.route("**/style-guide/save/", lambda route: route.fulfill(status=401, body="{}"))
    cell = tab.locator('input[name="women-1"]')
    cell.fill("12")
    expect(tab.locator("[data-grid-ended]")).to_be_visible()
    tab.unroute("**/style-guide/save/")
    tab.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(cell).to_have_attribute("data-state", "saved")
    expect(tab.locator("[data-grid-ended]")).to_be_hidden()
    listener.complaints.clear()
