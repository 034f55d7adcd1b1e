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
from tests.matrix.test_permissions import BY_TOKEN, path_of

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


def readable_pages() -> list[tuple[str, str, str]]:
    """(address, persona, Hebrew path) of every page, with the first of the cast who may read it."""
    filler, clients, found = worlds.Filler("5x2"), {}, []
    for address in all_addresses():
        if address.is_act or address.is_api or BY_TOKEN & set(address.parameters) or ONLY not in address.name:
            continue
        arguments = filler.arguments(address, filler.own)
        if arguments is None:
            continue
        path = path_of(address, arguments)
        for persona in worlds.PERSONAS:
            if address.name.startswith("account_") and persona != "anonymous":
                continue
            client = clients.setdefault(persona, worlds.client_of(persona))
            answer = client.get(path)
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


def cookies_of(persona, origin):
    if persona == "anonymous":
        return []
    client = worlds.client_of(persona)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    return [{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": origin}]


def test_no_page_has_a_barrier_scrolls_sideways_or_complains(browser, live_server):
    for _line in seed.run(stage.SMALL):
        pass
    pages = readable_pages()
    people = {persona for _name, persona, _path in pages}
    crawl = Crawl(browser, live_server.url, {each: cookies_of(each, live_server.url) for each in people})
    for crawl.turn, (name, persona, path) in enumerate(pages):
        for language in ("he", "en"):
            there = path.replace("/he/", f"/{language}/", 1)
            crawl.look(name, persona, there, "light")
            if name in DARK:
                crawl.look(name, persona, there, "dark")
    assert crawl.wrong == []
    assert ONLY or len(pages) > 120
