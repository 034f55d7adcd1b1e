"""The loop from an empty cycle to facts: who does what, what is refused, and what is left behind."""

from decimal import Decimal

import pytest

from audit.models import Entry
from kernel.errors import Conflict, Invalid, Refused
from measurement.models import (
    DraftValue,
    Question,
    ReportedValue,
    ReportingRequest,
    RequestedMeasure,
    RequestState,
    StaleSlice,
    Value,
)
from measurement.services import cycles, drafts, reviews, submissions
from measurement.services import requests as owed
from measurement.services.drafts import Change
from tests.factories.measurement import Loop
from tests.factories.partners import InterestFactory

pytestmark = pytest.mark.django_db


def opened(**kwargs):
    loop = Loop(**kwargs)
    cycles.open_cycle(actor=loop.actor("coordinator"), cycle=loop.cycle)
    return loop


def sent(loop, index=0):
    request = loop.fill(index)
    return submissions.submit(actor=loop.actor("data_officer"), request=request).submission


def change(loop, code, columns, revision=-1, line=0):
    name = f"{loop.definitions[line].measure.code}|{code}"
    return Change(name, columns, revision)


def test_opening_makes_one_request_a_partner_and_freezes_what_is_asked():
    opened(partners=3, measures=2)
    assert ReportingRequest.objects.count() == 3
    assert RequestedMeasure.objects.count() == 6
    assert Entry.objects.filter(kind="measurement.request.opened").count() == 3


def test_opening_twice_changes_nothing():
    loop = opened(partners=2)
    before = Entry.objects.count()
    cycles.open_cycle(actor=loop.actor("coordinator"), cycle=loop.cycle)
    assert (ReportingRequest.objects.count(), Entry.objects.count()) == (2, before)


def test_an_empty_set_cannot_be_opened():
    loop = Loop()
    loop.measure_set.measures.clear()
    with pytest.raises(Invalid) as refusal:
        cycles.open_cycle(actor=loop.actor("director"), cycle=loop.cycle)
    assert refusal.value.code == "set_empty"


def test_a_data_officer_may_not_open_a_cycle():
    loop = Loop()
    with pytest.raises(Refused) as refusal:
        cycles.open_cycle(actor=loop.actor("data_officer"), cycle=loop.cycle)
    assert refusal.value.code == "not_staff"


def test_the_first_saved_cell_starts_the_request_and_is_logged_once():
    loop = opened()
    officer = loop.actor("data_officer")
    for number in (5, 6):
        saved = drafts.save_cells(
            actor=officer, request=loop.request(), changes=[change(loop, "", {"number": Decimal(number)})]
        )
        assert not saved.conflicts
    assert loop.request().state == RequestState.IN_PROGRESS
    assert DraftValue.objects.get().revision == 2
    assert Entry.objects.filter(kind="measurement.request.started").count() == 1


def test_two_tabs_are_told_of_each_other_and_nothing_is_overwritten():
    loop = opened()
    officer = loop.actor("data_officer")
    drafts.save_cells(
        actor=officer, request=loop.request(), changes=[change(loop, "", {"number": Decimal(1311)}, revision=0)]
    )
    saved = drafts.save_cells(
        actor=officer, request=loop.request(), changes=[change(loop, "", {"number": Decimal(1300)}, revision=0)]
    )
    told = str(next(iter(saved.conflicts.values())))
    assert "1,311" in told and "1,300" in told
    assert DraftValue.objects.get().number == 1311


def test_zero_is_a_number_and_an_emptied_cell_is_none():
    loop = opened()
    officer = loop.actor("data_officer")
    drafts.save_cells(actor=officer, request=loop.request(), changes=[change(loop, "", {"number": Decimal(0)})])
    assert DraftValue.objects.get().number == 0
    drafts.save_cells(actor=officer, request=loop.request(), changes=[change(loop, "", {"number": None})])
    draft = DraftValue.objects.get()
    assert (draft.number, draft.blank, draft.revision) == (None, "", 2)


def test_saving_after_closing_is_refused_and_saves_nothing():
    loop = opened()
    request = loop.request()
    cycles.close(actor=loop.actor("coordinator"), cycle=loop.cycle)
    with pytest.raises(Conflict):  # the page was read before the closing
        drafts.save_cells(
            actor=loop.actor("data_officer"), request=request, changes=[change(loop, "", {"number": Decimal(1)})]
        )
    with pytest.raises(Refused) as refusal:
        drafts.save_cells(
            actor=loop.actor("data_officer"),
            request=loop.request(),
            changes=[change(loop, "", {"number": Decimal(1)})],
        )
    assert refusal.value.code == "cycle_closed"
    assert not DraftValue.objects.exists()


