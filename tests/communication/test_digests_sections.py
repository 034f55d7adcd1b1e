"""What stands in a digest: a thing is told once, as the duty that it is, not again as news."""

from datetime import UTC, datetime, timedelta

import pytest

from audit import services as audit
from communication import outbox
from communication.digests import sections
from communication.models import Delivery, Preference
from kernel import actor, clock
from kernel.actor import Actor
from measurement.services import cycles, reviews, submissions
from tests.actors import make_cast
from tests.factories.measurement import Loop
from tests.factories.working_groups import TaskFactory

pytestmark = pytest.mark.django_db
TUESDAY = datetime(2027, 3, 9, 8, 0, tzinfo=UTC)


@pytest.fixture
def cast():
    with clock.at(TUESDAY - timedelta(days=30)):
        return make_cast()


def given(cast):
    """A task of the member, and the entry that tells it."""
    task = TaskFactory(
        initiative=cast.initiative,
        body=cast.group,
        participation=cast.partner,
        person=cast.member,
        due_on=TUESDAY.date() + timedelta(days=3),
    )
    return audit.record(
        actor=Actor.system(),
        kind="working_groups.task.given",
        subject=task,
        initiative=cast.initiative,
        about={"people": [cast.member.pk]},
    )


def test_what_stands_as_a_duty_is_not_told_again_as_news(cast):
    with clock.at(TUESDAY - timedelta(hours=20)):
        entry = given(cast)
    with clock.at(TUESDAY):
        outbox.dispatch()
        delivery = Delivery.objects.get(person=cast.member, entry=entry)
        content = sections.gather(cast.actor("member"), cast.member)
    assert [line.section for line in content.lines] == ["promised"]
    assert content.deliveries == (delivery.pk,)


def test_a_returned_report_with_an_open_question_is_one_line():
    with clock.at(TUESDAY - timedelta(days=2)):
        loop = Loop()
        cycles.open_cycle(actor=loop.actor("coordinator"), cycle=loop.cycle)
        loop.fill()
        submission = submissions.submit(actor=loop.actor("data_officer"), request=loop.request()).submission
        reviews.ask(actor=loop.actor("evaluator"), submission=submission, text="Are students counted?")
        reviews.return_with_questions(actor=loop.actor("evaluator"), submission=submission)
    officer = loop.people["data_officer"]
    Preference.objects.create(person=officer, kind="requests", choice="digest", at=TUESDAY)
    with clock.at(TUESDAY):
        outbox.dispatch()
        told = {row.entry.kind for row in Delivery.objects.filter(person=officer)}
        content = sections.gather(actor.for_user(officer.pk), officer)
    assert {"measurement.question.asked", "measurement.submission.returned"} <= told
    assert [line.key.split()[0] for line in content.lines] == ["measurement.report.answer"]
    assert set(content.deliveries) == set(Delivery.objects.filter(person=officer).values_list("pk", flat=True))


def test_a_question_that_was_answered_is_asked_of_nobody_any_more():
    with clock.at(TUESDAY - timedelta(days=2)):
        loop = Loop()
        cycles.open_cycle(actor=loop.actor("coordinator"), cycle=loop.cycle)
        loop.fill()
        submission = submissions.submit(actor=loop.actor("data_officer"), request=loop.request()).submission
        question = reviews.ask(actor=loop.actor("evaluator"), submission=submission, text="Are students counted?")
        reviews.return_with_questions(actor=loop.actor("evaluator"), submission=submission)
        reviews.reply(actor=loop.actor("data_officer"), question=question, text="They are.")
        submissions.submit(actor=loop.actor("data_officer"), request=loop.request())
    officer = loop.people["data_officer"]
    Preference.objects.create(person=officer, kind="requests", choice="digest", at=TUESDAY)
    with clock.at(TUESDAY):
        outbox.dispatch()
        content = sections.gather(actor.for_user(officer.pk), officer)
    assert content.lines and {line.section for line in content.lines} == {"news"}
