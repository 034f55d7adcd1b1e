"""The pages of the journal: by number where it is read whole, counted where it is filtered."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from funding.models import JournalEntry
from funding.selectors.journal_page import NumberedPages
from funding.services.bank import Line, take_in
from kernel import clock
from tests.factories.funding import FundWorld

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(cast):
    """A journal of sixty entries: two pages and a half."""
    made = FundWorld(cast)
    lines = [Line(f"L{number}", clock.today(), 100 + number) for number in range(60)]
    take_in(actor=made.treasurer, account=made.account, name="a.csv", hash="a" * 64, lines=lines)
    return made


@pytest.fixture
def ask(world, signed_in):
    client = signed_in(world.cast.treasurer)
    url = reverse("funding:ledger", args=[world.cast.initiative.slug, world.fund.public_id])

    def numbers(**words):
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(url, words)
        found = [line.entry.number for line in answer.context["rows"]]
        return found, answer.context["page"], [one["sql"] for one in asked]

    return numbers


def test_pages_hold_each_entry_once_the_newest_first(ask):
    pages = [ask(page=number)[0] for number in (1, 2, 3)]
    assert [len(page) for page in pages] == [25, 25, 10]
    assert [number for page in pages for number in page] == list(range(60, 0, -1))
    found, page, asked = ask(page=99)
    assert (found, page.number, page.paginator.num_pages, page.start_index()) == (pages[2], 3, 3, 51)
    entries = [sql for sql in asked if 'FROM "funding_journalentry"' in sql]
    assert entries and not any("OFFSET" in sql or "COUNT(" in sql for sql in entries)


def test_what_is_filtered_or_turned_round_is_counted(ask):
    assert ask(sort="-number", page=3)[0] == list(range(51, 61))
    found, page, _asked = ask(account="unassigned", page=2)
    assert (len(found), page.paginator.count) == (25, 60)
    assert ask(account="exchange")[0] == []


def test_an_empty_journal_has_one_empty_page(cast):
    page = NumberedPages(JournalEntry.objects.none().order_by("-number"), 25).page(1)
    assert (list(page.object_list), page.paginator.count) == ([], 0)
