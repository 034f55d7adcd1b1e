"""Each act on what is measured leaves one entry, tells those it concerns, and refuses what somebody did meanwhile."""

from decimal import Decimal

import pytest
from django.conf import settings

from audit.kinds import find
from audit.models import Entry
from kernel import clock
from kernel.errors import Conflict
from kernel.models import dates_cover
from measurement.models import Assignment, Definition
from measurement.services import definitions, measures, sets
from tests.factories.measurement import Loop
from tests.factories.working_groups import BodyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def loop():
    return Loop(partners=1, measures=1)


def one_entry(kind):
    return Entry.objects.get(kind=kind)


def test_a_change_of_the_goal_or_the_steward_is_told_to_the_group_that_takes_care(loop):
    group, measure = BodyFactory(initiative=loop.initiative), loop.definitions[0].measure
    measures.edit(actor=loop.actor("coordinator"), measure=measure, columns={"steward": group})
    entry = one_entry("measurement.measure.changed")
    assert entry.about["body"] == group.pk and "steward" in entry.changes
    assert "body.chair" in find(entry.kind).audience


def test_a_target_is_told_to_the_group_and_the_same_again_leaves_no_entry(loop):
    group = BodyFactory(initiative=loop.initiative)
    definition = loop.definitions[0]
    measures.edit(actor=loop.actor("coordinator"), measure=definition.measure, columns={"steward": group})
    for _again in range(2):
        measures.set_target(actor=loop.actor("director"), definition=definition, period="2019S", number=Decimal(5))
    assert one_entry("measurement.target.set").about["body"] == group.pk


def test_a_language_is_not_approved_once_the_version_was_agreed(loop):
    measure = loop.definitions[0].measure
    draft = definitions.draft(
        actor=loop.actor("evaluator"), measure=measure, columns={"text_he": "נוסחה", "unit_he": "תלמידים"}
    )
    seen = Definition.objects.get(pk=draft.pk)
    Definition.objects.filter(pk=draft.pk).update(state="agreed")
    with pytest.raises(Conflict):
        definitions.approve(actor=loop.actor("evaluator"), definition=seen, language="he")
    assert not Entry.objects.filter(kind="measurement.definition.approved").exists()


def test_a_partner_is_released_once(loop):
    partner = loop.participations[0]
    assignment = sets.assign(actor=loop.actor("coordinator"), measure_set=loop.measure_set, participation=partner)
    again = Assignment.objects.get(pk=assignment.pk)
    sets.unassign(actor=loop.actor("coordinator"), assignment=assignment)
    with pytest.raises(Conflict):
        sets.unassign(actor=loop.actor("coordinator"), assignment=again)
    one_entry("measurement.set.unassigned")
    assert not Assignment.objects.filter(dates_cover(clock.today()), participation=partner).exists()


def test_every_job_of_measurement_is_in_the_schedule():
    scheduled = {job["task"] for job in settings.CELERY_BEAT_SCHEDULE.values()}
    for name in ("refresh_rollups", "remind", "run_imports", "audit_rollups"):
        assert f"measurement.tasks.{name}" in scheduled
