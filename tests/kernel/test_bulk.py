"""Rows in bulk: written as the ORM would write them, in chunks, conflicts left out where that is asked."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction

from audit.models import Entry, Heartbeat
from kernel import bulk, clock
from kernel.actor import Actor
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


def test_a_broken_rule_is_told_as_the_orm_tells_it():
    """given a row that is there, when it comes again, then the database refuses it as it refuses any other."""
    now = clock.now()
    bulk.insert(Heartbeat, ("name", "at"), [("one", now)])
    with pytest.raises(IntegrityError), transaction.atomic():
        bulk.insert(Heartbeat, ("name", "at"), [("one", now)])


def test_objects_come_back_as_they_were_made():
    """given objects with texts, JSON, exact numbers and nothing, when they are created, then they read the same."""
    actor = Actor.system()
    hard = 'a tab\t, a line\n, "quotes", \\N and \\ too'
    entries = [
        Entry(kind="kernel.test", object_id=1, subject_title=hard, about={"people": [1, 2]}, changes={"a": ["", hard]}),
        Entry(kind="kernel.test", object_id=2, subject_title="", by_id=actor.user_id),
    ]
    for one in entries:
        one.content_type = ContentType.objects.get_for_model(Entry)
    assert bulk.create(entries) == 2
    first, second = Entry.objects.filter(kind="kernel.test").order_by("object_id")
    assert (first.subject_title, first.about, first.changes) == (hard, {"people": [1, 2]}, {"a": ["", hard]})
    assert (second.subject_title, second.about, second.by_id, second.at) == ("", {}, None, entries[1].at)


def test_exact_numbers_are_rounded_to_their_column():
    """given a number with more places than its column, when it is created, then it is kept as the ORM would keep it."""
    definition = DefinitionFactory()
    cell = CombinationFactory(initiative=definition.measure.initiative)
    row = PublicFigure(
        definition=definition, period="2020", combination=cell, number=Decimal("2") / Decimal("3"), source="Office"
    )
    assert bulk.create([row]) == 1
    assert PublicFigure.objects.get().number == Decimal("0.6667")


def test_what_stands_under_the_same_key_is_written_over_where_that_is_asked():
    """given a row that is there, when it is created over its key, then it holds the new columns, and others go in."""
    now = clock.now()
    later = now + timedelta(hours=1)
    bulk.create([Heartbeat(name="one", at=now)])
    bulk.create([Heartbeat(name="one", at=later), Heartbeat(name="two", at=later)], over=["name"])
    assert dict(Heartbeat.objects.values_list("name", "at")) == {"one": later, "two": later}


def test_nothing_is_created_from_nothing():
    """given no objects, when they are created, then no statement runs."""
    assert bulk.create([]) == 0
