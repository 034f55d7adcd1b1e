"""Around a report: reminders once a step, more time, excuses, two steps, corrections, the command, late comers."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from audit.models import Entry
from kernel import clock
from kernel.actor import Actor
from kernel.errors import Conflict, Invalid, Refused
from measurement.models import Reminder, ReportingRequest, ReportingRules, RequestState, Value
from measurement.services import corrections, cycles, reviews, submissions
from measurement.services import requests as acts
from tests.factories.measurement import Loop

pytestmark = pytest.mark.django_db


@pytest.fixture
def loop():
    loop = Loop(partners=2)
    cycles.open_cycle(actor=loop.actor("coordinator"), cycle=loop.cycle)
    return loop


def accepted(loop):
    submission = submissions.submit(actor=loop.actor("data_officer"), request=loop.fill(0)).submission
    reviews.accept(actor=loop.actor("coordinator"), submission=submission)
    return Value.objects.select_related("definition__measure__initiative", "organisation").get(
        definition=loop.definitions[0], combination__code=""
    )


def test_each_step_of_the_ladder_is_sent_once(loop):
    due = loop.cycle.due_on
    sent = {}
    for days in range(-9, 10):
        day = due + timedelta(days=days)
        sent[days] = acts.remind(actor=Actor.system(), on=day) + acts.remind(actor=Actor.system(), on=day)
    assert {days for days, count in sent.items() if count} == {-7, -1, 1, 7}
    assert Reminder.objects.count() == 8
    assert Entry.objects.filter(kind="measurement.request.reminded").count() == 8


def test_who_has_sent_is_not_reminded(loop):
    submissions.submit(actor=loop.actor("data_officer"), request=loop.fill(0))
    assert acts.remind(actor=Actor.system(), on=loop.cycle.due_on - timedelta(days=7)) == 1


def test_a_date_is_moved_only_forward_and_with_a_reason(loop):
    request, staff = loop.request(), loop.actor("coordinator")
    with pytest.raises(Invalid) as refusal:
        acts.extend(actor=staff, request=request, due_on=request.due_on, reason="כן")
    assert refusal.value.code == "not_later"
    with pytest.raises(Invalid):
        acts.extend(actor=staff, request=request, due_on=request.due_on + timedelta(days=3), reason=" ")
    acts.extend(actor=staff, request=request, due_on=request.due_on + timedelta(days=3), reason="תקלה")
    assert loop.request().due_on == loop.cycle.due_on + timedelta(days=3)


def test_an_officer_may_ask_for_time_but_not_take_it(loop):
    officer, request = loop.actor("data_officer"), loop.request()
    later = request.due_on + timedelta(days=3)
    acts.ask_time(actor=officer, request=request, due_on=later, reason="חופשה")
    with pytest.raises(Refused):
        acts.extend(actor=officer, request=loop.request(), due_on=later, reason="חופשה")
    assert loop.request().due_on == loop.cycle.due_on


def test_an_excuse_that_nobody_asked_for_is_not_granted(loop):
    with pytest.raises(Invalid) as refusal:
        acts.excuse(actor=loop.actor("coordinator"), request=loop.request())
    assert refusal.value.code == "not_asked"


def test_in_two_steps_another_person_sends_what_was_prepared(loop):
    ReportingRules.objects.create(initiative=loop.initiative, two_step=True)
    request = loop.fill(0)
    with pytest.raises(Refused) as refusal:
        submissions.submit(actor=loop.actor("data_officer"), request=request)
    assert refusal.value.code == "two_step"
    with pytest.raises(Refused) as refusal:
        submissions.submit(actor=loop.actor("representative"), request=request)
    assert refusal.value.code == "not_prepared"
    submissions.prepare(actor=loop.actor("data_officer"), request=request)
    sending = submissions.submit(actor=loop.actor("representative"), request=loop.request())
    assert sending.submission.prepared_by_id == loop.people["data_officer"].pk


def test_a_correction_replaces_the_value_and_keeps_the_old_one(loop):
    value = accepted(loop)
    correction = corrections.request(
        actor=loop.actor("data_officer"),
        value=value,
        participation=loop.participations[0],
        columns={"number": Decimal(90)},
        reason="ספירה כפולה",
    )
    with pytest.raises(Conflict):
        corrections.request(
            actor=loop.actor("data_officer"),
            value=value,
            participation=loop.participations[0],
            columns={"number": Decimal(80)},
            reason="שוב",
        )
    new = corrections.accept(actor=loop.actor("director"), correction=correction)
    assert (new.replaces_id, new.number) == (value.pk, 90)
    assert Value.objects.as_of(value.at).get(definition=value.definition, combination__code="").number == 100


def test_a_partner_corrects_only_its_own_value(loop):
    value = accepted(loop)
    with pytest.raises(Refused):
        corrections.request(
            actor=loop.actor("data_officer"),
            value=value,
            participation=loop.participations[1],
            columns={"number": Decimal(90)},
            reason="לא שלי",
        )


def test_a_correction_is_declined_with_a_reason(loop):
    value = accepted(loop)
    correction = corrections.request(
        actor=loop.actor("data_officer"),
        value=value,
        participation=loop.participations[0],
        columns={"number": Decimal(90)},
        reason="ספירה כפולה",
    )
    with pytest.raises(Invalid):
        corrections.decline(actor=loop.actor("coordinator"), correction=correction, answer="")
    corrections.decline(actor=loop.actor("coordinator"), correction=correction, answer="הערך תואם את הקובץ")
    with pytest.raises(Refused):
        corrections.accept(actor=loop.actor("director"), correction=correction)
    assert Value.objects.current().get(definition=value.definition, combination__code="").number == 100


def test_a_closed_cycle_is_opened_again_by_the_director_with_a_reason(loop):
    cycles.close(actor=loop.actor("coordinator"), cycle=loop.cycle)
    with pytest.raises(Refused):
        cycles.reopen(actor=loop.actor("coordinator"), cycle=loop.cycle, reason="טעות")
    cycles.reopen(actor=loop.actor("director"), cycle=loop.cycle, reason="טעות")
    assert loop.cycle.state == "opened"


def test_the_command_opens_once_and_says_what_is_wrong():
    loop = Loop(partners=2)
    for _again in range(2):
        out = StringIO()
        call_command("open_cycle", loop.initiative.slug, "2019S", stdout=out)
        assert "2 requests" in out.getvalue()
    assert ReportingRequest.objects.count() == 2
    with pytest.raises(CommandError, match="no period"):
        call_command("open_cycle", loop.initiative.slug, "spring")
    with pytest.raises(CommandError, match="no initiative"):
        call_command("open_cycle", "nowhere", "2019S")


def test_the_clock_of_the_house_dates_every_row():
    moment = datetime(2018, 9, 3, 8, 0, tzinfo=UTC)
    with clock.at(moment):
        loop = Loop()
        cycles.open_cycle(actor=loop.actor("coordinator"), cycle=loop.cycle)
        value = accepted(loop)
    assert value.at == moment and loop.cycle.opened_at == moment
    assert loop.request().state == RequestState.ACCEPTED
