"""Slots and quiet hours in a reader's own calendar: shifted, merged, never lost, right when the clock moves."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail as django_mail

from audit import services as audit
from communication import outbox, tasks
from communication.digests import build, plan
from communication.models import Delivery, Digest, DigestState, Mail, Preference
from kernel import clock
from kernel.actor import Actor
from tests.actors import make_cast
from tests.factories.working_groups import MeetingFactory, SeatFactory, TaskFactory

pytestmark = pytest.mark.django_db
ISRAEL = ZoneInfo("Asia/Jerusalem")


def cast_before(moment):
    with clock.at(moment - timedelta(days=60)):
        return make_cast()


def news(cast, at, kind="working_groups.meeting.planned"):
    with clock.at(at):
        return audit.record(
            actor=Actor.system(),
            kind=kind,
            subject=MeetingFactory(body=cast.group),
            initiative=cast.initiative,
            about={"body": cast.group.pk},
        )


def run(at, *of):
    """One round of the worker; digests of these people only."""
    with clock.at(at):
        tasks.dispatch_entries()
        plan.plan()
        plan.expire()
        build.settle()
        for key in build.due():
            if Digest.objects.filter(pk=key, person__in=of).exists():
                build.build(key)
        tasks.send_mails()


def hours(first, last, step=timedelta(hours=1)):
    while first <= last:
        yield first
        first += step


def mails_to(person, prefix="<digest."):
    return [
        m for m in django_mail.outbox if m.to == [person.email] and m.extra_headers["Message-ID"].startswith(prefix)
    ]


def test_what_presses_on_friday_at_four_leaves_after_shabbat():
    friday = datetime(2027, 3, 12, 16, 0, tzinfo=ISRAEL)
    cast = cast_before(friday)
    news(cast, friday, "working_groups.meeting.called")
    run(friday + timedelta(minutes=1), cast.member)
    run(friday + timedelta(hours=20), cast.member)
    assert mails_to(cast.member, "<notice.") == []
    leaves = Delivery.objects.get(person=cast.member).not_before.astimezone(ISRAEL)
    assert leaves.weekday() == 5 and leaves.hour >= 18
    run(leaves + timedelta(minutes=1), cast.member)
    assert len(mails_to(cast.member, "<notice.")) == 1


def test_two_dailies_of_a_long_holiday_leave_as_one_when_it_is_over():
    # Rosh Hashanah 2029 is a Monday and a Tuesday: both slots fall into its quiet.
    sunday = datetime(2029, 9, 9, 12, 0, tzinfo=ISRAEL)
    cast = cast_before(sunday)
    # This id leaves twelve minutes after the quiet has ended, at 07:12: before the slot of Wednesday.
    type(cast.member).objects.filter(pk=cast.member.pk).update(public_id="cccccccccccc")
    cast.member.refresh_from_db()
    Preference.objects.create(person=cast.member, kind="digest", choice="daily")
    run(sunday, cast.member)
    entry = news(cast, sunday + timedelta(hours=1))
    for moment in hours(sunday + timedelta(hours=2), datetime(2029, 9, 12, 0, 0, tzinfo=ISRAEL), timedelta(hours=8)):
        run(moment, cast.member)
    assert mails_to(cast.member) == []
    run(datetime(2029, 9, 12, 7, 20, tzinfo=ISRAEL), cast.member)
    rows = Digest.objects.filter(person=cast.member, slot__range=("2029-09-10", "2029-09-11")).order_by("slot")
    assert [row.state for row in rows] == [DigestState.MERGED, DigestState.SENT]
    left = [row for row in rows if row.state == DigestState.SENT]
    assert len(mails_to(cast.member)) == 1
    assert Delivery.objects.get(person=cast.member, entry=entry).digest == left[0]
    assert Mail.objects.get(digest=left[0]).sent_at > datetime(2029, 9, 11, 18, 0, tzinfo=ISRAEL)


def test_a_daily_of_rosh_hashanah_2028_waits_until_saturday_night_or_later():
    wednesday = datetime(2028, 9, 20, 12, 0, tzinfo=ISRAEL)
    cast = cast_before(wednesday)
    Preference.objects.create(person=cast.member, kind="digest", choice="daily")
    news(cast, wednesday)
    with clock.at(datetime(2028, 9, 21, 12, 0, tzinfo=ISRAEL)):
        plan.plan()
    row = Digest.objects.get(person=cast.member)
    assert row.not_before > datetime(2028, 9, 23, 19, 18, tzinfo=ISRAEL)


@pytest.mark.parametrize("last_of_the_old", [datetime(2027, 3, 25), datetime(2027, 10, 28)])
def test_around_a_change_of_the_clock_every_daily_slot_comes_once_at_half_past_seven(last_of_the_old):
    start = last_of_the_old.replace(tzinfo=ISRAEL)
    cast = cast_before(start)
    Preference.objects.create(person=cast.member, kind="digest", choice="daily")
    for moment in hours(start.astimezone(UTC), (start + timedelta(days=6)).astimezone(UTC), timedelta(hours=5)):
        with clock.at(moment):
            plan.plan()
    rows = list(Digest.objects.filter(person=cast.member, slot__gte=start.date()).order_by("slot"))
    assert [row.slot.isoweekday() for row in rows] == [4, 7, 1, 2]
    assert {row.due_at.astimezone(ISRAEL).strftime("%H:%M") for row in rows} == {"07:30"}


def test_a_run_that_starts_four_minutes_earlier_or_hours_late_finds_the_same_slot():
    tuesday = datetime(2027, 3, 9, 8, 0, tzinfo=ISRAEL)
    cast = cast_before(tuesday)
    news(cast, tuesday - timedelta(days=1))
    run(tuesday - timedelta(minutes=4), cast.member)
    assert not mails_to(cast.member)
    run(tuesday + timedelta(hours=5), cast.member)
    run(tuesday + timedelta(hours=6), cast.member)
    assert len(mails_to(cast.member)) == 1


def test_a_person_in_another_zone_gets_it_in_their_own_morning():
    tuesday = datetime(2027, 3, 9, 8, 0, tzinfo=ISRAEL)
    cast = cast_before(tuesday)
    type(cast.member).objects.filter(pk=cast.member.pk).update(time_zone="America/New_York")
    with clock.at(tuesday + timedelta(hours=1)):
        plan.plan()
        assert Digest.objects.filter(person=cast.member, slot="2027-03-09").count() == 0
    with clock.at(tuesday + timedelta(hours=8)):
        plan.plan()
    row = Digest.objects.get(person=cast.member, slot="2027-03-09")
    assert row.due_at.astimezone(ZoneInfo("America/New_York")).strftime("%H:%M") == "08:00"


def test_somebody_with_two_seats_gets_one_digest_with_both_duties_labelled_by_organisation():
    tuesday = datetime(2027, 3, 9, 8, 0, tzinfo=ISRAEL)
    cast = cast_before(tuesday)
    with clock.at(tuesday - timedelta(days=30)):
        seat = SeatFactory(body__initiative=cast.initiative, person=cast.chair)
        for body, part in ((cast.group, cast.chairing), (seat.body, seat.participation)):
            TaskFactory(body=body, participation=part, person=cast.chair, due_on=tuesday.date() + timedelta(days=2))
    run(tuesday + timedelta(hours=2), cast.chair)
    assert len(mails_to(cast.chair)) == 1
    details = [line["detail"] for line in Digest.objects.get(person=cast.chair).content["lines"]]
    for part in (cast.chairing, seat.participation):
        assert any(str(part.organisation) in detail for detail in details)


def test_a_thing_of_the_group_alone_stands_in_no_digest_of_who_may_not_see_it():
    tuesday = datetime(2027, 3, 9, 10, 0, tzinfo=ISRAEL)
    cast = cast_before(tuesday)
    roles = ["lead", "data", "member", "ministry", "stranger", "steering", "evaluator", "applicant"]
    people = {role: cast.person(role) for role in roles}
    for person in people.values():
        Preference.objects.create(person=person, kind="digest", choice="weekly")
        Preference.objects.create(person=person, kind="minutes", choice="digest")
    with clock.at(tuesday - timedelta(days=1)):
        meeting = MeetingFactory(body=cast.group, visibility="body", topic_he="נושא חסוי מאוד")
        audit.record(
            actor=Actor.system(),
            kind="working_groups.minutes.sent",
            subject=meeting,
            initiative=cast.initiative,
            about={"people": [person.pk for person in people.values()]},
            title="נושא חסוי מאוד",
        )
    run(tuesday, *people.values())
    seen = type(meeting).objects.filter(pk=meeting.pk)
    may_see = {role: seen.visible_to(cast.actor(role)).exists() for role in roles}
    told = {role: any("נושא חסוי מאוד" in one.body for one in mails_to(people[role])) for role in roles}
    assert told == may_see
    assert set(told.values()) == {True, False}
    assert outbox.waiting() == []
