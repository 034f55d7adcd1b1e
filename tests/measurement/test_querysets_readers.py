"""Who of the backbone reads what single partners report: director, coordinators, evaluator; not the treasurer."""

import pytest

from measurement.models import Consent, ReportingRequest, Submission, Value
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
