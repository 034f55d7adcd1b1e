"""The partner's pages: list, grid, story, checks, thanks; with and without script."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from kernel import periods
from measurement.models import DraftValue, RequestState
from measurement.services import cycles, reviews, submissions
from measurement.views import requests
from tests.factories.measurement import Loop, ValueFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def loop():
    loop = Loop(partners=2)
    cycles.open_cycle(actor=loop.actor("coordinator"), cycle=loop.cycle)
    return loop


def address(loop, name, index=0):
    return reverse(f"measurement:{name}", args=[loop.initiative.slug, loop.request(index).public_id])


def cell(loop, code="", line=0):
    return f"{loop.definitions[line].measure.code}|{code}"


def test_the_list_shows_what_is_owed(client, loop):
    client.force_login(loop.people["data_officer"])
    answer = client.get(reverse("measurement:requests", args=[loop.initiative.slug]))
    assert answer.status_code == 200
    assert len(answer.context["owed"]) == 1
    assert loop.request().get_absolute_url() in answer.content.decode()


def test_the_grid_has_an_input_for_every_cell_that_is_asked(client, loop):
    client.force_login(loop.people["data_officer"])
    page = client.get(address(loop, "request")).content.decode()
    assert page.count('class="cell__in') == 6
    assert f'name="{cell(loop, "sex=f")}"' in page


def test_another_partner_s_request_is_not_there(client, loop):
    client.force_login(loop.people["data_officer"])
    assert client.get(address(loop, "request", 1)).status_code == 404
    assert client.post(address(loop, "request-cells", 1), {}).status_code == 404


def test_the_backbone_sees_where_it_stands_and_no_draft(client, loop):
    loop.fill(0, number=98765)
    client.force_login(loop.people["coordinator"])
    page = client.get(address(loop, "request")).content.decode()
    assert "98,765" not in page and "cell__in" not in page
    assert client.post(address(loop, "request-cells"), {cell(loop): "5"}).status_code in {403, 404}
    assert not DraftValue.objects.filter(number=5).exists()


def test_the_script_saves_cells_and_is_told_of_each(client, loop):
    client.force_login(loop.people["data_officer"])
    answer = client.post(
        address(loop, "request-cells"),
        {
            cell(loop): "1,234.5",
            f"revision:{cell(loop)}": "0",
            cell(loop, "sex=f"): "abc",
            cell(loop, "sex=m"): "١٢٣",
        },
    ).json()
    assert answer["cells"][cell(loop)]["state"] == "saved"
    assert answer["cells"][cell(loop)]["revision"] == 1
    assert answer["cells"][cell(loop, "sex=f")]["state"] == "refused"
    assert "abc" in answer["cells"][cell(loop, "sex=f")]["sentence"]
    assert answer["cells"][cell(loop, "sex=m")]["value"] == "123"


@pytest.mark.parametrize("typed", ["abc", "1e309", "12%", "NaN", "=1+1", "1_000"])
def test_what_is_no_number_is_refused_with_a_sentence_and_kept(client, loop, typed):
    client.force_login(loop.people["data_officer"])
    page = client.post(address(loop, "request"), {cell(loop): typed, cell(loop, "sex=f"): "7"})
    assert page.status_code == 422
    assert f'value="{typed}"' in page.content.decode()
    assert [str(one.number) for one in DraftValue.objects.all()] == ["7.0000"]


def test_a_negative_number_is_saved_and_the_check_says_what_is_wrong(client, loop):
    client.force_login(loop.people["data_officer"])
    told = client.post(address(loop, "request-cells"), {cell(loop): "-5"}).json()["cells"][cell(loop)]
    assert told["state"] == "saved" and "-5" in told["sentence"].replace("−", "-")


def test_an_empty_cell_is_not_a_zero(client, loop):
    client.force_login(loop.people["data_officer"])
    client.post(address(loop, "request"), {cell(loop): "0", cell(loop, "sex=f"): ""})
    assert [one.number for one in DraftValue.objects.all()] == [0]


def test_two_tabs_are_shown_their_conflict(client, loop):
    client.force_login(loop.people["data_officer"])
    for typed in ("10", "20"):
        told = client.post(address(loop, "request-cells"), {cell(loop): typed, f"revision:{cell(loop)}": "0"}).json()
    told = told["cells"][cell(loop)]
    assert told["state"] == "conflict" and "10" in told["sentence"] and "20" in told["sentence"]
    assert DraftValue.objects.get().number == 10


def test_saving_after_closing_is_told_in_a_sentence(client, loop):
    cycles.close(actor=loop.actor("coordinator"), cycle=loop.cycle)
    client.force_login(loop.people["data_officer"])
    answer = client.post(address(loop, "request-cells"), {cell(loop): "10"})
    assert answer.status_code == 409 and answer.json()["code"] == "cycle_closed"


def test_without_script_the_button_saves_and_goes_on_to_the_story(client, loop):
    client.force_login(loop.people["data_officer"])
    answer = client.post(address(loop, "request"), {cell(loop): "10", "next": "story"})
    assert answer.url == address(loop, "request-story")
    answer = client.post(answer.url, {"narrative": "שנה טובה\nונוספו כיתות", "minutes": "31"})
    assert answer.url == address(loop, "request-check")
    assert loop.request().minutes == 31


def test_the_checks_list_what_needs_a_reason_and_hold_the_button(client, loop):
    client.force_login(loop.people["data_officer"])
    client.post(address(loop, "request"), {cell(loop): "10"})
    page = client.get(address(loop, "request-check"))
    assert len(page.context["warnings"]) == 1 and not page.context["verdict"]
    name = page.context["warnings"][0]["name"]
    client.post(address(loop, "request-check"), {name: "לא נמדד השנה"})
    page = client.get(address(loop, "request-check"))
    assert page.context["verdict"]
    answer = client.post(address(loop, "request-submit"))
    assert answer.url == address(loop, "request-thanks")
    assert client.get(answer.url).status_code == 200
    assert loop.request().state == RequestState.SUBMITTED


def last_year(loop):
    ValueFactory(
        organisation=loop.participations[0].organisation,
        definition=loop.definitions[0],
        combination=loop.combinations[""],
        period=periods.previous(loop.cycle.period),
        number=Decimal(100),
    )


@pytest.fixture
def explained(client, loop):
    """A number that stands out, with its reason, by the page of checks."""
    last_year(loop)
    client.force_login(loop.people["data_officer"])
    client.post(address(loop, "request"), {cell(loop): "10", cell(loop, line=1): "10"})
    client.post(address(loop, "request-check"), {f"reason:{cell(loop)}": "two new\r\nclasses"})
    return cell(loop)


def whole_form(html):
    """What the browser would send of a page as it stands."""
    found = re.findall(r'<input[^>]* name="((?:reason|shown|revision:reason):[^"]+)"[^>]* value="([^"]*)"', html)
    found += re.findall(r'<textarea[^>]* name="(reason:[^"]+)"[^>]*>([^<]*)<', html)
    return {name: value for name, value in found if value}


@pytest.mark.parametrize("by", ["script", "button", "old page of checks"])
def test_a_reason_answers_only_for_the_number_it_was_given_for(client, loop, explained, by):
    assert client.get(address(loop, "request-check")).context["verdict"]
    page, checks = (client.get(address(loop, name)).content.decode() for name in ("request", "request-check"))
    typed = {explained: "11"}
    assert whole_form(checks)[f"shown:{explained}"] == whole_form(checks)[f"reason:{explained}"]
    if by == "button":
        assert f"shown:{explained}" in whole_form(page)
        client.post(address(loop, "request"), whole_form(page) | typed)
    else:
        told = client.post(address(loop, "request-cells"), typed).json()["cells"][explained]
        assert told["state"] == "saved" and told["reason"] == ""
    if by == "old page of checks":
        client.post(address(loop, "request-check"), whole_form(checks))
    page = client.get(address(loop, "request-check"))
    assert page.context["warnings"][0]["reason"] == "" and not page.context["verdict"]
    assert client.post(address(loop, "request-submit")).status_code != 200
    assert loop.request().state == RequestState.IN_PROGRESS


def test_a_new_reason_on_an_outdated_page_of_checks_is_shown_beside_the_number_that_stands_now(client, loop, explained):
    outdated = whole_form(client.get(address(loop, "request-check")).content.decode())
    client.post(address(loop, "request-cells"), {explained: "11"})
    answer = client.post(address(loop, "request-check"), outdated | {f"reason:{explained}": "four new classes"})
    assert answer.status_code == 409 and "four new classes" in answer.content.decode()
    assert [str(one) for one in answer.context["messages"]] == [str(requests._NUMBER_MOVED)]
    assert not client.get(address(loop, "request-check")).context["warnings"][0]["reason"]
    again = whole_form(answer.content.decode())
    assert client.post(address(loop, "request-check"), again).status_code == 302
    assert client.get(address(loop, "request-check")).context["warnings"][0]["reason"] == "four new classes"


def test_the_same_number_again_keeps_its_reason_and_a_new_one_comes_with_its_number(client, loop, explained):
    for typed in ({explained: "10.0"}, {explained: "11", f"reason:{explained}": "three new classes"}):
        client.post(address(loop, "request-cells"), typed)
        assert client.get(address(loop, "request-check")).context["verdict"]


def test_a_double_click_on_send_goes_where_the_first_went(client, loop):
    loop.fill(0)
    client.force_login(loop.people["data_officer"])
    first = client.post(address(loop, "request-submit"), {"idempotency_key": "once-and-once"})
    second = client.post(address(loop, "request-submit"), {"idempotency_key": "once-and-once"})
    assert first.url == second.url == address(loop, "request-thanks")
    assert loop.request().submissions.count() == 1


def test_the_question_stands_under_its_measure_and_is_answered_there(client, loop):
    submission = submissions.submit(actor=loop.actor("data_officer"), request=loop.fill(0)).submission
    question = reviews.ask(
        actor=loop.actor("coordinator"), submission=submission, text="מה נספר?", definition=loop.definitions[0]
    )
    reviews.return_with_questions(actor=loop.actor("coordinator"), submission=submission)
    client.force_login(loop.people["data_officer"])
    assert "מה נספר?" in client.get(address(loop, "request")).content.decode()
    reply = reverse("measurement:question-reply", args=[loop.initiative.slug, question.public_id])
    client.post(reply, {"text": "כיתות יב בלבד"})
    assert question.replies.get().text == "כיתות יב בלבד"
    assert client.get(address(loop, "request-check")).context["verdict"]


def test_the_grid_costs_few_queries_whatever_its_size(client, django_assert_max_num_queries):
    loop = Loop(measures=40)
    cycles.open_cycle(actor=loop.actor("coordinator"), cycle=loop.cycle)
    client.force_login(loop.people["data_officer"])
    client.get(address(loop, "request"))
    with django_assert_max_num_queries(20):
        assert client.get(address(loop, "request")).status_code == 200
