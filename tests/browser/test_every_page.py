"""Every page of the address map in a real browser: what axe sees, sideways scrolling, complaints, alien hosts.

One seeded world, one server, one browser. Each page is opened in each language as the first persona who may read it, in
one tab that is made wide, then narrow. axe reads every page twice: at one width in Hebrew, at the other in English, and
the next page the other way round. SHIDRA_ALL=1 has it read both widths in both languages.
"""

import os
from pathlib import Path

import pytest
from django.conf import settings

from portal.demo import seed, stage
from tests.matrix import world as worlds
from tests.matrix.addresses import all_addresses
from tests.matrix.objects import Filler
from tests.matrix.walk import is_walked, path_of

# The world is committed, so that the server's threads see it; the last test of a transactional group flushes it.
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
AXE = (Path(__file__).resolve().parents[1] / "vendor/axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations'],
    preload: false}).then(found => found.violations.map(each => each.id + ' ' + each.nodes[0].html.slice(0, 140)))"""
WIDTHS = (1440, 390)
DARK = {"portal:home", "portal:steering", "portal:cockpit", "portal:initiative", "portal:result", "measurement:cycle",
        "measurement:request", "measurement:review", "measurement:measure", "partners:participations",
        "working_groups:meeting", "initiative:settings", "account_login"}  # fmt: skip
ALL = os.environ.get("SHIDRA_ALL") == "1"
ONLY = os.environ.get("SHIDRA_PAGES", "")  # a word of the addresses wanted, while mending one page


def readable_pages(cast):
    """(address, persona, Hebrew path) of every page, with the first of the cast who may read it."""
    filler, found = Filler(worlds.own()), []
    for address in all_addresses():
        if not is_walked(address) or address.is_api or "get" not in address.methods or ONLY not in address.name:
            continue
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
        self.turn = 0
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
        tab.goto(path, wait_until="load")
        tab.evaluate(AXE)
        read_at = WIDTHS if ALL else (WIDTHS[(self.turn + path.startswith("/en/")) % 2],)
        for width in WIDTHS:
            tab.set_viewport_size({"width": width, "height": 900})
            here = f"{path} ({name}, {persona}, {width}, {scheme})"
            found = list(tab.evaluate(RUN, TAGS)) if width in read_at else []
            if (wide := tab.evaluate("document.documentElement.scrollWidth")) > width:
                found.append(f"scrolls sideways: {wide}")
            self.wrong += [f"{here}: {each}" for each in found]
        self.wrong += [f"{path} ({name}, {persona}): {each}" for each in heard]
        self.seen += 1


def cookies_of(visitor, origin):
    name = settings.SESSION_COOKIE_NAME
    return [
        {"name": name, "value": morsel.value, "url": origin}
        for key, morsel in visitor.factory.cookies.items()
        if key == name
    ]


def test_no_page_has_a_barrier_scrolls_sideways_or_complains(browser, live_server):
    for _line in seed.run(stage.SMALL):
        pass
    cast = worlds.visitors()
    pages = readable_pages(cast)
    crawl = Crawl(browser, live_server.url, {name: cookies_of(who, live_server.url) for name, who in cast.items()})
    for crawl.turn, (name, persona, path) in enumerate(pages):
        for language in ("he", "en"):
            there = path.replace("/he/", f"/{language}/", 1)
            crawl.look(name, persona, there, "light")
            if name in DARK:
                crawl.look(name, persona, there, "dark")
    assert crawl.wrong == []
    assert ONLY or len(pages) > 120
