"""The papers of a decision are not for who is recused: on no page, not through the API, nor by their address."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from documents.models import Document
from kernel import clock
from tests.factories.partners import InterestFactory, MandateFactory
from tests.factories.working_groups import AgendaItemFactory, DecisionFactory, MeetingFactory
from working_groups.models import Decision
from working_groups.selectors import electorate
from working_groups.services import decisions, materials, responses

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"
PAPER, NOTE = "חוות דעת על המבקשים", "נייר רקע לסעיף"


@pytest.fixture
def decision(cast):
    """About the partner, in whom the committee's funder has an interest; a paper of it and one of its item."""
    item = AgendaItemFactory(meeting=MeetingFactory(body=cast.committee), accepted=True)
    row = DecisionFactory(body=cast.committee, item=item, concerns=cast.partner.organisation)
    given = {"actor": cast.actor("steering"), "file": SimpleUploadedFile("a.pdf", PDF, "application/pdf")}
    materials.attach(thing=row, title=PAPER, **given)
    materials.attach(thing=item.meeting, item=item, title=NOTE, **given)
    return row


def test_the_answers_and_their_reasons_are_not_for_the_recused_while_it_is_open(cast, decision):
    decisions.table(actor=cast.actor("steering"), decision=decision)
    rows = decision.responses.all()
    assert {one.seat.person_id for one in rows.visible_to(cast.actor("funder"))} == {cast.funder.pk}
    assert rows.visible_to(cast.actor("steering")).count() == rows.count()


def doors(cast, decision, client):
    """Every place where a paper may show, as one text; and how its own address answers."""
    slug, meeting = cast.initiative.slug, decision.item.meeting
    root = f"/api/v1/initiatives/{slug}/"
    places = (
        decision.get_absolute_url(),
        reverse("working_groups:decision-materials", args=[slug, decision.public_id]),
        meeting.get_absolute_url(),
        reverse("working_groups:meeting-materials", args=[slug, cast.committee.public_id, meeting.public_id]),
        f"{root}decisions/{decision.public_id}/materials/",
        f"{root}meetings/{meeting.public_id}/materials/",
    )
    answers = [client.get(place) for place in places]
    assert [answer.status_code for answer in answers] == [200] * len(places)
    files = {client.get(one.get_absolute_url()).status_code for one in Document.objects.all()}
    return [answer.content.decode() for answer in answers], files


def test_whoever_is_tied_reads_no_paper_and_the_others_all(cast, signed_in, decision):
    for role in ("steering", "chair", "director"):
        texts, files = doors(cast, decision, signed_in(cast.person(role)))
        assert files == {200}, role
        assert PAPER in texts[0] and PAPER in texts[1] and PAPER in texts[4]
        assert NOTE in texts[2] and NOTE in texts[3] and NOTE in texts[5]
    texts, files = doors(cast, decision, signed_in(cast.funder))
    assert files == {404}
    assert not any(PAPER in text or NOTE in text for text in texts)


def test_whoever_declares_an_interest_in_the_meeting_reads_them_no_more(cast, signed_in, decision):
    decisions.table(actor=cast.actor("steering"), decision=decision)
    own = decision.responses.get(seat__person=cast.chair)
    responses.recuse(actor=cast.actor("chair"), response=own, reason="קרבה משפחתית", reason_language="he")
    texts, files = doors(cast, decision, signed_in(cast.chair))
    assert files == {404} and not any(PAPER in text or NOTE in text for text in texts)


def test_once_partners_may_read_the_decision_the_tied_read_its_papers_as_they_do(cast, decision):
    told = {"state": "decided", "outcome": "adopted", "decided_on": clock.today(), "decided_at": clock.now()}
    Decision.objects.filter(pk=decision.pk).update(**told)
    assert Document.objects.visible_to(cast.actor("funder")).count() == 2
    Decision.objects.filter(pk=decision.pk).update(visibility="body")
    assert not Document.objects.visible_to(cast.actor("funder")).exists()


def test_papers_of_what_concerns_nobody_are_everybodys_here(cast):
    row = DecisionFactory(body=cast.committee)
    file = SimpleUploadedFile("a.pdf", PDF, "application/pdf")
    materials.attach(actor=cast.actor("steering"), thing=row, file=file, title=PAPER)
    assert Document.objects.visible_to(cast.actor("funder")).exists()


@pytest.mark.parametrize("tie", [InterestFactory, MandateFactory])
def test_whoever_acts_for_the_organisation_is_recused_as_who_declared_an_interest(cast, tie):
    row = DecisionFactory(body=cast.committee, concerns=cast.other.organisation)
    seats = list(cast.committee.seats.all())
    before = electorate.recused_seats(row, seats)
    known = {"organisation": cast.other.organisation} if tie is InterestFactory else {"participation": cast.other}
    tie(person=cast.chair, **known)
    added = electorate.recused_seats(row, seats) - before
    assert added == {seat.pk for seat in seats if seat.person_id == cast.chair.pk}
