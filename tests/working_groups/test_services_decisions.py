"""A decision from proposal to register, with the quorum of those who may answer."""

import pytest
from django.db import DatabaseError, transaction

from kernel.errors import Conflict, Invalid, Refused
from tests.factories.partners import InterestFactory
from tests.factories.working_groups import (
    AgendaItemFactory,
    AttendanceFactory,
    DecidedFactory,
    DecisionFactory,
    HeldMeetingFactory,
    SeatFactory,
)
from working_groups.models import Decision, DecisionState, Response
from working_groups.policies import decisions as policies
from working_groups.policies.materials import may_attach
from working_groups.services import decisions, responses

pytestmark = pytest.mark.django_db


def tabled(cast, **columns):
    decision = DecisionFactory(body=cast.committee, **columns)
    decisions.table(actor=cast.actor("steering"), decision=decision)
    return decision


def answer(cast, decision, role, word, reason=""):
    response = Response.objects.get(decision=decision, seat__person=cast.person(role))
    return responses.respond(actor=cast.actor(role), response=response, answer=word, reason=reason)


def test_numbers_of_a_body_are_given_once(cast):
    values = {"text_he": "לאמץ", "text_en": "Adopt"}
    first = decisions.propose(actor=cast.actor("funder"), body=cast.committee, values=values)
    second = decisions.propose(actor=cast.actor("director"), body=cast.committee, values=values)
    assert (first.number, second.number) == (1, 2)
    assert (first.text_state_he, first.text_state_en) == ("draft", "draft")


def test_a_decision_needs_the_first_language(cast):
    with pytest.raises(Invalid) as refusal:
        decisions.propose(actor=cast.actor("director"), body=cast.committee, values={"text_en": "Adopt"})
    assert "text_he" in refusal.value.fields


def test_only_the_chair_puts_it_to_the_body(cast):
    decision = DecisionFactory(body=cast.committee)
    with pytest.raises(Refused):
        decisions.table(actor=cast.actor("director"), decision=decision)


def test_tabling_freezes_who_may_answer(cast):
    decision = tabled(cast)
    SeatFactory(body=cast.committee)
    assert decision.responses.count() == 3


def test_whoever_has_an_interest_in_the_organisation_concerned_is_recused(cast):
    InterestFactory(person=cast.chair, organisation=cast.partner.organisation)
    decision = tabled(cast, concerns=cast.partner.organisation)
    recused = set(decision.responses.filter(is_recused=True).values_list("seat__person_id", flat=True))
    assert recused == {cast.funder.pk, cast.chair.pk}
    with pytest.raises(Refused) as refusal:
        answer(cast, decision, "funder", "for")
    assert refusal.value.code == "recused"


def test_who_is_tied_neither_words_a_decision_nor_puts_it_to_the_vote(cast):
    """A chair could else raise the amount for its own organisation, or unname it and be recused no more."""
    InterestFactory(person=cast.person("steering"), organisation=cast.partner.organisation)
    decision = DecisionFactory(body=cast.committee, concerns=cast.partner.organisation)
    chair, director = cast.actor("steering"), cast.actor("director")
    for ask in (policies.may_edit_decision, policies.may_table, policies.may_translate_decision, may_attach):
        assert (bool(ask(chair, decision)), ask(chair, decision).code) == (False, "recused")
    assert policies.may_edit_decision(director, decision) and may_attach(director, decision)
    own = DecisionFactory(body=cast.committee, concerns=cast.partner.organisation, by=cast.person("steering"))
    assert policies.may_edit_decision(chair, own)


def test_without_quorum_nothing_is_decided(cast):
    decision = tabled(cast)
    answer(cast, decision, "chair", "for")
    with pytest.raises(Refused) as refusal:
        decisions.decide(actor=cast.actor("steering"), decision=decision)
    assert refusal.value.code == "no_quorum"
    answer(cast, decision, "funder", "abstain")
    decisions.decide(actor=cast.actor("steering"), decision=decision)
    fresh = Decision.objects.get(pk=decision.pk)
    assert (fresh.state, fresh.outcome, fresh.text_state_he) == ("decided", "adopted", "approved")


def test_the_recused_lower_the_quorum(cast):
    decision = tabled(cast, concerns=cast.partner.organisation)
    answer(cast, decision, "chair", "for")
    decisions.decide(actor=cast.actor("steering"), decision=decision)
    assert Decision.objects.get(pk=decision.pk).outcome == "adopted"


def test_one_objection_rejects_by_consensus_and_needs_a_reason(cast):
    decision = tabled(cast)
    with pytest.raises(Invalid):
        answer(cast, decision, "funder", "against")
    answer(cast, decision, "funder", "against", "יקר מדי")
    answer(cast, decision, "chair", "for")
    decisions.decide(actor=cast.actor("steering"), decision=decision)
    assert Decision.objects.get(pk=decision.pk).outcome == "rejected"


def test_a_majority_is_more_than_half_of_the_votes(cast):
    decision = tabled(cast, rule="majority")
    answer(cast, decision, "funder", "against", "יקר מדי")
    answer(cast, decision, "chair", "for")
    answer(cast, decision, "steering", "for")
    decisions.decide(actor=cast.actor("steering"), decision=decision)
    assert Decision.objects.get(pk=decision.pk).outcome == "adopted"


