"""The reviewers' pages: the queue, one report, the acts and their refusals."""

from decimal import Decimal

import pytest
from django.urls import reverse

from measurement.models import Question, RequestState, Value
from measurement.services import cycles, drafts, reviews, submissions
from measurement.services.drafts import Change
from tests.factories.measurement import Loop

pytestmark = pytest.mark.django_db


@pytest.fixture
def loop():
    loop = Loop(partners=3)
    loop.person("data_officer", loop.participations[1], "second")
    cycles.open_cycle(actor=loop.actor("coordinator"), cycle=loop.cycle)
    return loop


def send(loop, index=0):
    who = "data_officer" if index == 0 else "second"
    return submissions.submit(actor=loop.actor(who), request=loop.fill(index)).submission


def test_the_queue_is_hidden_from_partners(client, loop):
    client.force_login(loop.people["data_officer"])
    assert client.get(reverse("measurement:reviews", args=[loop.initiative.slug])).status_code == 404


@pytest.mark.parametrize("state", ["review", "waiting", "accepted", "missing"])
def test_each_part_of_the_queue_opens(client, loop, state):
    send(loop)
    client.force_login(loop.people["evaluator"])
    answer = client.get(reverse("measurement:reviews", args=[loop.initiative.slug]), {"state": state})
    assert answer.status_code == 200
    assert len(answer.context["rows"]) == (1 if state == "review" else 0)


def test_a_report_shows_its_numbers_and_the_acts(client, loop):
    submission = send(loop)
    client.force_login(loop.people["coordinator"])
    page = client.get(submission.get_absolute_url())
    assert page.status_code == 200
    assert page.context["may_accept"] and page.context["may_return"].code == "no_question"
    submission.refresh_from_db()
    assert submission.seen_at is not None


def test_the_owner_reads_the_review_without_its_acts(client, loop):
    submission = send(loop)
    client.force_login(loop.people["data_officer"])
    page = client.get(submission.get_absolute_url())
    assert page.status_code == 200 and not page.context["is_reviewer"]
    submission.refresh_from_db()
    assert submission.seen_at is None


def test_another_partner_s_report_is_not_there(client, loop):
    submission = send(loop, 1)
    client.force_login(loop.people["data_officer"])
    assert client.get(submission.get_absolute_url()).status_code == 404


def test_a_question_written_after_going_back_is_not_lost_and_a_double_click_asks_once(client, loop):
    url = send(loop).get_absolute_url()
    cell = f"{loop.definitions[0].measure.code}|sex=f"
    client.force_login(loop.people["coordinator"])
    for text in ("Why did it fall?", "Why did it fall?", "Are students counted?"):
        client.post(f"{url}ask/", {"text": text, "cell": cell, "idempotency_key": "one-page-0123"})
    assert list(Question.objects.order_by("pk").values_list("text", flat=True)) == [
        "Why did it fall?",
        "Are students counted?",
    ]


def test_ask_return_fix_close_accept_through_the_pages(client, loop):
    submission = send(loop)
    url = submission.get_absolute_url()
    code = loop.definitions[0].measure.code
    client.force_login(loop.people["coordinator"])
    client.post(f"{url}ask/", {"text": "למה ירד?", "cell": f"{code}|sex=f"})
    assert Question.objects.get().combination.code == "sex=f"
    client.post(f"{url}return/")
    assert loop.request().state == RequestState.RETURNED
    assert "הוא ממתין עכשיו לשותף" in client.get(url).content.decode()
    officer = loop.actor("data_officer")
    question = Question.objects.get()
    reviews.reply(actor=officer, question=question, text="תוקן")
    drafts.save_cells(
        actor=officer,
        request=loop.request(),
        changes=[
            Change(f"{code}|", {"number": Decimal(120)}),
            Change(f"{code}|sex=f", {"number": Decimal(70)}),
        ],
    )
    second = submissions.submit(actor=officer, request=loop.request()).submission
    page = client.get(second.get_absolute_url())
    assert [row.code for row in page.context["review"].first] == [code]
    assert page.context["review"].first[0].earlier == 100
    assert page.context["may_accept"].code == "open_questions"
    client.post(reverse("measurement:question-close", args=[loop.initiative.slug, question.public_id]))
    answer = client.post(f"{second.get_absolute_url()}accept/")
    assert answer.url == reverse("measurement:reviews", args=[loop.initiative.slug])
    assert Value.objects.get(definition=loop.definitions[0], combination__code="").number == 120


def test_clean_reports_are_accepted_together_and_the_others_left_out(client, loop):
    first, second = send(loop), send(loop, 1)
    reviews.ask(actor=loop.actor("evaluator"), submission=second, text="?")
    client.force_login(loop.people["coordinator"])
    client.post(
        reverse("measurement:reviews-accept", args=[loop.initiative.slug]),
        {"chosen": [first.public_id, second.public_id]},
    )
    assert loop.request(0).state == RequestState.ACCEPTED
    assert loop.request(1).state == RequestState.SUBMITTED


def test_the_pages_cost_few_queries(client, django_assert_max_num_queries):
    loop = Loop(measures=40)
    cycles.open_cycle(actor=loop.actor("coordinator"), cycle=loop.cycle)
    submission = send(loop)
    client.force_login(loop.people["coordinator"])
    client.get(submission.get_absolute_url())
    with django_assert_max_num_queries(20):
        client.get(submission.get_absolute_url())
    with django_assert_max_num_queries(20):
        client.get(reverse("measurement:reviews", args=[loop.initiative.slug]))
