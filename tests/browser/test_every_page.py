"""Every page of the address map in a real browser: what axe sees, sideways scrolling, weight, complaints, alien hosts.

One world, one server and one browser a worker. Each page is opened in each language as the first persona who may read
it, in one tab that is made wide, then narrow; axe reads it at both widths. Then as narrow as a wide window at 400 per
cent, and narrow with the space between letters, words and lines that WCAG 1.4.12 lets people set. Day by day this is
done with the main pages, in CI with every page, in shares so that two browsers work at once.
"""

import os
from pathlib import Path

import pytest
from django.conf import settings

from tests.matrix import world as worlds
from tests.matrix.addresses import all_addresses
from tests.matrix.objects import Filler
from tests.matrix.snapshot import lay
from tests.matrix.walk import is_walked, path_of

# The world is committed, so that the server's threads see it; the last test of a transactional group flushes it.
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
AXE = (Path(__file__).resolve().parents[1] / "vendor/axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations'],
    preload: false}).then(found => found.violations.map(each => each.id + ' ' + each.nodes[0].html.slice(0, 140)))"""
WIDTHS = (1440, 390)
MAGNIFIED = 320
SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
    p { margin-block-end: 2em !important }"""
HEAVIEST = 120 * 1024  # bytes of a page's HTML
DARK = {"portal:home", "portal:steering", "portal:cockpit", "portal:initiative", "portal:result", "measurement:cycle",
        "measurement:request", "measurement:review", "measurement:measure", "partners:participations",
        "working_groups:meeting", "initiative:settings", "account_login"}  # fmt: skip
# What people see most, one of each kind: the home, a form to sign in, lists, a grid, a review, dashboards, a fund.
MAIN = {"portal:home", "account_login", "portal:steering", "portal:cockpit", "measurement:measures",
        "measurement:request", "measurement:review", "partners:participations", "working_groups:meeting",
        "funding:funds", "funding:fund"}  # fmt: skip
SHARES = 6
ONLY = os.environ.get("SHIDRA_PAGES", "")  # a word of the addresses wanted, while mending one page


def pages_of(names=None, share=0, shares=1):
    """The addresses that are pages, those of the names or all; a share of them."""
    pages = [one for one in all_addresses() if is_walked(one) and not one.is_api and "get" in one.methods]
    return [one for one in pages if ONLY in one.name and (names is None or one.name in names)][share::shares]


def readable(pages, cast):
    """(address, persona, Hebrew path) of each page, with the first of the cast who may read it."""
    filler, found = Filler(worlds.own()), []
    for address in pages:
        arguments = filler.arguments(address)
        if arguments is None:
            continue
        path = path_of(address, arguments)
        for persona, visitor in cast.items():
            if address.name.startswith("account_") and persona != "anonymous":
                continue
            answer = visitor.ask("get", path)
            if answer.status_code == 200:
                if answer.headers["Content-Type"].startswith("text/html") and b"<html" in answer.content:
                    found.append((address.name, persona, path))
                break
    return found


class Crawl:
    """Opens pages and writes down what is wrong with each."""

    def __init__(self, browser, origin, cookies):
        self.browser, self.origin, self.cookies = browser, origin, cookies
        self.wrong: list[str] = []
        self.seen = 0
        self._tabs: dict[tuple[str, str], tuple] = {}

    def tab(self, persona, scheme):
        """One tab a persona and colour scheme, with ears for what it complains of."""
        if (persona, scheme) not in self._tabs:
            around = self.browser.new_context(
                base_url=self.origin,
                viewport={"width": WIDTHS[0], "height": 900},
                color_scheme=scheme,
                reduced_motion="reduce",
                bypass_csp=True,
            )
            around.add_cookies(self.cookies[persona])
            tab, heard = around.new_page(), []
            tab.on("console", lambda said: heard.append(said.text) if said.type in {"error", "warning"} else None)
            tab.on("pageerror", lambda error: heard.append(str(error)))
            tab.on("request", lambda asked: None if asked.url.startswith((self.origin, "data:")) else heard.append(
                f"another host: {asked.url}"))  # fmt: skip
            self._tabs[persona, scheme] = (tab, heard)
        return self._tabs[persona, scheme]

    def look(self, name, persona, path, scheme):
        """One page at both widths."""
        tab, heard = self.tab(persona, scheme)
        heard.clear()
        tab.set_viewport_size({"width": WIDTHS[0], "height": 900})
        answer = tab.goto(path, wait_until="load")
        if len(answer.body()) > HEAVIEST:
            self.wrong.append(f"{path} ({name}): {len(answer.body())} bytes")
        tab.evaluate(AXE)
        for width in WIDTHS:
            tab.set_viewport_size({"width": width, "height": 900})
            here = f"{path} ({name}, {persona}, {width}, {scheme})"
            found = list(tab.evaluate(RUN, TAGS))
            if (wide := tab.evaluate("document.documentElement.scrollWidth")) > width:
                found.append(f"scrolls sideways: {wide}")
            self.wrong += [f"{here}: {each}" for each in found]
        self._stretch(tab, f"{path} ({name}, {persona})")
        self.wrong += [f"{path} ({name}, {persona}): {each}" for each in heard]
        self.seen += 1

    def _stretch(self, tab, here):
        """WCAG 1.4.10 at a narrower window, and 1.4.12 at the narrow one."""
        for width, style in ((MAGNIFIED, ""), (WIDTHS[-1], SPACED)):
            tab.set_viewport_size({"width": width, "height": 640})
            if style:
                tab.add_style_tag(content=style)
            if (wide := tab.evaluate("document.documentElement.scrollWidth")) > width:
                self.wrong.append(
                    f"{here}, {'spaced at' if style else 'magnified to'} {width}: scrolls sideways: {wide}"
                )


def cookies_of(visitor, origin):
    name = settings.SESSION_COOKIE_NAME
    return [
        {"name": name, "value": morsel.value, "url": origin}
        for key, morsel in visitor.factory.cookies.items()
        if key == name
    ]


@pytest.fixture
def crawl(browser, live_server, run_folder):
    """`crawl(pages, dark)` looks at each in both languages, at those of `dark` in dark too; gives what it saw."""
    lay(run_folder)
    cast = worlds.visitors()
    looking = Crawl(browser, live_server.url, {name: cookies_of(who, live_server.url) for name, who in cast.items()})

    def over(pages, dark):
        for name, persona, path in readable(pages, cast):
            for language in ("he", "en"):
                for scheme in ("light", "dark") if name in dark else ("light",):
                    looking.look(name, persona, path.replace("/he/", f"/{language}/", 1), scheme)
        return looking

    return over


@pytest.mark.sample
def test_no_main_page_has_a_barrier_scrolls_sideways_or_complains(crawl):
    looking = crawl(pages_of(MAIN), {"portal:home"})
    assert looking.wrong == []
    assert ONLY or looking.seen >= 20


@pytest.mark.exhaustive
@pytest.mark.parametrize("share", range(SHARES))
def test_no_page_has_a_barrier_scrolls_sideways_or_complains(crawl, share):
    looking = crawl(pages_of(None, share, SHARES), DARK)
    assert looking.wrong == []
    assert ONLY or looking.seen > 200 // SHARES