def test_a_save_costs_the_same_few_queries_for_one_cell_and_for_all(django_assert_max_num_queries):
    loop = opened(measures=12)
    request, officer = loop.request(), loop.actor("data_officer")
    everything = [
        change(loop, code, {"number": Decimal(10 if not code else 5)}, 0, line)
        for line in range(12)
        for code in loop.cells
    ]
    with django_assert_max_num_queries(16):  # the first save: with its entry in the log
        drafts.save_cells(actor=officer, request=request, changes=everything)
    request = loop.request()
    with django_assert_max_num_queries(10):
        drafts.save_cells(actor=officer, request=request, changes=[change(loop, "", {"number": Decimal(11)}, 1)])


def test_a_negative_number_of_people_stops_the_report():
    loop = opened()
    request = loop.fill(0)
    DraftValue.objects.filter(request=request, combination__code="").update(number=-5)
    with pytest.raises(Invalid) as refusal:
        submissions.submit(actor=loop.actor("data_officer"), request=request)
    assert refusal.value.code == "errors"
    assert f"{loop.definitions[0].measure.code}|" in refusal.value.fields


def test_a_warning_needs_a_reason_and_travels_with_the_value():
    loop = opened(measures=1)
    request = loop.fill(0)
    DraftValue.objects.filter(combination__code="").update(number=None)
    DraftValue.objects.filter(combination__code="sex=f").update(number=None)
    with pytest.raises(Invalid) as refusal:
        submissions.submit(actor=loop.actor("data_officer"), request=request)
    assert refusal.value.code == "reasons_missing"
    DraftValue.objects.filter(combination__code__in=["", "sex=f"]).update(reason="לא נאסף השנה")
    submissions.submit(actor=loop.actor("data_officer"), request=loop.request())
    assert [row.combination.code for row in ReportedValue.objects.select_related("combination")] == ["sex=m"]


def test_the_total_of_a_complete_dimension_is_derived_and_said():
    loop = opened(measures=1)
    request = loop.fill(0, number=101)
    DraftValue.objects.filter(combination__code="").update(number=None)
    sending = submissions.submit(actor=loop.actor("data_officer"), request=request)
    total = ReportedValue.objects.get(combination__code="")
    assert (total.number, total.is_derived, sending.derived) == (101, True, [loop.definitions[0].measure.code])


def test_a_double_click_on_submit_makes_one_round():
    loop = opened()
    request = loop.fill(0)
    stale = loop.request()
    submissions.submit(actor=loop.actor("data_officer"), request=request)
    with pytest.raises(Conflict):
        submissions.submit(actor=loop.actor("data_officer"), request=stale)
    assert request.submissions.count() == 1


def test_author_may_not_accept_own_submission():
    loop = opened()
    loop.people["both"] = loop.people["coordinator"]
    loop.person("data_officer", loop.participations[0], "officer")
    submission = sent(loop)
    type(submission)._base_manager.filter(pk=submission.pk)
    submission.by_id = loop.people["coordinator"].pk
    with pytest.raises(Refused) as refusal:
        reviews.accept(actor=loop.actor("coordinator"), submission=submission)
    assert refusal.value.code == "own_submission"


def test_whoever_has_an_interest_there_may_not_accept():
    loop = opened()
    submission = sent(loop)
    InterestFactory(person=loop.people["coordinator"], organisation=loop.participations[0].organisation)
    with pytest.raises(Refused) as refusal:
        reviews.accept(actor=loop.actor("coordinator"), submission=submission)
    assert refusal.value.code == "interest"


def test_the_evaluator_may_ask_and_return_but_not_accept():
    loop = opened()
    submission = sent(loop)
    with pytest.raises(Refused) as refusal:
        reviews.accept(actor=loop.actor("evaluator"), submission=submission)
    assert refusal.value.code == "not_staff"
    reviews.ask(actor=loop.actor("evaluator"), submission=submission, text="איך נספרו?")
    reviews.return_with_questions(actor=loop.actor("evaluator"), submission=submission)
    assert loop.request().state == RequestState.RETURNED


def test_acceptance_makes_a_fact_of_each_cell_and_marks_the_totals_as_stale():
    loop = opened(measures=2)
    submission = sent(loop)
    StaleSlice.objects.all().delete()  # those of the opening
    reviews.accept(actor=loop.actor("coordinator"), submission=submission)
    assert Value.objects.count() == 6
    assert StaleSlice.objects.count() == 2
    assert loop.request().state == RequestState.ACCEPTED
    assert Value.objects.first().mandate is not None


def test_a_report_is_not_returned_without_a_question():
    loop = opened()
    submission = sent(loop)
    with pytest.raises(Invalid) as refusal:
        reviews.return_with_questions(actor=loop.actor("coordinator"), submission=submission)
    assert refusal.value.code == "no_question"


