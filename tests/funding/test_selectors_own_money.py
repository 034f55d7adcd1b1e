"""What a funder's money came to: promised, received, still to come, and its share as its own report tells it."""

from datetime import timedelta

import pytest
from django.utils import translation

from funding.selectors import own_money
from funding.services import fund_reports
from kernel import clock
from kernel.formatting import amount

pytestmark = pytest.mark.django_db


def test_what_was_promised_is_what_came_and_what_is_to_come(world):
    world.pledge(60_000_00, parts=3)
    (one,) = own_money.of(world.funder)
    assert (one.promised, one.received, one.to_come) == (60_000_00, 0, 60_000_00)
    assert one.next_on == clock.today()


def test_who_promised_nothing_has_no_row(world):
    assert own_money.of(world.funder) == []
    assert own_money.share([]) is None


def test_the_funder_reads_its_money_first(world, page):
    world.pledge(60_000_00, parts=3)
    report = fund_reports.make(
        actor=world.treasurer,
        fund=world.fund,
        starts_on=clock.today() - timedelta(days=30),
        as_of=clock.today(),
        funder=world.funder,
    )
    read = page("funder", "funder", world.funder).content.decode()
    assert amount(60_000_00) in read
    assert report.get_absolute_url().split("/", 2)[2] in read
    found = own_money.share([report])
    assert found is not None and found[1]["free"] == found[1]["came"] - found[1]["paid"] - found[1]["committed"]


def test_the_decision_put_to_the_body_is_written_in_each_language(world):
    with translation.override("he"):
        assert "Allocate" not in translation.gettext("Allocate %(amount)s to %(organisation)s for “%(title)s”.")
