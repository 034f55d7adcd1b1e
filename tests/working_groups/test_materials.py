"""Papers of meetings, items and decisions: who adds them, who opens them, what stays."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from audit.models import Entry
from documents.models import Document, Link
from kernel import clock
from tests.factories.working_groups import AgendaItemFactory, DecisionFactory, MeetingFactory

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"


def pdf(name="מצגת.pdf"):
    return SimpleUploadedFile(name, PDF, content_type="application/pdf")


@pytest.fixture
def meeting(cast):
    return MeetingFactory(body=cast.group)


def page(cast, meeting, name="meeting-materials"):
    return reverse(f"working_groups:{name}", args=[cast.initiative.slug, meeting.body.public_id, meeting.public_id])


def test_the_chair_adds_a_file_that_members_open_and_strangers_do_not(cast, signed_in, meeting):
    answer = signed_in(cast.chair).post(page(cast, meeting), {"file": pdf(), "title": "מצגת לדיון"})
    assert answer.status_code == 302
    document = Document.objects.get()
    shown = signed_in(cast.member).get(page(cast, meeting)).content.decode()
    assert "מצגת לדיון" in shown and "הוספת הקובץ" not in shown
    assert "מצגת לדיון" in signed_in(cast.member).get(meeting.get_absolute_url()).content.decode()
    got = signed_in(cast.member).get(document.get_absolute_url())
    assert b"".join(got.streaming_content) == PDF and "attachment" in got["Content-Disposition"]
    assert signed_in(cast.stranger).get(document.get_absolute_url()).status_code == 404
    assert signed_in(None).get(document.get_absolute_url())["Location"].startswith(reverse("account_login"))
    assert Entry.objects.filter(kind="working_groups.material.attached", by=cast.chair).count() == 1


def test_a_file_may_belong_to_an_item_of_the_agenda(cast, signed_in, meeting):
    item = AgendaItemFactory(meeting=meeting, accepted=True, title="לקחי השנה")
    signed_in(cast.chair).post(page(cast, meeting), {"file": pdf(), "item": item.public_id})
    assert Link.objects.get().owner == item
    assert "לקחי השנה" in signed_in(cast.member).get(page(cast, meeting)).content.decode()


def test_members_add_nothing_and_a_wrong_file_is_refused_with_a_sentence(cast, signed_in, meeting):
    refused = signed_in(cast.member).post(page(cast, meeting), {"file": pdf()})
    assert refused.status_code in {403, 422} and not Document.objects.exists()
    wrong = signed_in(cast.chair).post(page(cast, meeting), {"file": SimpleUploadedFile("a.exe", b"MZ"), "title": "x"})
    assert wrong.status_code == 422 and not Document.objects.exists()


def test_a_paper_of_a_decision_stays_once_it_was_decided(cast, signed_in):
    decision = DecisionFactory(body=cast.group)
    address = reverse("working_groups:decision-materials", args=[cast.initiative.slug, decision.public_id])
    client = signed_in(cast.chair)
    client.post(address, {"file": pdf()})
    document = Document.objects.get()
    type(decision).objects.filter(pk=decision.pk).update(
        state="decided", outcome="adopted", decided_at=clock.now(), decided_on=clock.today()
    )
    client.post(f"{address}remove/", {"document": document.public_id})
    assert Link.objects.filter(document=document).exists()


def test_a_paper_is_taken_away_once(cast, signed_in, meeting):
    client = signed_in(cast.chair)
    client.post(page(cast, meeting), {"file": pdf()})
    document = Document.objects.get()
    gone = page(cast, meeting, "meeting-materials-remove")
    client.post(gone, {"document": document.public_id})
    assert not Link.objects.exists()
    client.post(gone, {"document": document.public_id})
    assert Entry.objects.filter(kind="working_groups.material.removed").count() == 1


def test_the_api_does_the_same(cast, signed_in, meeting):
    client = signed_in(cast.chair)
    address = f"/api/v1/initiatives/{cast.initiative.slug}/meetings/{meeting.public_id}/materials/"
    made = client.post(address, {"file": pdf(), "title": "מצגת"})
    assert made.status_code == 201, made.content
    assert [paper["title"] for paper in client.get(address).json()] == ["מצגת"]
    assert signed_in(cast.member).post(address, {"file": pdf()}).status_code == 403
    assert client.delete(f"{address}{made.json()['id']}/").status_code == 204
    assert client.get(address).json() == []
