"""Every component in a real browser: what axe sees, sideways scrolling, keyboard, and pages without script."""

from pathlib import Path

import pytest

from portal import shell
from portal.navigation import Choice, Group, Item

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AXE = (Path(__file__).resolve().parents[1] / "vendor/axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})"


@pytest.fixture(autouse=True)
def full_shell(monkeypatch, settings):
    """A shell with a menu, and the demonstration, whoever looks."""
    settings.DEMO = True
    made = shell.Shell(
        navigation=(
            Group("Mine", (Item("/x/", "What waits", "home", 3, current=True), Item("/y/", "Tasks", "scale"))),
        ),
        initiatives=(Choice("/a/", "One", current=True), Choice("/b/", "Two", icon="sitemap")),
        initiative_name="One",
        home_url="/",
        search_url="/s/",
        public_url="/p/",
        public_home_url="/",
    )
    monkeypatch.setattr(shell, "build", lambda *args: made)


def violations(tab):
    tab.evaluate(AXE)
    found = tab.evaluate(RUN, RULES)["violations"]
    return [(each["id"], each["nodes"][0]["html"][:120]) for each in found]


@pytest.fixture
def quiet(listener):
    """axe writes a style of its own, which the content policy refuses: that is its complaint, not the page's."""
    yield
    listener.complaints = [
        text for text in listener.complaints if "Content Security" not in text and "preload" not in text
    ]


@pytest.mark.parametrize(
    ("language", "scheme", "width"),
    [
        ("he", "light", 1440),
        pytest.param("he", "dark", 390, marks=pytest.mark.exhaustive),
        pytest.param("en", "dark", 1440, marks=pytest.mark.exhaustive),
        ("en", "light", 390),
    ],
)
def test_axe_finds_nothing_in_any_component(visit, quiet, language, scheme, width):
    size = {"width": width, "height": 900}
    tab = visit(f"/{language}/style-guide/", viewport=size, color_scheme=scheme, reduced_motion="reduce")
    assert violations(tab) == []


@pytest.mark.parametrize("language", ["he", "en"])
def test_components_fit_the_narrowest_window_without_scrolling_sideways(visit, language):
    tab = visit(f"/{language}/style-guide/", viewport={"width": 320, "height": 560})
    assert tab.evaluate("document.documentElement.scrollWidth") <= 320


def test_dialog_asks_before_a_thing_is_lost_and_gives_the_focus_back(visit):
    tab = visit("/en/style-guide/")
    opener = tab.get_by_role("button", name="Delete the draft", exact=True)
    opener.click()
    dialog = tab.get_by_role("dialog", name="Delete the draft?")
    assert dialog.is_visible()
    assert dialog.get_by_text("What was sent stays").is_visible()
    tab.keyboard.press("Escape")
    assert not dialog.is_visible()
    assert opener.evaluate("element => element === document.activeElement")


def test_dialog_opens_without_script_too(visit):
    tab = visit("/en/style-guide/", java_script_enabled=False)
    tab.get_by_role("button", name="Delete the draft", exact=True).click()
    assert tab.get_by_text("What was sent stays").is_visible()


def test_refused_act_is_disabled_and_says_why(visit):
    tab = visit("/en/style-guide/")
    button = tab.get_by_role("button", name="Accept the report")
    assert button.is_disabled()
    reason = tab.locator(f"#{button.get_attribute('aria-describedby')}")
    assert "another person must accept it" in reason.inner_text()


def test_menu_closes_on_escape_and_keeps_the_focus_on_its_head(visit):
    tab = visit("/en/style-guide/")
    head = tab.locator("details.switcher > summary")
    head.click()
    assert tab.locator("details.switcher").get_attribute("open") is not None
    tab.keyboard.press("Escape")
    assert tab.locator("details.switcher").get_attribute("open") is None
    assert head.evaluate("element => element === document.activeElement")


def test_theme_is_kept_on_this_device(visit):
    tab = visit("/en/style-guide/", color_scheme="light")
    tab.locator(".topbar [data-theme-toggle]").first.click()
    tab.reload()
    assert tab.locator("html").get_attribute("data-theme") == "dark"


def test_message_is_said_once_in_the_live_region(visit):
    tab = visit("/en/style-guide/")
    tab.get_by_role("button", name="Say it").click()
    assert tab.locator("#toasts .toast").count() == 1
    assert tab.locator("#toasts").get_attribute("role") == "status"


def test_other_language_leads_to_the_same_page(visit):
    tab = visit("/en/style-guide/")
    link = tab.locator(".topbar a[hreflang=he]")
    assert link.get_attribute("href") == "/he/style-guide/"
    assert link.get_attribute("lang") == "he"


def test_first_stop_of_the_keyboard_leads_to_the_content(visit):
    tab = visit("/he/style-guide/")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "main"


def test_printed_page_has_no_bars_and_shows_the_tables_of_its_charts(visit):
    tab = visit("/en/style-guide/")
    tab.emulate_media(media="print")
    assert not tab.locator(".topbar").is_visible()
    assert not tab.locator(".sidenav").is_visible()
    assert tab.locator(".chart-data table").first.is_visible()


HEAD = (
    '<div class="page-head"><a class="btn">one</a><a class="btn btn--sm">two</a>'
    '<div class="dialog"><a class="btn">three</a></div></div>'
)
ALONE = '<div class="cols cols--main"><div class="stack"><div class="card">{}</div></div></div>'
MEASURED = """html => { const main = document.querySelector('main'); main.innerHTML = html;
  return [...main.querySelectorAll('.btn, .card')].map(one => one.getBoundingClientRect())
    .map(box => [box.width, box.height]).concat([[main.firstChild.getBoundingClientRect().width, 0]]); }"""


def test_buttons_of_a_head_have_one_size_and_what_stands_alone_leaves_no_empty_column(visit):
    tab = visit("/en/style-guide/", viewport={"width": 1440, "height": 900})
    (_, plain), (_, small), (_, asked), _head = tab.evaluate(MEASURED, HEAD)
    assert plain == small < asked
    (card, _), (page, _) = tab.evaluate(MEASURED, ALONE.format("<p>text</p>"))
    assert card == page
    (card, _), (page, _) = tab.evaluate(MEASURED, ALONE.format('<form class="form"><p>text</p></form>'))
    assert 46 * 16 < card < page
