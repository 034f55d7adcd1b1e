"""Every page of every persona in both languages: it says its language and direction, and holds no text of the other.

Two personas often get the same page; it is read once.
"""

import hashlib
import re

import pytest
from django.utils import translation

from audit.models import Entry
from audit.selectors import history
from kernel.actor import Actor
from tests.matrix.addresses import all_addresses
from tests.matrix.objects import Filler
from tests.matrix.reader import read
from tests.matrix.snapshot import demo_world
from tests.matrix.visitor import quick
from tests.matrix.walk import is_walked, path_of
from tests.matrix.world import PERSONAS, own, visitors

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.one_database]
# What differs from one answer to the next, though the page is the same.
ONCE = re.compile(rb'(nonce|value|csrf-token|content)="[\w+/=-]{20,}"|"X-CSRFToken": ?"\w+"')


def test_the_reader_sees_a_planted_sentence_of_the_other_language():
    assert read('<html lang="he" dir="rtl"><p>Some English words</p><p lang="en">Some English words</p>').wrong == [
        "Some English words"
    ]
    assert read('<html lang="en" dir="ltr"><p>שלום עולם</p><p dir="auto">שלום</p>').wrong == ["שלום עולם"]


@pytest.mark.parametrize("attribute", ["title", "aria-label", "placeholder", "alt"])
def test_the_reader_sees_a_planted_attribute(attribute):
    assert read(f'<html lang="he" dir="rtl"><input dir="ltr" {attribute}="Some English words">').wrong


def pages(language, personas):
    """{(persona, path): Reader} of every page that its reader may open."""
    filler, found, known = Filler(own()), {}, set()
    cast = {name: who for name, who in visitors(language).items() if name in personas}
    for address in all_addresses():
        if not is_walked(address) or address.is_api or "get" not in address.methods:
            continue
        path = path_of(address, filler.arguments(address), language)
        for persona, visitor in cast.items():
            answer = visitor.ask("get", path)
            assert answer.status_code < 500, (persona, path)
            if answer.status_code != 200 or not answer.headers["Content-Type"].startswith("text/html"):
                continue
            key = hashlib.sha256(ONCE.sub(b"", answer.content)).digest()
            if key not in known:
                known.add(key)
                page = read(answer.content.decode())
                if page.lang:  # a fragment stands in a page that says it
                    found[persona, path] = page
    return found


class Walked:
    """Every page that somebody of `personas` may open in their language, read once; `least` so many."""

    personas = {"he": PERSONAS, "en": PERSONAS}
    least = {"he": 200, "en": 200}

    @pytest.fixture(scope="class", params=["he", "en"])
    @classmethod
    def walked(cls, request, run_folder, django_db_setup, django_db_blocker):
        """(language, what `pages` found)."""
        with django_db_blocker.unblock(), demo_world(run_folder), quick(renders=True):
            yield request.param, pages(request.param, cls.personas[request.param])

    def test_every_page_says_its_language_and_direction(self, walked):
        language, found = walked
        assert len(found) > self.least[language]
        said = (language, {"he": "rtl", "en": "ltr"}[language])
        assert [key for key, page in found.items() if (page.lang, page.dir) != said] == []

    def test_no_page_holds_a_text_of_the_other_language(self, walked):
        assert {
            f"{path} ({persona}): {text}" for (persona, path), page in walked[1].items() for text in page.wrong
        } == set()


@pytest.mark.exhaustive
class TestOfTheWholeCast(Walked):
    """Each page by each persona."""


@pytest.mark.sample
class TestOfAFew(Walked):
    """Each page of who runs the initiative in Hebrew, of a partner and of the public in English."""

    personas = {"he": ("director",), "en": ("lead", "anonymous")}
    least = {"he": 120, "en": 40}


def test_what_an_act_changed_is_told_in_words_of_the_readers_language(run_folder, db):
    with demo_world(run_folder), translation.override("he"):
        told = {}
        for entry in Entry.objects.exclude(content_type=None).order_by("pk"):
            for name in entry.changes:
                told.setdefault((entry.content_type_id, name), entry)
        lines = [
            line
            for entry in set(told.values())
            if (subject := entry.content_type.model_class()._base_manager.filter(pk=entry.object_id).first())
            for line in history(Actor.system(), subject, limit=500)
        ]
        labels = {str(change.label) for line in lines for change in line.details}
    assert {label for label in labels if not re.search("[\u05d0-\u05ea]|^[0-9/-]+$", label)} == set()
    assert len(labels) > 60