def test_a_returned_report_goes_back_with_a_reply_and_only_what_changed():
    loop = opened(measures=2)
    submission = sent(loop)
    question = reviews.ask(
        actor=loop.actor("coordinator"),
        submission=submission,
        text="האם נספרו גם תלמידי כיתה י״א?",
        definition=loop.definitions[0],
        combination=loop.combinations[""],
    )
    reviews.return_with_questions(actor=loop.actor("coordinator"), submission=submission)
    officer = loop.actor("data_officer")
    with pytest.raises(Invalid) as refusal:
        submissions.submit(actor=officer, request=loop.request())
    assert refusal.value.code == "questions_unanswered"
    reviews.reply(actor=officer, question=question, text="לא, תוקן")
    drafts.save_cells(
        actor=officer,
        request=loop.request(),
        changes=[change(loop, "", {"number": Decimal(90)}), change(loop, "sex=m", {"number": Decimal(40)})],
    )
    sending = submissions.submit(actor=officer, request=loop.request())
    assert (sending.submission.round, sending.changed) == (2, 2)
    with pytest.raises(Refused) as refusal:
        reviews.accept(actor=loop.actor("coordinator"), submission=sending.submission)
    assert refusal.value.code == "open_questions"
    reviews.close(actor=loop.actor("coordinator"), question=Question.objects.get())
    reviews.accept(actor=loop.actor("coordinator"), submission=sending.submission)
    assert Value.objects.get(definition=loop.definitions[0], combination__code="").number == 90


def test_clean_measures_are_accepted_at_once_when_the_rest_is_returned():
    loop = opened(measures=2)
    submission = sent(loop)
    reviews.ask(actor=loop.actor("coordinator"), submission=submission, text="?", definition=loop.definitions[0])
    reviews.return_with_questions(actor=loop.actor("coordinator"), submission=submission, accept_clean=True)
    assert set(Value.objects.values_list("definition", flat=True)) == {loop.definitions[1].pk}


def test_a_report_is_taken_back_only_until_a_reviewer_opens_it():
    loop = opened()
    submission = sent(loop)
    owed.recall(actor=loop.actor("data_officer"), request=loop.request())
    assert loop.request().state == RequestState.IN_PROGRESS
    submission = submissions.submit(actor=loop.actor("data_officer"), request=loop.request()).submission
    reviews.mark_seen(actor=loop.actor("coordinator"), submission=submission)
    with pytest.raises(Refused) as refusal:
        owed.recall(actor=loop.actor("data_officer"), request=loop.request())
    assert refusal.value.code == "opened"


def test_an_accepted_report_opened_again_replaces_what_differs():
    loop = opened(measures=1)
    reviews.accept(actor=loop.actor("coordinator"), submission=sent(loop))
    reviews.reopen(actor=loop.actor("director"), request=loop.request(), reason="הספירה שגויה")
    question = Question.objects.get()
    officer = loop.actor("data_officer")
    reviews.reply(actor=officer, question=question, text="תוקן")
    drafts.save_cells(
        actor=officer,
        request=loop.request(),
        changes=[change(loop, "", {"number": Decimal(110)}), change(loop, "sex=f", {"number": Decimal(60)})],
    )
    submission = submissions.submit(actor=officer, request=loop.request()).submission
    reviews.close(actor=loop.actor("coordinator"), question=question)
    reviews.accept(actor=loop.actor("coordinator"), submission=submission)
    assert Value.objects.count() == 5
    assert Value.objects.current().get(combination__code="").number == 110


def test_a_report_is_not_sent_after_its_cycle_was_closed_meanwhile():
    loop = opened()
    request = loop.fill(0)
    cycles.close(actor=loop.actor("coordinator"), cycle=loop.cycle)
    for act in (submissions.submit, submissions.prepare):
        with pytest.raises((Conflict, Refused)):
            act(actor=loop.actor("data_officer"), request=request)
    assert not request.submissions.exists()


def test_an_excuse_leaves_what_was_accepted_before():
    loop = opened(measures=2)
    submission = sent(loop)
    reviews.ask(actor=loop.actor("coordinator"), submission=submission, text="?", definition=loop.definitions[0])
    reviews.return_with_questions(actor=loop.actor("coordinator"), submission=submission, accept_clean=True)
    ReportingRequest.objects.update(state=RequestState.IN_PROGRESS, excuse="no_activity", excuse_reason="x")
    owed.excuse(actor=loop.actor("coordinator"), request=loop.request())
    assert Value.objects.get(definition=loop.definitions[1], combination__code="").number == 100
    assert Value.objects.get(definition=loop.definitions[0], combination__code="").number == 0
