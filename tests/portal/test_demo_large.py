"""The large world: as many values as its size says, facts that hang together, totals that its own audit finds right."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from measurement.models import ReportingRequest, Rollup, Value
from measurement.services import rollups
from portal.demo import large
from tests.factories.initiative import InitiativeFactory

pytestmark = pytest.mark.django_db
TINY = large.Scale(partners=6, measures=3, periods=2, cells=3)


def test_a_large_world_holds_facts_of_those_who_reported_and_right_totals():
    """given a tiny scale, when it is written, then each report is whole and no total differs."""
    initiative = InitiativeFactory()
    said = list(large.run(initiative, TINY))
    reported = ReportingRequest.objects.filter(state="accepted").count()
    assert ReportingRequest.objects.count() == TINY.partners * TINY.periods
    assert Value.objects.filter(replaces__isnull=True).count() == reported * TINY.measures * TINY.cells
    assert Rollup.objects.filter(scope_key="initiative").count() == TINY.periods * TINY.measures * TINY.cells
    assert rollups.audit(initiative.pk) == []
    assert len(said) == 2 + TINY.periods


def test_a_correction_replaces_its_first_once_and_the_next_row_gets_a_free_key():
    """given many values, when some are corrected, then the current rows are one a cell and new rows can be inserted."""
    initiative = InitiativeFactory()
    list(large.run(initiative, large.Scale(partners=10, measures=5, periods=1, cells=4)))
    later = Value.objects.filter(replaces__isnull=False)
    assert later.exists()
    assert Value.objects.current().count() == Value.objects.filter(replaces__isnull=True).count()
    first = later.first()
    row = Value.objects.create(
        organisation=first.organisation,
        definition=first.definition,
        period="1999",
        combination=first.combination,
        number=1,
    )
    assert row.pk > later.order_by("-pk").first().pk


def test_the_command_refuses_an_unknown_initiative_and_a_second_time(monkeypatch):
    """given no such initiative, or one that is large already, when the command runs, then it says what to do."""
    monkeypatch.setitem(large.SCALES, "S", TINY)
    with pytest.raises(CommandError, match="no initiative"):
        call_command("seed_large", size="S", initiative="nowhere", stdout=StringIO())
    initiative = InitiativeFactory()
    out = StringIO()
    call_command("seed_large", size="S", initiative=initiative.slug, stdout=out)
    assert f"{TINY.values} values" in out.getvalue()
    with pytest.raises(CommandError, match="already"):
        call_command("seed_large", size="S", initiative=initiative.slug, stdout=StringIO())
