"""A new initiative with nothing in it: its lists and dashboards say so in a sentence, in both languages."""

import re

import pytest

from initiative.services import initiatives
from kernel.actor import Actor
from kernel.views import FormPage
from tests.factories.partners import BackboneFactory, MandateFactory
from tests.matrix.addresses import all_addresses
from tests.matrix.reader import read
from tests.matrix.visitor import Visitor
from tests.matrix.walk import path_of

pytestmark = pytest.mark.django_db
# A table without rows, a list without lines.
HOLLOW = re.compile(r"<(tbody|ul|ol|dl)\b[^>]*>\s*</\1>")
# Something stands there from the first day.
NOT_EMPTY = {
    "communication:digests": "the director gets one",
    "initiative:settings-history": "its opening",
    "partners:participations": "the backbone takes part",
    "partners:people": "the director is there",
}


# No such address while no fund is open to the public (tests/funding/test_money_page.py).
NOT_YET = {"funding:money", "funding:money-json", "funding:money-csv"}


def is_a_list(address):
    """Pages of the initiative itself that are no forms."""
    view = getattr(address.view, "view_class", object)
    is_page = not address.is_api and address.methods == ("get",) and not issubclass(view, FormPage)
    return is_page and address.parameters == ("initiative",)


LISTS = [address for address in all_addresses() if is_a_list(address) and address.name not in NOT_YET]


@pytest.fixture
def director():
    names = {"name_he": "יוזמה חדשה", "name_en": "A new initiative"}
    initiative = initiatives.create(actor=Actor.system(), slug="fresh", kind="initiative", **names)
    return MandateFactory(participation=BackboneFactory(initiative=initiative), kind="director").person


@pytest.mark.parametrize("language", ["he", pytest.param("en", marks=pytest.mark.exhaustive)])
@pytest.mark.parametrize("address", LISTS, ids=lambda address: address.name)
def test_an_initiative_with_nothing_in_it_says_so(address, language, director):
    answer = Visitor(director, language).ask("get", path_of(address, {"initiative": "fresh"}, language))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert HOLLOW.findall(text) == []
    assert read(text).wrong == []
    assert ('class="empty' in text) is (address.name not in NOT_EMPTY)


def test_a_hollow_table_is_seen():
    assert HOLLOW.search("<table><tbody class=a>\n</tbody></table>")
