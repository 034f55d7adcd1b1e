"""Who of the backbone reads what single partners report: director, coordinators, evaluator; not the treasurer."""

from datetime import timedelta

import pytest
from django.utils import translation

from kernel import clock
from measurement.models import Consent, CycleState, ReportingRequest, RequestState, Submission, Value
from measurement.selectors import duties
from measurement.selectors.points import reader
from tests.factories.measurement import RequestFactory, SubmissionFactory, ValueFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def reported(cast):
    request = RequestFactory(participation=cast.partner, cycle__measure_set__initiative=cast.initiative)
    SubmissionFactory(request=request)
    ValueFactory(organisation=cast.partner.organisation, definition__measure__initiative=cast.initiative)
    return cast


@pytest.mark.parametrize("model", [ReportingRequest, Submission, Value])
def test_the_treasurer_does_not_read_a_partners_report(reported, model):
    for role in ("director", "coordinator", "evaluator"):
        assert model.objects.visible_to(reported.actor(role)).exists(), role
    assert not model.objects.visible_to(reported.actor("treasurer")).exists()
    assert not Consent.objects.visible_to(reported.actor("treasurer")).exists()


def test_the_treasurer_reads_totals_as_whoever_takes_part(cast):
    assert reader(cast.actor("evaluator"), cast.initiative.pk).sees_all
    told = reader(cast.actor("treasurer"), cast.initiative.pk)
    assert (told.sees_all, told.takes_part) == (False, True)


def test_a_late_cycle_tells_how_many_of_the_asked_are_in(cast):
    """given one report accepted and one late, then who runs the initiative reads "1 of 2" in one line."""
    yesterday = clock.today() - timedelta(days=1)
    late = RequestFactory(
        participation=cast.partner,
        cycle__measure_set__initiative=cast.initiative,
        cycle__state=CycleState.OPENED,
        cycle__due_on=yesterday,
        due_on=yesterday,
    )
    RequestFactory(participation=cast.other, cycle=late.cycle, state=RequestState.ACCEPTED, due_on=yesterday)
    with translation.override("en"):
        (duty,) = [one for one in duties.for_person(cast.actor("coordinator"), clock.today()) if one.urgency == "late"]
    assert duty.title.startswith("One late report, 1 of 2 are in")
