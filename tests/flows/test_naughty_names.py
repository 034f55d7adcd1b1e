"""Names that nobody expects, typed everywhere: shown as typed, escaped, and never turning the words around them."""

from html.parser import HTMLParser

import pytest
from django.urls import reverse
from django.utils import translation

from measurement.models import Measure, MeasureSet
from partners.models import Organisation
from tests.flows.test_bad_input import World

pytestmark = pytest.mark.django_db
NAMES = {
    "both directions, quotes and brackets": "צה\"ל <b>Q</b> & 'IBM' (2)",
    "a template and a format": "{{ 7*7 }}{% debug %} %(name)s %s {0}",
    "a script": "<script>alert(1)</script>",
    "an attribute": '" onfocus=alert(1) autofocus x="',
    "a formula": '=HYPERLINK("http://x","y")',
    "a picture": "<img src=x onerror=alert(1)>",
    "letters of four bytes": "👨\u200d👩\u200d👧 𝒳 جمعية",
    "niqqud and maqaf": "שָׁלוֹם תל\u05beאביב 5×2",
}
DAILY, REST = ("both directions, quotes and brackets", "a script"), pytest.mark.exhaustive
PAGES = ("measures", "cycles", "requests", "sets", "reviews")


class Places(HTMLParser):
    """Where a text stands without anything that isolates it."""

    VOID = frozenset(("meta", "link", "input", "br", "img", "hr", "use", "path", "col", "circle", "line", "rect"))
    SKIPPED = frozenset(("script", "style", "title", "option", "svg", "textarea"))

    def __init__(self, wanted):
        super().__init__()
        self.wanted, self.stack, self.found, self.bare, self.alien = wanted, [("", False)], 0, [], []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if any(name.startswith("on") for name in given) or (tag == "img" and given.get("src") == "x") or tag == "b":
            self.alien.append((tag, given))
        if tag in self.VOID:
            return
        isolates = tag == "bdi" or (tag != "html" and "dir" in given)
        self.stack.append((tag, self.stack[-1][1] or isolates or tag in self.SKIPPED))

    def handle_endtag(self, tag):
        if tag not in self.VOID and len(self.stack) > 1:
            self.stack.pop()

    def handle_data(self, data):
        if self.wanted in data:
            self.found += 1
            if not self.stack[-1][1] and "\u2068" not in data:
                self.bare.append(" > ".join(tag for tag, _ok in self.stack[-3:]))


def pages(world):
    """The pages of the loop that show names, each with the one who reads it."""
    slug = world.loop.initiative.slug
    measure = world.loop.definitions[0].measure
    for who in ("coordinator", "data_officer"):
        client = world.client(who)
        for name in PAGES:
            yield client, reverse(f"measurement:{name}", args=[slug])
        yield client, measure.get_absolute_url()
        yield client, world.loop.definitions[0].get_absolute_url()
        yield client, world.page("request")
        yield client, world.loop.cycle.get_absolute_url()
        yield client, reverse("partners:participations", args=[slug])
        yield client, world.loop.participations[0].get_absolute_url()
    yield world.client("data_officer"), world.page("request-check")
    yield world.client("data_officer"), world.page("request-story")


@pytest.mark.parametrize("language", ["he", "en"])
@pytest.mark.parametrize("kind", [kind if kind in DAILY else pytest.param(kind, marks=REST) for kind in NAMES])
def test_a_name_is_shown_as_typed_and_keeps_to_itself(kind, language):
    name = NAMES[kind]
    with translation.override(language):
        world = World(language)
        for model in (Organisation, Measure, MeasureSet):
            model.objects.update(name_he=name, name_en=name)
        shown = 0
        for client, address in pages(world):
            answer = client.get(address)
            if answer.status_code in {403, 404}:
                continue
            assert answer.status_code == 200, address
            read = Places(name)
            read.feed(answer.content.decode())
            shown += read.found
            own = [one for one in read.alien if one[0] != "b" or kind.startswith("both")]
            assert kind.startswith("both") or own == [], f"{address}: {own}"
            assert "<b>Q</b>" not in answer.content.decode()
            assert read.bare == [], f"{address}: {read.bare}"
        assert shown > 10
