"""The first page that anybody meets, in a real browser: both languages, its direction, nothing refused."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("language", "direction"), [("he", "rtl"), ("en", "ltr")])
def test_the_sign_in_page_stands_in_its_language_and_direction(visit, language, direction):
    tab = visit(f"/{language}/sign-in/")
    root = tab.locator("html")
    assert root.get_attribute("lang") == language
    assert root.get_attribute("dir") == direction
    assert tab.locator("input[type=password]").count() == 1


def test_the_sign_in_page_fits_a_small_telephone_without_scrolling_sideways(visit):
    tab = visit("/he/sign-in/", viewport={"width": 320, "height": 568})
    assert tab.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_the_sign_in_form_stands_without_any_script(visit):
    tab = visit("/he/sign-in/", java_script_enabled=False)
    assert tab.locator("form button[type=submit], form input[type=submit]").count() >= 1
