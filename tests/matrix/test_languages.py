"""Every page in both languages: it says its language and direction, and holds no sentence of the other one."""

import re
from html.parser import HTMLParser

import pytest

from tests.matrix import world as worlds
from tests.matrix.addresses import all_addresses
from tests.matrix.test_permissions import BY_TOKEN, ask, path_of

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
HEBREW, WORDS = re.compile("[\u05d0-\u05ea]{2}"), re.compile(r"[A-Za-z]{3,}")
SKIPPED = {"script", "style", "title", "svg", "code", "option"}
OWN_NAMES = {"עברית", "English"}  # a language is named in its own letters
READERS = ("director", "lead", "anonymous")


class Reader(HTMLParser):
    """Collects the texts of a page with the language they are said to be in; typed texts (dir="auto") are not ours."""

    VOID = frozenset(
        ("meta", "link", "input", "br", "img", "hr", "use", "path", "source", "wbr", "col", "circle", "line")
    )

    def __init__(self):
        super().__init__()
        self.stack, self.wrong, self.lang, self.dir = [("", False, False)], [], "", ""

    def handle_starttag(self, tag, attrs):
        if tag in self.VOID:
            return
        given = dict(attrs)
        if tag == "html":
            self.lang, self.dir = given.get("lang"), given.get("dir")
        lang, typed, skipped = self.stack[-1]
        is_ltr_piece = tag == "bdi" or (tag not in {"html", "body"} and given.get("dir") in {"auto", "ltr"})
        self.stack.append((given.get("lang", lang), typed or is_ltr_piece, skipped or tag in SKIPPED))

    def handle_endtag(self, tag):
        if tag not in self.VOID and len(self.stack) > 1:
            self.stack.pop()

    def handle_data(self, data):
        lang, typed, skipped = self.stack[-1]
        text = data.strip()
        if not text or typed or skipped or text in OWN_NAMES or "@" in text or "/" in text:
            return
        if lang == "he" and not HEBREW.search(text) and len(WORDS.findall(text)) > 1:
            self.wrong.append(text[:60])
        if lang == "en" and HEBREW.search(text):
            self.wrong.append(text[:60])


def read(html):
    reader = Reader()
    reader.feed(html)
    return reader


def test_the_reader_sees_a_planted_sentence_of_the_other_language():
    assert read('<html lang="he" dir="rtl"><p>Some English words</p><p lang="en">Some English words</p>').wrong == [
        "Some English words"
    ]
    assert read('<html lang="en" dir="ltr"><p>שלום עולם</p><p dir="auto">שלום</p>').wrong == ["שלום עולם"]


@pytest.fixture(scope="module")
def pages(django_db_setup, django_db_blocker):
    """{(language, persona, path): Reader} of every page that its reader may open."""
    found = {}
    with django_db_blocker.unblock(), worlds.seeded():
        filler = worlds.Filler("5x2")
        for language in ("he", "en"):
            clients = {persona: worlds.client_of(persona, language) for persona in READERS}
            for address in all_addresses():
                if address.is_act or address.is_api or BY_TOKEN & set(address.parameters):
                    continue
                arguments = filler.arguments(address, filler.own)
                if arguments is None:
                    continue
                for persona in READERS:
                    answer = ask(clients[persona], "get", path := path_of(address, arguments, language))
                    if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
                        page = read(answer.content.decode())
                        if page.lang:  # a fragment stands in a page that says it
                            found[language, persona, path] = page
        yield found


def test_every_page_says_its_language_and_direction(pages):
    assert len(pages) > 200
    wrong = [
        key for key, page in pages.items() if (page.lang, page.dir) != (key[0], {"he": "rtl", "en": "ltr"}[key[0]])
    ]
    assert wrong == []


def test_no_page_holds_a_sentence_of_the_other_language(pages):
    assert {f"{key[2]}: {text}" for key, page in pages.items() for text in page.wrong} == set()
