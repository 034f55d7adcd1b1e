"""Cycles and sets on pages: the matrix, the acts, and who sees what."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kernel import clock
from measurement.models import Assignment, Cycle, CycleState, MeasureSet, ReportingRequest
from measurement.selectors import completeness, duties
from measurement.services import cycles, reviews, submissions
from tests.factories.measurement import Loop
from tests.factories.partners import ParticipationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def loop():
    return Loop(partners=3)


def at(loop, name, *args):
    return reverse(f"measurement:{name}", args=[loop.initiative.slug, *args])


def test_a_cycle_is_planned_opened_and_closed_through_the_pages(client, loop):
    client.force_login(loop.people["coordinator"])
    due = clock.today() + timedelta(days=20)
    answer = client.post(
        at(loop, "cycle-new"),
        {"measure_set": loop.measure_set.public_id, "period": "2019/20", "due_on": due.isoformat()},
    )
    cycle = Cycle.objects.get(period="2019S")
    assert answer.url == cycle.get_absolute_url()
    planned = client.get(answer.url).context
    assert (planned["measures"], planned["will_ask"]) == (2, 3)  # whom opening will ask is known before
    client.post(at(loop, "cycle-open", cycle.public_id))
    assert ReportingRequest.objects.filter(cycle=cycle).count() == 3
    client.post(at(loop, "cycle-close", cycle.public_id))
    cycle.refresh_from_db()
    assert cycle.state == CycleState.CLOSED


def test_a_wrong_period_is_told_on_the_form(client, loop):
    client.force_login(loop.people["coordinator"])
    due = clock.today() + timedelta(days=20)
    answer = client.post(
        at(loop, "cycle-new"),
        {"measure_set": loop.measure_set.public_id, "period": "בערך אביב", "due_on": due.isoformat()},
    )
    assert answer.status_code == 422
    assert "בערך אביב" in answer.content.decode()


def test_the_matrix_counts_everybody_and_shows_the_rows_one_may_see(client, loop):
    cycles.open_cycle(actor=loop.actor("coordinator"), cycle=loop.cycle)
    submission = submissions.submit(actor=loop.actor("data_officer"), request=loop.fill(0)).submission
    reviews.accept(actor=loop.actor("coordinator"), submission=submission)
    staff = completeness.matrix(loop.actor("coordinator"), loop.cycle)
    own = completeness.matrix(loop.actor("data_officer"), loop.cycle)
    assert len(staff.rows) == 3 and len(own.rows) == 1
    assert [(one.reported, one.expected) for one in own.columns] == [(1, 3), (1, 3)]
    assert own.rows[0].cells == ["done", "done"]


def test_the_page_of_a_cycle_opens_for_staff_and_partners(client, loop):
    cycles.open_cycle(actor=loop.actor("coordinator"), cycle=loop.cycle)
    for who in ("coordinator", "signatory"):
        client.force_login(loop.people[who])
        assert client.get(loop.cycle.get_absolute_url()).status_code == 200
        assert client.get(at(loop, "cycles")).status_code == 200


def test_the_matrix_of_forty_partners_costs_few_queries(client, django_assert_max_num_queries):
    loop = Loop(partners=40, measures=25)
    cycles.open_cycle(actor=loop.actor("coordinator"), cycle=loop.cycle)
    client.force_login(loop.people["coordinator"])
    client.get(loop.cycle.get_absolute_url())
    with django_assert_max_num_queries(20):
        client.get(loop.cycle.get_absolute_url())


def test_a_partner_that_came_later_is_asked_by_itself(client, loop):
    cycles.open_cycle(actor=loop.actor("coordinator"), cycle=loop.cycle)
    late = ParticipationFactory(initiative=loop.initiative)
    client.force_login(loop.people["coordinator"])
    client.post(at(loop, "cycle-ask", loop.cycle.public_id), {"participation": late.public_id})
    assert ReportingRequest.objects.filter(cycle=loop.cycle, participation=late).count() == 1


def test_a_set_is_made_edited_and_assigned_through_the_pages(client, loop):
    client.force_login(loop.people["coordinator"])
    measures = [one.measure.public_id for one in loop.definitions]
    client.post(at(loop, "set-new"), {"name_he": "סט ליבה", "measures": measures[:1]})
    made = MeasureSet.objects.get(name_he="סט ליבה")
    assert client.get(made.get_absolute_url()).status_code == 200
    client.post(at(loop, "set-edit", made.public_id), {"name_he": "סט ליבה", "measures": measures})
    assert made.measures.count() == 2
    partner = loop.participations[1]
    client.post(at(loop, "set-assign", made.public_id), {"participation": partner.public_id, "left_out": measures[:1]})
    assert Assignment.objects.get().left_out.count() == 1
    client.post(at(loop, "set-unassign", made.public_id, partner.public_id))
    assert not Assignment.objects.exists()  # it began today, so that nothing was ever owed under it


def test_a_set_in_no_language_is_refused_on_the_form(client, loop):
    client.force_login(loop.people["coordinator"])
    answer = client.post(at(loop, "set-new"), {"measures": [loop.definitions[0].measure.public_id]})
    assert answer.status_code == 422 and "name_he" in answer.context["form"].errors


def test_partners_may_not_plan_and_the_page_says_why(client, loop):
    client.force_login(loop.people["data_officer"])
    assert client.get(at(loop, "cycle-new")).status_code == 403


def test_duties_name_reports_reviews_and_cycles_to_publish(loop):
    cycles.open_cycle(actor=loop.actor("coordinator"), cycle=loop.cycle)
    today = clock.today()
    assert [one.kind for one in duties.for_person(loop.actor("data_officer"), today)] == ["measurement.report.fill"]
    submissions.submit(actor=loop.actor("data_officer"), request=loop.fill(0))
    assert duties.for_person(loop.actor("data_officer"), today) == []
    assert [one.kind for one in duties.for_person(loop.actor("coordinator"), today)] == ["measurement.review"]
    late = [one.kind for one in duties.for_person(loop.actor("coordinator"), today + timedelta(days=30))]
    assert "measurement.late" in late