def test_answers_close_with_the_decision(cast):
    decision = tabled(cast)
    answer(cast, decision, "chair", "for")
    answer(cast, decision, "funder", "for")
    open_answer = Response.objects.select_related("decision").get(decision=decision, seat__person=cast.steering)
    decisions.decide(actor=cast.actor("steering"), decision=decision)
    with pytest.raises(Conflict):
        responses.respond(actor=cast.actor("steering"), response=open_answer, answer="for")
    with pytest.raises(DatabaseError), transaction.atomic():
        Response.objects.filter(decision=decision).update(answer="against")
    with pytest.raises(DatabaseError), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).update(text_he="אחר")


def test_a_seat_recuses_itself_with_its_reason(cast):
    decision = tabled(cast)
    response = Response.objects.get(decision=decision, seat__person=cast.funder)
    with pytest.raises(Invalid):
        responses.recuse(actor=cast.actor("funder"), response=response, reason="")
    responses.recuse(actor=cast.actor("funder"), response=response, reason="קרבה משפחתית")
    assert Response.objects.get(pk=response.pk).is_recused
    with pytest.raises(Refused):
        responses.recuse(actor=cast.actor("chair"), response=response, reason="שוב")


def test_a_later_decision_replaces_one_in_force_once(cast):
    old = DecidedFactory(body=cast.committee)
    decision = tabled(cast, supersedes=old)
    answer(cast, decision, "chair", "for")
    answer(cast, decision, "funder", "for")
    decisions.decide(actor=cast.actor("steering"), decision=decision)
    old.refresh_from_db()
    assert old.state == DecisionState.SUPERSEDED
    with pytest.raises(Invalid):
        decisions.propose(
            actor=cast.actor("director"), body=cast.committee, values={"text_he": "עוד", "supersedes": old}
        )


def test_a_held_meeting_with_quorum_records_what_it_decided(cast):
    meeting = HeldMeetingFactory(body=cast.committee)
    seats = list(cast.committee.seats.all())
    for seat, presence in zip(seats, ("present", "online", "absent"), strict=True):
        AttendanceFactory(meeting=meeting, seat=seat, presence=presence)
    item = AgendaItemFactory(meeting=meeting)
    decision = decisions.record(
        actor=cast.actor("steering"), body=cast.committee, item=item, values={"text_he": "לאשר את התוכנית"}
    )
    assert (decision.state, decision.outcome, decision.responses.count()) == ("decided", "adopted", 3)


def test_a_meeting_below_quorum_records_nothing(cast):
    meeting = HeldMeetingFactory(body=cast.committee)
    for seat, presence in zip(cast.committee.seats.all(), ("present", "absent", "excused"), strict=True):
        AttendanceFactory(meeting=meeting, seat=seat, presence=presence)
    item = AgendaItemFactory(meeting=meeting)
    with pytest.raises(Refused) as refusal:
        decisions.record(actor=cast.actor("steering"), body=cast.committee, item=item, values={"text_he": "לאשר"})
    assert refusal.value.code == "no_quorum"


def test_the_text_in_force_may_be_translated_and_not_changed(cast):
    decision = DecidedFactory(body=cast.committee, text_en="", text_state_en="missing")
    decisions.translate(actor=cast.actor("director"), decision=decision, language="en", text="Adopted plan")
    assert (decision.text_en, decision.text_state_en) == ("Adopted plan", "draft")
    with pytest.raises(Invalid):
        decisions.translate(actor=cast.actor("director"), decision=decision, language="he", text="אחר")


def test_what_was_written_since_the_chair_read_a_decision_is_not_tabled(cast):
    read = DecisionFactory(body=cast.committee)
    decisions.change(
        actor=cast.actor("director"), decision=Decision.objects.get(pk=read.pk), values={"text_he": "נוסח אחר"}
    )
    with pytest.raises(Conflict):
        decisions.table(actor=cast.actor("steering"), decision=read)
    assert Decision.objects.get(pk=read.pk).state == DecisionState.PROPOSED


def test_answers_are_closed_before_they_are_counted(cast, monkeypatch):
    decision = tabled(cast)
    answer(cast, decision, "chair", "for")
    open_then = []
    count = decisions.electorate.standing

    def counted(row):
        open_then.append(Response.objects.filter(decision=row, locked_at__isnull=True).count())
        return count(row)

    monkeypatch.setattr(decisions.electorate, "standing", counted)
    with pytest.raises(Refused):
        decisions.decide(actor=cast.actor("steering"), decision=decision)
    assert Response.objects.filter(decision=decision, locked_at__isnull=True).count() == 3
    answer(cast, decision, "funder", "for")
    decisions.decide(actor=cast.actor("steering"), decision=decision)
    assert open_then == [0, 0]


def test_the_public_sees_a_public_decision_only_of_a_public_initiative(cast):
    decision = DecidedFactory(body=cast.committee, visibility="public")
    public = cast.actor("anonymous")
    assert not Decision.objects.visible_to(public).filter(pk=decision.pk).exists()
    assert Decision.objects.visible_to(cast.actor("lead")).filter(pk=decision.pk).exists()
    type(cast.initiative).objects.filter(pk=cast.initiative.pk).update(is_public=True)
    assert Decision.objects.visible_to(public).filter(pk=decision.pk).exists()
