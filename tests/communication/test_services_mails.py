"""A mail is a row first: kept in the caller's transaction, handed over once, tried again when it must be."""

import time
from datetime import timedelta
from email import message_from_bytes
from email.header import decode_header, make_header

import pytest
from django.core import mail as django_mail
from django.core.mail import EmailMultiAlternatives, send_mail
from django.db import IntegrityError, transaction

from accounts.models import Person
from communication import tasks, transports
from communication.models import Mail, MailState
from communication.services import mails
from kernel import clock

pytestmark = pytest.mark.django_db


class Line:
    """A transport that answers as told."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.taken = []

    def send(self, message):
        answer = self.answers.pop(0) if self.answers else None
        if isinstance(answer, Exception):
            raise answer
        self.taken.append(message.extra_headers["Message-ID"])

    def close(self):
        """Nothing is held."""


@pytest.fixture
def line(monkeypatch):
    """Put a scripted transport in the place of the real one."""

    def use(*answers):
        one = Line(*answers)
        monkeypatch.setattr(transports, "open_transport", lambda: one)
        return one

    return use


def write(kind="news", to="rina@demo.example", **headers):
    message = EmailMultiAlternatives("Subject", "text", "portal@demo.example", [to], headers=headers)
    if kind:
        message.extra_headers["X-Shidra-Kind"] = kind
    message.attach_alternative("<p>html</p>", "text/html")
    message.send()
    return Mail.objects.latest("pk")


def later(**span):
    return clock.at(clock.now() + timedelta(**span))


def test_a_mail_without_our_header_is_secret_and_its_body_is_emptied_once_sent():
    send_mail("Your code", "123456", None, ["rina@demo.example"])
    row = Mail.objects.get()
    assert row.is_secret and row.text == "123456" and row.expires_at is not None

    mails.send_due()

    row.refresh_from_db()
    assert (row.state, row.text, row.html) == (MailState.SENT, "", "")
    assert "123456" in django_mail.outbox[0].body


def test_our_headers_are_taken_off_and_tell_kind_and_expiry():
    row = write(kind="invitation", **{"X-Shidra-Expires": "3600", "X-Shidra-Secret": "yes", "Reply-To": "a@b.example"})
    assert (row.kind, row.is_secret) == ("invitation", True)
    assert timedelta(minutes=59) < row.expires_at - clock.now() <= timedelta(hours=1)
    mails.send_due()
    sent = django_mail.outbox[0].message()
    assert not [name for name in sent if name.lower().startswith("x-shidra")]
    assert sent["Message-ID"] == row.message_id and sent["Reply-To"] == "a@b.example"


def test_a_named_mail_keeps_both_bodies_and_knows_its_person():
    person = Person.objects.create(email="Rina@demo.example", name_he="רינה")
    row = write()
    mails.send_due()
    row.refresh_from_db()
    assert (row.text, row.html, row.person) == ("text", "<p>html</p>", person)
    assert django_mail.outbox[0].alternatives[0][1] == "text/html"


def test_several_recipients_become_several_mails():
    send_mail("Subject", "text", None, ["a@demo.example", "b@demo.example"])
    assert sorted(Mail.objects.values_list("recipient", flat=True)) == ["a@demo.example", "b@demo.example"]


def test_a_mail_of_a_transaction_that_failed_never_was():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        write()
        raise ZeroDivisionError
    assert not Mail.objects.exists()


def test_the_worker_is_rung_on_commit(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        write()
        assert django_mail.outbox == []
    assert len(django_mail.outbox) == 1


def test_running_twice_sends_once():
    write()
    tasks.send_mails()
    tasks.send_mails()
    assert len(django_mail.outbox) == 1


def test_the_second_of_two_workers_does_not_win_the_claim():
    row = write()
    again = Mail.objects.get(pk=row.pk)
    assert mails.claim(row) and not mails.claim(again)


def test_a_postponed_mail_waits_longer_each_time_and_fails_after_three_days(line):
    row = write()
    line(*[transports.Postponed("SMTP 451")] * 40)
    waits = []
    for _attempt in range(6):
        mails.send_due()
        row.refresh_from_db()
        waits.append(round((row.not_before - clock.now()).total_seconds() / 60))
        Mail.objects.filter(pk=row.pk).update(not_before=clock.now())
    assert waits == [1, 5, 30, 120, 360, 360]
    assert (row.state, row.maybe_sent) == (MailState.QUEUED, False)
    with later(days=3, minutes=1):
        mails.send_due()
    row.refresh_from_db()
    assert (row.state, row.error) == (MailState.FAILED, "SMTP 451")


def test_a_refused_mail_fails_at_once_and_a_secret_loses_its_body(line):
    row = write(kind="")
    line(transports.Refused("SMTP 550"))
    mails.send_due()
    row.refresh_from_db()
    assert (row.state, row.text, row.error) == (MailState.FAILED, "", "SMTP 550")


def test_an_unknown_end_is_marked_and_tried_again_under_the_same_message_id(line):
    row = write()
    one = line(transports.Unknown("cut after DATA"))
    mails.send_due()
    row.refresh_from_db()
    assert (row.state, row.maybe_sent) == (MailState.QUEUED, True)
    with later(minutes=2):
        mails.send_due()
    assert one.taken == [row.message_id]


def test_what_a_dead_worker_held_comes_back_marked_after_ten_minutes(line):
    row = write()
    assert mails.claim(row)
    one = line()
    with later(minutes=9):
        mails.send_due()
    assert one.taken == []
    with later(minutes=11):
        mails.send_due()
    row.refresh_from_db()
    assert (row.state, row.maybe_sent, one.taken) == (MailState.SENT, True, [row.message_id])


def test_a_mail_that_ends_its_worker_each_time_is_parked_and_the_others_leave(line):
    poison, healthy = write(), write(to="b@demo.example")
    one = line()
    for _death in range(mails.SILENCES):
        Mail.objects.filter(pk=poison.pk).update(state=MailState.HANDING_OVER, claimed_at=clock.now())
        with later(minutes=11):
            mails.sweep()
    mails.send_due()
    poison.refresh_from_db()
    assert (poison.state, poison.maybe_sent) == (MailState.FAILED, True)
    assert one.taken == [healthy.message_id]


def test_nothing_leaves_after_its_expiry(line):
    row = write(kind="", **{"X-Shidra-Expires": "60"})
    one = line()
    with later(minutes=2):
        mails.send_due()
    row.refresh_from_db()
    assert (row.state, row.text, one.taken) == (MailState.EXPIRED, "", [])


def test_secret_mails_go_first(line):
    news, code = write(), write(kind="")
    one = line()
    mails.send_due()
    assert one.taken == [code.message_id, news.message_id]


def test_a_message_that_cannot_be_written_stops_no_other():
    bad, good = write(), write(to="b@demo.example")
    Mail.objects.filter(pk=bad.pk).update(subject="two\nlines")
    mails.send_due()
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, good.state) == (MailState.FAILED, MailState.SENT)


def test_the_database_itself_refuses_a_sent_secret_with_its_body():
    row = write(kind="")
    with pytest.raises(IntegrityError), transaction.atomic():
        Mail.objects.filter(pk=row.pk).update(state=MailState.SENT)


def test_each_message_is_a_file_of_its_own_and_a_second_hand_over_replaces_it(settings, tmp_path):
    settings.MAIL_TRANSPORT, settings.MAIL_FOLDER = "files", tmp_path / "mail"
    rows = [write(), write(to="b@demo.example")]
    mails.send_due()
    Mail.objects.filter(pk=rows[0].pk).update(state=MailState.QUEUED)
    mails.send_due()
    names = sorted(path.name for path in (tmp_path / "mail").iterdir())
    assert len(names) == 2 and all(name.endswith(".eml") for name in names)


def test_a_thousand_mails_wait_in_line_without_a_slow_query(django_assert_max_num_queries):
    now = clock.now()
    Mail.objects.bulk_create(
        Mail(message_id=f"<{n}@x>", kind="news", is_secret=False, recipient="a@demo.example", sender="p@x.example")
        for n in range(1000)
    )
    started = time.perf_counter()
    with django_assert_max_num_queries(6), clock.at(now + timedelta(seconds=5)):
        assert len(list(mails.due())) == mails.BATCH
    assert time.perf_counter() - started < 2


@pytest.mark.parametrize("sender", ["portal@demo.example", f"{'קרן השפעה קולקטיבית ' * 5}<portal@demo.example>"])
def test_no_header_begins_with_an_empty_line(sender):
    """Some servers take a subject that begins on its second line for none at all."""
    subject = "\u20685 פי 2\u2069: מחכים לך דברים רבים בשבוע הזה, וגם בשבוע הבא ובשבוע שאחריו, עד סוף הרבעון"
    for length in range(1, len(subject) + 1):
        row = Mail(
            message_id=f"<digest.{'0' * 20}@portal.collective-impact.example>",
            subject=subject[:length].strip(),
            text="x",
            sender=sender.strip(),
            recipient="a@b.example",
            headers={"List-Unsubscribe": f"<https://portal.collective-impact.example/u/{'a' * 43}>"},
        )
        raw = mails.rebuilt(row).message().as_bytes()
        heads = raw.partition(b"\n\n")[0].split(b"\n")
        assert not [line for line in heads if line.rstrip().endswith(b":")], raw
        assert max(len(line) for line in heads if b"=?" in line) <= 78, raw
        read = {name: str(make_header(decode_header(message_from_bytes(raw)[name]))) for name in ("Subject", "From")}
        assert read == {"Subject": row.subject, "From": row.sender}
