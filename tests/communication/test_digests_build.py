"""A digest: once for a person and a slot, only when there is something to tell, only what its person may see."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest
from django.core import mail as django_mail
from django.db import IntegrityError, transaction

from audit import services as audit
from communication import outbox, tasks
from communication.digests import build, plan
from communication.digests import run as rounds
from communication.models import Channel, Delivery, Digest, DigestState, Mail, MailState, Preference
from kernel import clock
from kernel.actor import Actor
from tests.actors import make_cast
from tests.factories.accounts import PersonFactory
from tests.factories.working_groups import MeetingFactory

pytestmark = pytest.mark.django_db
# Tuesday 9 March 2027, 10:00 in Israel: every weekly slot of 08:00 is due and out of its stagger.
TUESDAY = datetime(2027, 3, 9, 8, 0, tzinfo=UTC)
MONDAY = TUESDAY - timedelta(days=1)


@pytest.fixture
def cast():
    with clock.at(MONDAY - timedelta(days=30)):
        return make_cast()


def news(cast, kind="working_groups.meeting.planned", at=MONDAY, **about):
    """Something that members of the group hear of in their digest."""
    with clock.at(at):
        return audit.record(
            actor=Actor.system(),
            kind=kind,
            subject=MeetingFactory(body=cast.group),
            initiative=cast.initiative,
            about={"body": cast.group.pk, **about},
        )


def run(at=TUESDAY, of=None):
    """One round of the worker: hand out, plan, build (of one person, where a test looks at no other), send."""
    with clock.at(at):
        tasks.dispatch_entries()
        plan.plan()
        plan.expire()
        build.settle()
        build.take_back()
        for key in build.due():
            if of is None or Digest.objects.filter(pk=key, person=of).exists():
                build.build(key)
        tasks.send_mails()


def digests():
    """Digest mails that left, by recipient."""
    return {m.to[0]: m for m in django_mail.outbox if m.extra_headers["Message-ID"].startswith("<digest.")}


def parsed(message):
    return message_from_bytes(message.message().as_bytes(), policy=policy.default)


def test_the_member_of_a_group_gets_one_digest_with_the_news_of_the_week(cast):
    entry = news(cast)
    run(of=cast.member)
    assert entry.subject_title in digests()[cast.member.email].body.replace("\u2068", "").replace("\u2069", "")
    digest = Digest.objects.get(person=cast.member)
    assert (digest.state, digest.slot.isoformat()) == (DigestState.SENT, "2027-03-09")
    assert Delivery.objects.get(person=cast.member, entry=entry).digest == digest


def test_mails_come_from_the_name_that_the_initiative_chose(cast):
    type(cast.initiative).objects.filter(pk=cast.initiative.pk).update(sender_name_he="צוות המיזם", short_name_he="קצר")
    news(cast)
    run(of=cast.member)
    digest = digests()[cast.member.email]
    assert digest.from_email.startswith('"צוות המיזם" <') and "קצר" in digest.subject


def test_running_everything_twice_sends_once(cast):
    news(cast)
    run()
    before = len(django_mail.outbox)
    run()
    run(TUESDAY + timedelta(minutes=4))
    assert len(django_mail.outbox) == before > 0
    assert Mail.objects.filter(kind="digest").count() == Digest.objects.filter(state=DigestState.SENT).count()


def test_two_planners_at_once_make_one_row(cast):
    with clock.at(TUESDAY):
        plan.plan()
        count = Digest.objects.count()
        plan.plan()
    assert Digest.objects.count() == count > 0
    one = Digest.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        Digest.objects.create(
            person=one.person,
            slot=one.slot,
            cadence="weekly",
            due_at=one.due_at,
            not_before=one.not_before,
            expires_at=one.expires_at,
        )


def test_nothing_to_tell_sends_nothing_and_says_so(cast):
    run(of=cast.member)
    assert cast.member.email not in digests()
    assert Digest.objects.get(person=cast.member).state == DigestState.SKIPPED_EMPTY


def test_who_chose_the_digest_finds_there_what_others_get_at_once(cast):
    Preference.objects.create(person=cast.member, kind="meetings", choice="digest")
    entry = news(cast, kind="working_groups.meeting.called")
    run(of=cast.member)
    assert Delivery.objects.get(person=cast.chair, entry=entry).channel == Channel.MAIL
    assert Delivery.objects.get(person=cast.member, entry=entry).digest == Digest.objects.get(person=cast.member)


def test_an_outage_of_36_hours_brings_one_daily_and_loses_nothing(cast):
    run(TUESDAY - timedelta(days=2), of=cast.coordinator)
    entry = news(cast, at=TUESDAY - timedelta(hours=36))
    run(TUESDAY, of=cast.coordinator)
    rows = Digest.objects.filter(person=cast.coordinator, state=DigestState.SENT)
    assert rows.count() == 1
    assert Delivery.objects.get(person=cast.coordinator, entry=entry).digest in rows


def test_what_commits_while_a_digest_is_built_comes_in_the_next(cast):
    first = news(cast)
    run(of=cast.member)
    late = news(cast, at=TUESDAY - timedelta(minutes=1))
    run(TUESDAY + timedelta(days=7), of=cast.member)
    owners = {
        entry: Delivery.objects.get(person=cast.member, entry=entry).digest.slot.isoformat() for entry in (first, late)
    }
    assert owners == {first: "2027-03-09", late: "2027-03-16"}


def test_access_that_ends_between_build_and_sending_takes_the_line_out(cast):
    news(cast)
    with clock.at(TUESDAY):
        outbox.dispatch()
        plan.plan()
        build.build(Digest.objects.get(person=cast.member).pk)
        cast.group.seats.filter(person=cast.member).update(ends_on=MONDAY.date())
        tasks.send_mails()
    assert cast.member.email not in digests()
    assert Mail.objects.get(kind="digest", person=cast.member).state == MailState.EXPIRED
    assert Digest.objects.get(person=cast.member).state == DigestState.EXPIRED


def test_a_choice_made_a_second_before_the_slot_is_honoured(cast):
    news(cast)
    with clock.at(TUESDAY):
        outbox.dispatch()
        plan.plan()
        Preference.objects.create(person=cast.member, kind="digest", choice="off")
    run(of=cast.member)
    assert cast.member.email not in digests()
    assert Digest.objects.get(person=cast.member).state == DigestState.SUPPRESSED


def test_stopping_between_build_and_sending_is_honoured(cast):
    news(cast)
    with clock.at(TUESDAY):
        outbox.dispatch()
        plan.plan()
        build.build(Digest.objects.get(person=cast.member).pk)
        Preference.objects.create(person=cast.member, kind="digest", choice="off")
        tasks.send_mails()
    assert cast.member.email not in digests()


def test_a_retry_sends_the_frozen_content_under_the_same_message_id(cast):
    news(cast)
    run(of=cast.member)
    first = digests()[cast.member.email]
    mail = Mail.objects.get(kind="digest", person=cast.member)
    news(cast, at=TUESDAY)
    Mail.objects.filter(pk=mail.pk).update(
        state=MailState.HANDING_OVER, claimed_at=TUESDAY - timedelta(minutes=20), sent_at=None
    )
    django_mail.outbox.clear()
    with clock.at(TUESDAY + timedelta(minutes=1)):
        tasks.send_mails()
    again = digests()[cast.member.email]
    assert (again.body, again.subject) == (first.body, first.subject)
    assert again.extra_headers["Message-ID"] == first.extra_headers["Message-ID"]
    assert Mail.objects.get(pk=mail.pk).maybe_sent


def test_what_a_dead_worker_was_building_is_taken_up_again_three_times_at_most(cast):
    news(cast)
    with clock.at(TUESDAY):
        tasks.dispatch_entries()
        plan.plan()
        row = Digest.objects.get(person=cast.member)
        for _death in range(build.ATTEMPTS):
            assert build._claim(Digest.objects.select_related("person").get(pk=row.pk))
            Digest.objects.filter(pk=row.pk).update(claimed_at=TUESDAY - timedelta(minutes=11))
            build.take_back()
    row.refresh_from_db()
    assert row.state == DigestState.FAILED


def test_five_hundred_items_are_twelve_lines_and_a_count(cast):
    with clock.at(MONDAY):
        rows = MeetingFactory.build_batch(500, body=cast.group)
        type(rows[0]).objects.bulk_create(rows)
        audit.record_many(
            actor=Actor.system(),
            kind="working_groups.meeting.planned",
            subjects=type(rows[0]).objects.filter(body=cast.group),
            initiative=cast.initiative,
            about_of=lambda _meeting: {"body": cast.group.pk},
        )
    with clock.at(TUESDAY):
        while outbox.dispatch():
            pass
    run(of=cast.member)
    body = digests()[cast.member.email].body
    assert body.count("http") < 20
    assert "488" in body


def test_several_changes_of_one_thing_are_one_line(cast):
    entry = news(cast)
    with clock.at(MONDAY):
        audit.record(
            actor=Actor.system(),
            kind="working_groups.meeting.opened",
            subject=entry.subject,
            initiative=cast.initiative,
            about={"body": cast.group.pk},
        )
    run(of=cast.member)
    lines = Digest.objects.get(person=cast.member).content["lines"]
    assert len(lines) == 1 and len(lines[0]["deliveries"]) == 2


def test_what_was_seen_already_is_no_news(cast):
    news(cast)
    with clock.at(TUESDAY):
        outbox.dispatch()
        Delivery.objects.filter(person=cast.member).update(seen_at=TUESDAY)
    run(of=cast.member)
    assert Digest.objects.get(person=cast.member).state == DigestState.SKIPPED_EMPTY


def test_a_person_who_left_gets_none(cast):
    news(cast)
    with clock.at(TUESDAY):
        outbox.dispatch()
        plan.plan()
    PersonFactory._meta.model.objects.filter(pk=cast.member.pk).update(erased_at=TUESDAY, is_active=False)
    run(of=cast.member)
    assert cast.member.email not in digests()
    with clock.at(TUESDAY + timedelta(days=7)):
        plan.plan()
    assert Digest.objects.filter(person=cast.member).count() == 1


def test_a_ministrys_contact_gets_none_unless_chosen(cast):
    with clock.at(TUESDAY):
        plan.plan()
        assert not Digest.objects.filter(person=cast.ministry).exists()
        Preference.objects.create(person=cast.ministry, kind="digest", choice="weekly")
        plan.plan()
    assert Digest.objects.filter(person=cast.ministry).exists()


def test_of_several_roles_the_most_frequent_decides_and_one_mail_comes(cast):
    news(cast)
    run()
    rows = Digest.objects.filter(person=cast.coordinator)
    assert [row.cadence for row in rows] == ["daily"]
    assert len([m for m in django_mail.outbox if m.to == [cast.chair.email]]) <= 1


def test_headers_let_a_mail_program_stop_it_with_one_click(cast):
    news(cast)
    run(of=cast.member)
    message = parsed(digests()[cast.member.email])
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Unsubscribe"].startswith("<http") and "/u/" in message["List-Unsubscribe"]
    assert message["Auto-Submitted"] == "auto-generated" and message["Content-Language"] == "he"
    assert message["Message-ID"].startswith("<digest.")
    parts = [part.get_content_type() for part in message.walk()]
    assert parts == ["multipart/alternative", "text/plain", "text/html"]


def test_a_round_for_the_first_people_leaves_no_digest_of_the_others_to_come_too_late(cast):
    news(cast)
    with clock.at(TUESDAY):
        rounds.run(at_most=2)
    assert Digest.objects.count() <= 2
    assert not Digest.objects.filter(state=DigestState.PLANNED).exists()
