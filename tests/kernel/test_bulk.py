"""Rows in bulk: written as the ORM would write them, in chunks, conflicts left out where that is asked."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from audit.models import Heartbeat
from kernel import bulk, clock
from measurement.models import PublicFigure
from tests.factories.measurement import CombinationFactory, DefinitionFactory

pytestmark = pytest.mark.django_db


def test_numbers_days_and_moments_come_back_as_they_were(monkeypatch):
    """given more rows than a chunk, when they are inserted, then the ORM reads the same values."""
    monkeypatch.setattr(bulk, "CHUNK", 2)
    definition = DefinitionFactory()
    cell = CombinationFactory(initiative=definition.measure.initiative)
    at = clock.now()
    columns = ("definition_id", "period", "combination_id", "series", "number", "weight", "quality")
    columns += ("source", "url", "retrieved_on", "is_headline", "at")
    rows = [
        (
            definition.pk,
            str(year),
            cell.pk,
            "",
            Decimal("12.3400"),
            None,
            "final",
            "Office",
            "",
            date(2026, 1, 2),
            True,
            at,
        )
        for year in range(2001, 2006)
    ]
    assert bulk.insert(PublicFigure, columns, rows) == 5
    found = PublicFigure.objects.get(period="2003")
    assert (found.number, found.weight, found.retrieved_on, found.at) == (Decimal("12.34"), None, date(2026, 1, 2), at)
    assert found.is_headline is True


def test_a_conflict_is_left_out_where_that_is_asked():
    """given a row that is there, when it comes again and conflicts are ignored, then only new ones go in."""
    now = clock.now()
    bulk.insert(Heartbeat, ("name", "at"), [("one", now)])
    later = now + timedelta(hours=1)
    bulk.insert(Heartbeat, ("name", "at"), [("one", later), ("two", later)], ignore_conflicts=True)
    assert Heartbeat.objects.get(name="one").at == now
    assert Heartbeat.objects.filter(name="two").exists()
