"""The links of mails: a POST stops one kind without a sign-in, a GET changes nothing, a go link opens nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from audit import services as audit
from communication import links, outbox
from communication.models import Delivery, Preference, StopToken
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
    return make_cast()


def choice(person, kind="digest"):
    return Preference.objects.filter(person=person, kind=kind).values_list("choice", flat=True).first()


def path_of(address):
    return address.split("//", 1)[1].split("/", 1)[1].join(("/", ""))


def test_one_click_of_a_mail_program_stops_that_kind_without_cookie_or_redirect(cast):
    client = Client(enforce_csrf_checks=True)
    answer = client.post(path_of(links.stop(cast.member.pk, "digest")), {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert choice(cast.member) == "off"


def test_ten_visits_of_a_scanner_change_nothing(cast, client):
    for _visit in range(10):
        assert client.get(path_of(links.stop(cast.member.pk, "digest"))).status_code == 200
    assert choice(cast.member) is None


def test_it_can_be_undone_and_eased_instead(cast, client):
    Preference.objects.create(person=cast.member, kind="digest", choice="fortnightly")
    path = path_of(links.stop(cast.member.pk, "digest"))
    stopped = client.post(path, {"act": "stop"})
    assert 'value="fortnightly"' in stopped.content.decode()
    client.post(path, {"act": "undo", "before": "fortnightly"})
    assert choice(cast.member) == "fortnightly"
    client.post(path, {"act": "monthly"})
    assert choice(cast.member) == "monthly"


def test_all_that_may_be_stopped_is_stopped_at_once(cast, client):
    client.post(path_of(links.stop(cast.member.pk, "meetings")), {"act": "all"})
    assert set(Preference.objects.filter(person=cast.member).values_list("choice", flat=True)) == {"off"}


def test_the_link_is_the_same_each_time_names_nobody_and_signs_nobody_in(cast, client):
    address = links.stop(cast.member.pk, "digest")
    assert links.stop(cast.member.pk, "digest") == address
    assert StopToken.objects.filter(person=cast.member).count() == 1
    assert cast.member.email not in address and cast.member.public_id not in address
    client.get(path_of(address))
    assert client.get("/he/me/mails/").status_code == 302


def test_a_made_up_token_is_not_found(client, db):
    assert client.get("/u/nothing-of-the-kind").status_code == 404
    assert client.post("/u/nothing-of-the-kind").status_code == 404


def test_the_page_speaks_the_persons_language_and_the_other_on_request(cast, client):
    path = path_of(links.stop(cast.member.pk, "digest"))
    assert 'lang="he"' in client.get(path).content.decode()
    assert "Stop the digest" in client.get(path + "?language=en").content.decode()


def told(cast, person):
    """A delivery to a person, and the path of its go link."""
    meeting = MeetingFactory(body=cast.group)
    audit.record(
        actor=Actor.system(),
        kind="working_groups.meeting.called",
        subject=meeting,
        initiative=cast.initiative,
        about={"body": cast.group.pk},
    )
    outbox.dispatch()
    row = Delivery.objects.get(person=person)
    return row, path_of(links.go(links.NOTICE, row.public_id))


def test_a_go_link_shows_what_it_is_for_and_leads_to_the_sign_in(cast, client):
    row, path = told(cast, cast.member)
    answer = client.get(path)
    assert answer.status_code == 200 and row.entry.subject_title in answer.content.decode()
    assert "next=" in answer.content.decode()
    row.refresh_from_db()
    assert row.seen_at is None


def test_its_own_person_goes_on_to_the_page_and_the_thing_counts_as_seen(cast, client):
    row, path = told(cast, cast.member)
    client.force_login(cast.member)
    assert client.get(path).status_code == 302
    row.refresh_from_db()
    assert row.seen_at == NOW


def test_another_person_is_told_that_it_is_not_theirs(cast, client):
    row, path = told(cast, cast.member)
    client.force_login(cast.lead)
    assert client.get(path).status_code == 200
    row.refresh_from_db()
    assert row.seen_at is None


def test_after_seven_days_it_has_ended(cast, client):
    _row, path = told(cast, cast.member)
    with clock.at(NOW + timedelta(days=7, minutes=1)):
        assert client.get(path).status_code == 410


def test_a_changed_go_link_is_not_found(cast, client):
    _row, path = told(cast, cast.member)
    assert client.get(path[:-3] + "0/").status_code in (404, 410)
    assert client.get("/he/go/nonsense/").status_code == 404


def test_staff_get_plain_links(cast):
    from communication import notices
    from communication.models import Mail

    told(cast, cast.member)
    notices.write_due()
    assert "/go/" not in Mail.objects.get(person=cast.coordinator).text
    assert "/go/" in Mail.objects.get(person=cast.member).text or not Mail.objects.get(person=cast.member).text.count(
        "/he/go/"
    )
