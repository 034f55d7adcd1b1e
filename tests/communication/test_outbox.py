"""Entries of the log reach the people they concern, once each, and nobody who may not see the thing."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail as django_mail

from audit import services as audit
from audit.models import Entry
from communication import notices, outbox, tasks
from communication.models import Channel, Delivery, Dispatch, Mark, Preference
from kernel import clock
from kernel.actor import Actor
from tests.actors import actor_of, make_cast
from tests.factories.working_groups import MeetingFactory
from working_groups.models import Meeting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def tuesday_morning():
    """Outside quiet hours: Tuesday 9 March 2027, 10:00 in Israel."""
    with clock.at(datetime(2027, 3, 9, 8, 0, tzinfo=UTC)):
        yield


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def meeting(cast):
    return MeetingFactory(body=cast.group)


def tell(cast, subject, kind="working_groups.meeting.called", by=None, **about):
    return audit.record(
        actor=actor_of(by) if by else Actor.system(),
        kind=kind,
        subject=subject,
        initiative=cast.initiative,
        about={"body": cast.group.pk, **about},
    )


def told(entry):
    return set(Delivery.objects.filter(entry=entry).values_list("person__email", flat=True))


def test_members_of_the_body_and_the_coordinator_hear_of_a_call_but_not_who_called(cast, meeting):
    entry = tell(cast, meeting, by=cast.coordinator)
    outbox.dispatch()
    assert told(entry) == {cast.chair.email, cast.member.email}
    assert set(Delivery.objects.values_list("channel", flat=True)) == {Channel.MAIL}


def test_running_twice_tells_once(cast, meeting):
    tell(cast, meeting)
    outbox.dispatch()
    count = Delivery.objects.count()
    outbox.dispatch()
    Dispatch.objects.all().delete()
    outbox.dispatch()
    assert Delivery.objects.count() == count > 0


def test_each_delivery_becomes_one_mail_in_the_language_of_its_person(cast, meeting):
    type(cast.member).objects.filter(pk=cast.member.pk).update(language="en")
    tell(cast, meeting)
    tasks.dispatch_entries()
    tasks.dispatch_entries()
    tasks.send_mails()
    sent = {message.to[0]: message for message in django_mail.outbox}
    assert len(django_mail.outbox) == len(sent) == 3
    assert sent[cast.member.email].extra_headers["Content-Language"] == "en"
    assert "Meeting called" in sent[cast.member.email].subject
    assert sent[cast.chair.email].extra_headers["Content-Language"] == "he"
    assert sent[cast.chair.email].extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_notice_comes_from_the_name_that_the_initiative_chose_else_from_its_own(cast, meeting):
    for chosen in ("צוות המיזם", ""):
        type(cast.initiative).objects.filter(pk=cast.initiative.pk).update(sender_name_he=chosen)
        tell(cast, meeting)
        tasks.dispatch_entries()
        tasks.send_mails()
        assert django_mail.outbox[-1].from_email.startswith(f'"{chosen or cast.initiative.name_he}" <')


def test_who_may_not_see_the_subject_is_not_told(cast, meeting):
    entry = tell(cast, meeting, kind="working_groups.minutes.sent", people=[cast.member.pk, cast.stranger.pk])
    outbox.dispatch()
    assert told(entry) == {cast.member.email}


def test_who_has_not_joined_gets_nothing(cast, meeting):
    type(cast.member).objects.filter(pk=cast.member.pk).update(joined_at=None)
    entry = tell(cast, meeting)
    outbox.dispatch()
    assert cast.member.email not in told(entry)


def test_a_choice_moves_the_same_thing_to_the_digest_or_off(cast, meeting):
    Preference.objects.create(person=cast.chair, kind="meetings", choice="digest")
    Preference.objects.create(person=cast.member, kind="meetings", choice="off")
    entry = tell(cast, meeting)
    outbox.dispatch()
    assert told(entry) == {cast.chair.email, cast.coordinator.email}
    assert Delivery.objects.get(person=cast.chair).channel == Channel.DIGEST


def test_what_a_right_hangs_on_comes_at_once_whatever_was_chosen(cast, meeting):
    Preference.objects.create(person=cast.member, kind="decisions", choice="off")
    tell(cast, meeting, kind="working_groups.decision.tabled", people=[cast.member.pk])
    outbox.dispatch()
    assert Delivery.objects.get(person=cast.member).channel == Channel.MAIL


def test_old_entries_are_told_in_the_digest_and_long_past_ones_to_nobody(cast, meeting):
    with clock.at(clock.now() - timedelta(days=3)):
        late = tell(cast, meeting)
    with clock.at(clock.now() - timedelta(days=40)):
        past = tell(cast, meeting)
    outbox.dispatch()
    assert set(Delivery.objects.filter(entry=late).values_list("channel", flat=True)) == {Channel.DIGEST}
    assert told(past) == set() and Dispatch.objects.filter(entry=past).exists()


def test_a_lower_key_that_commits_later_is_still_told(cast, meeting):
    first, second = tell(cast, meeting), tell(cast, meeting)
    Entry.objects.filter(pk=first.pk)
    Dispatch.objects.create(entry=second)
    outbox.dispatch()
    assert Dispatch.objects.filter(entry=first).exists() and told(first)


def test_the_mark_rises_only_over_what_is_told_and_an_hour_old(cast, meeting):
    with clock.at(clock.now() - timedelta(hours=3)):
        old = tell(cast, meeting)
    young = tell(cast, meeting)
    outbox.dispatch()
    assert Mark.objects.get(name="dispatch").entry_key == old.pk
    with clock.at(clock.now() + timedelta(hours=2)):
        outbox.dispatch()
    assert Mark.objects.get(name="dispatch").entry_key == young.pk


def test_access_that_ends_before_the_mail_leaves_stops_it(cast, meeting):
    tell(cast, meeting)
    outbox.dispatch()
    notices.write_due()
    cast.group.seats.filter(person=cast.member).update(ends_on=clock.today() - timedelta(days=1))
    Meeting.objects.filter(pk=meeting.pk).update(visibility="body")
    tasks.send_mails()
    assert cast.member.email not in {message.to[0] for message in django_mail.outbox}
    assert cast.chair.email in {message.to[0] for message in django_mail.outbox}


def test_three_hundred_entries_go_in_batches_with_a_bounded_number_of_queries(cast, django_assert_max_num_queries):
    rows = [MeetingFactory(body=cast.group) for _n in range(30)]
    for row in rows:
        tell(cast, row)
    with django_assert_max_num_queries(60):
        assert outbox.dispatch() == 30
