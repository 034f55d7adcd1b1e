"""What a published cycle holds is locked: a report that slipped in neither counts nor goes back; none slips in."""

import pytest

from kernel.errors import Conflict, Refused
from measurement.models import Cycle, CycleState, ReportingRequest, RequestState, Value
from measurement.policies import reviews as policies
from measurement.services import cycles, reviews, submissions
from tests.factories.measurement import Loop
from tests.measurement.api import base, client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def loop(db):
    loop = Loop()
    cycles.open_cycle(actor=loop.actor("coordinator"), cycle=loop.cycle)
    return loop


def published(loop):
    """A report that waits for review in a cycle that is published all the same; as it is read from the database."""
    request = loop.fill(0)
    sent = submissions.submit(actor=loop.actor("data_officer"), request=request).submission
    Cycle.objects.filter(pk=loop.cycle.pk).update(state=CycleState.PUBLISHED)
    sent.request = ReportingRequest.objects.get(pk=request.pk)
    return sent


@pytest.mark.parametrize("state", [CycleState.OPENED, CycleState.CLOSED])
def test_a_report_is_accepted_while_the_cycle_is_not_published(loop, state):
    sent = published(loop)
    Cycle.objects.filter(pk=loop.cycle.pk).update(state=state)
    sent.request.refresh_from_db()
    reviews.accept(actor=loop.actor("coordinator"), submission=sent)
    assert sent.request.state == RequestState.ACCEPTED and Value.objects.exists()


def test_no_report_is_accepted_into_a_published_cycle(loop):
    sent = published(loop)
    with pytest.raises(Refused) as refusal:
        reviews.accept(actor=loop.actor("coordinator"), submission=sent)
    assert refusal.value.code == "published" and not Value.objects.exists()
    assert reviews.accept_many(actor=loop.actor("coordinator"), submissions=[sent]) == []


@pytest.mark.parametrize("may", [policies.may_ask, policies.may_return, policies.may_accept])
def test_every_act_of_review_says_why(loop, may):
    assert may(loop.actor("coordinator"), published(loop)).code == "published"


@pytest.mark.parametrize("act", [submissions.submit, submissions.prepare])
def test_a_report_is_not_sent_into_a_cycle_that_was_closed_while_it_was_read(loop, act):
    request = loop.fill(0)
    stale = ReportingRequest.objects.select_related("cycle__measure_set__initiative").get(pk=request.pk)
    assert stale.cycle.state == CycleState.OPENED
    cycles.close(actor=loop.actor("coordinator"), cycle=Cycle.objects.get(pk=loop.cycle.pk))
    with pytest.raises((Conflict, Refused)):
        act(actor=loop.actor("data_officer"), request=stale)
    request.refresh_from_db()
    assert request.state == RequestState.IN_PROGRESS and not request.submissions.exists()


def test_several_reports_are_accepted_at_once_by_the_interface(loop):
    sent = [
        submissions.submit(actor=loop.actor("data_officer"), request=loop.fill(0)).submission,
    ]
    url = f"{base(loop)}reviews/accept/"
    chosen = {"chosen": [one.public_id for one in sent] + ["nobody"]}
    answer = client_of(loop, "coordinator").post(url, chosen, format="json")
    assert (answer.status_code, answer.json()) == (200, {"accepted": [one.public_id for one in sent]})
    assert client_of(loop, "data_officer").post(url, chosen, format="json").status_code in {403, 404}
