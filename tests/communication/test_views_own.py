"""One's own pages and endpoints: choices, deliveries, and in the demo the mailbox; for administrators what failed."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.mail import EmailMultiAlternatives, send_mail

from audit import services as audit
from audit.models import Entry
from communication import outbox
from communication.models import Delivery, Mail, MailState, Preference
from communication.services import mails
from kernel import clock
from kernel.actor import Actor
from tests.actors import make_cast
from tests.factories.working_groups import MeetingFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 3, 9, 8, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def tuesday_morning():
    with clock.at(NOW):
        yield


@pytest.fixture
def cast():
    with clock.at(NOW - timedelta(days=30)):
        return make_cast()


@pytest.fixture
def member(cast, client):
    client.force_login(cast.member)
    return cast.member


def tell(cast):
    return audit.record(
        actor=Actor.system(),
        kind="working_groups.meeting.called",
        subject=MeetingFactory(body=cast.group),
        initiative=cast.initiative,
        about={"body": cast.group.pk},
    )


def write(to, **columns):
    message = EmailMultiAlternatives("נושא", "text", None, [to], headers={"X-Shidra-Kind": "news"})
    message.attach_alternative("<p>html</p>", "text/html")
    message.send()
    row = Mail.objects.latest("pk")
    Mail.objects.filter(pk=row.pk).update(**columns)
    return Mail.objects.get(pk=row.pk)


@pytest.mark.parametrize("language", ["he", "en"])
def test_the_choices_page_explains_what_is_proposed(member, client, language):
    answer = client.get(f"/{language}/me/mails/")
    assert answer.status_code == 200
    assert str(answer.context["proposal"].cadence) == "weekly" and answer.context["next_at"] is not None


def test_saving_choices_writes_rows_and_one_entry(member, client):
    before = Entry.objects.count()
    answer = client.post("/he/me/mails/", {"digest": "daily", "meetings": "off"})
    assert answer.status_code == 302
    assert dict(Preference.objects.filter(person=member).values_list("kind", "choice")) == {
        "digest": "daily",
        "meetings": "off",
    }
    assert Entry.objects.count() == before + 1
    client.post("/he/me/mails/", {"digest": "daily", "meetings": "off"})
    assert Entry.objects.count() == before + 1


def test_an_unknown_choice_is_refused_and_nothing_changes(member, client):
    assert client.post("/he/me/mails/", {"digest": "hourly"}).status_code == 422
    assert not Preference.objects.exists()


def test_ones_deliveries_tell_what_why_and_how(cast, member, client):
    entry = tell(cast)
    outbox.dispatch()
    rows = client.get("/he/me/deliveries/").context["rows"]
    assert [entry.subject_title in row.text for row in rows] == [True]
    assert Delivery.objects.filter(person=member).count() == 1 < Delivery.objects.count()


def test_the_latest_delivery_stands_first(cast, member, client):
    for days in (3, 0, 2):
        with clock.at(NOW - timedelta(days=days)):
            tell(cast)
            outbox.dispatch()
    told = [row.at for row in client.get("/he/me/deliveries/").context["rows"]]
    assert len(told) == len(set(told)) == 3 and told == sorted(told, reverse=True)


def test_nobody_reads_anothers_deliveries(cast, member, client):
    tell(cast)
    outbox.dispatch()
    client.force_login(cast.stranger)
    assert client.get("/he/me/deliveries/").context["rows"] == []


def test_there_is_no_mailbox_outside_the_demo(member, client):
    row = write(member.email)
    for path in ("", f"{row.public_id}/", f"{row.public_id}/html/"):
        assert client.get(f"/he/me/mailbox/{path}").status_code == 404


def test_in_the_demo_a_persona_reads_its_own_mails_in_a_frame_that_may_do_nothing(cast, member, client, settings):
    settings.DEMO = True
    row, other = write(member.email), write(cast.lead.email)
    assert [line["subject"] for line in client.get("/he/me/mailbox/").context["rows"]] == ["נושא"]
    page = client.get(f"/he/me/mailbox/{row.public_id}/")
    assert "sandbox" in page.content.decode() and "frame-src 'self'" in page["Content-Security-Policy"]
    frame = client.get(f"/he/me/mailbox/{row.public_id}/html/")
    assert frame.content == b"<p>html</p>" and frame["X-Frame-Options"] == "SAMEORIGIN"
    assert "script-src 'none'" in frame["Content-Security-Policy"]
    assert client.get(f"/he/me/mailbox/{other.public_id}/").status_code == 404


def test_administrators_see_failed_mails_and_send_one_again(cast, client):
    row = write("a@demo.example", state=MailState.FAILED, error="SMTP 550", attempts=3)
    client.force_login(cast.admin)
    assert "SMTP 550" in client.get("/he/operations/mails/").content.decode()
    assert client.post(f"/he/operations/mails/{row.public_id}/retry/").status_code == 302
    row.refresh_from_db()
    assert row.state in (MailState.QUEUED, MailState.SENT)
    assert Entry.objects.filter(kind="communication.mail.retried").count() == 1


def test_a_secret_that_failed_cannot_be_sent_again(cast, client):
    send_mail("Code", "123456", None, ["a@demo.example"])
    row = Mail.objects.latest("pk")
    Mail.objects.filter(pk=row.pk).update(state=MailState.FAILED, text="", html="")
    client.force_login(cast.admin)
    client.post(f"/he/operations/mails/{row.public_id}/retry/")
    row.refresh_from_db()
    assert row.state == MailState.FAILED


def test_others_do_not_find_the_failed_mails(cast, member, client):
    row = write("a@demo.example", state=MailState.FAILED)
    assert client.get("/he/operations/mails/").status_code == 404
    assert client.post(f"/he/operations/mails/{row.public_id}/retry/").status_code == 404


def test_the_api_tells_and_changes_choices(member, client):
    url = "/api/v1/me/mails/"
    assert client.get(url).json()["proposed_cadence"] == "weekly"
    answer = client.patch(url, {"digest": "monthly"}, content_type="application/json")
    assert answer.json()["cadence"] == "monthly" and answer.json()["choices"] == {"digest": "monthly"}
    refused = client.patch(url, {"digest": "hourly"}, content_type="application/json")
    assert refused.status_code == 400 and "digest" in refused.json()["fields"]


def test_the_api_tells_ones_deliveries_and_staff_the_states(cast, member, client):
    tell(cast)
    outbox.dispatch()
    assert client.get("/api/v1/me/deliveries/").json()["results"][0]["kind"] == "working_groups.meeting.called"
    inside = f"/api/v1/initiatives/{cast.initiative.slug}/digests/"
    assert client.get(inside).status_code in (403, 404)
    client.force_login(cast.director)
    assert client.get(inside).status_code == 200
    preview = client.get(f"{inside}preview/{cast.member.public_id}/").json()
    assert set(preview) == {"language", "headline", "leaves_at", "is_empty", "hidden", "lines"}


def test_a_mail_that_failed_is_due_again_under_its_own_message_id(cast):
    row = write("a@demo.example", state=MailState.FAILED, attempts=9)
    from tests.actors import actor_of

    mails.retry(actor=actor_of(cast.admin), mail=row)
    assert row.message_id == Mail.objects.get(pk=row.pk).message_id
    assert row.pk in [mail.pk for mail in mails.due()]
