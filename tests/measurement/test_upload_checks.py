"""Before the yes a file's page says what the checks would question: by cell, errors apart from warnings."""

import html
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from measurement.models import DraftValue, StagedValue, Upload
from measurement.selectors import previewed
from measurement.services import cycles, uploads
from partners.models import MandateKind
from tests.factories.measurement import DraftFactory, Loop, ValueFactory
from tests.measurement.api import base, client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def loop():
    made = Loop(partners=2, measures=2)
    made.person(MandateKind.DATA_OFFICER, made.participations[1], "stranger")
    cycles.open_cycle(actor=made.actor("coordinator"), cycle=made.cycle)
    return made


def staged(loop, *numbers, measure=0, upload=None, first=2, **columns):
    """A file that waits for its yes, with these numbers for the total and the two parts of a measure."""
    request = loop.request()
    upload = upload or Upload.objects.create(
        initiative=loop.initiative,
        request=request,
        kind="request",
        scope_key=f"request:{request.pk}",
        sha256="1" * 64,
        file_name="report.xlsx",
        state="staged",
        by=loop.people["data_officer"],
    )
    for at, (code, number) in enumerate(zip(loop.cells, numbers, strict=False)):
        StagedValue.objects.create(
            upload=upload,
            line=first + at,
            column=0,
            definition=loop.definitions[measure],
            combination=loop.combinations[code],
            **({"number": Decimal(number)} if number is not None else {"blank": "not_applicable"}),
            **columns,
        )
    return Upload.objects.select_related(
        "initiative", "request__cycle__measure_set__initiative", "request__participation__organisation"
    ).get(pk=upload.pk)


def told(remarks):
    return [(one.finding.code, one.row, one.cell.combination) for one in remarks]


def last_year(loop, number):
    part = loop.participations[0].organisation
    loop.cycle.measure_set.cycles.filter(pk=loop.cycle.pk).update(period="2019S")
    ValueFactory(
        organisation=part,
        definition=loop.definitions[0],
        combination=loop.combinations[""],
        period="2018S",
        number=Decimal(number),
    )


def test_parts_above_the_total_are_an_error_at_the_row_of_the_total(loop):
    found = previewed.checks(staged(loop, 100, 70, 40))
    assert told(found.errors) == [("parts_above_total", 2, "")] and not found.warnings
    assert "110" in str(found.errors[0].finding.sentence)


def test_a_jump_is_a_warning_and_stands_apart_from_the_errors(loop):
    last_year(loop, 100)
    found = previewed.checks(staged(loop, 200, 100, 100))
    assert (told(found.errors), told(found.warnings)) == ([], [("jump", 2, "")])
    assert found.warnings[0].number == 200


def test_the_draft_is_part_of_what_is_checked_and_stays_as_it_is(loop):
    for code, number in (("", 10), ("sex=f", 30)):
        DraftFactory(
            request=loop.request(),
            definition=loop.definitions[0],
            combination=loop.combinations[code],
            number=Decimal(number),
        )
    before = sorted(DraftValue.objects.values_list("combination__code", "number", "revision"))
    found = previewed.checks(staged(loop, 20))
    assert told(found.errors) == [("parts_above_total", 2, "")]
    assert told(found.warnings) == [("part_missing", 0, "sex=m")]
    assert sorted(DraftValue.objects.values_list("combination__code", "number", "revision")) == before


def test_a_blank_takes_the_place_of_the_drafts_number_and_is_checked_as_one(loop):
    DraftFactory(
        request=loop.request(),
        definition=loop.definitions[0],
        combination=loop.combinations[""],
        number=Decimal(5),
    )
    found = previewed.checks(staged(loop, None, 1, 1))
    assert (found.errors, found.warnings) == ([], [])


@pytest.mark.parametrize(("drafted", "asked"), [(200, []), (190, [("jump", 2, "")])])
def test_a_reason_answers_only_for_the_number_it_was_given_for(loop, drafted, asked):
    last_year(loop, 100)
    DraftFactory(
        request=loop.request(),
        definition=loop.definitions[0],
        combination=loop.combinations[""],
        number=Decimal(drafted),
        reason="two new classes",
    )
    assert told(previewed.checks(staged(loop, 200, 100, 100)).warnings) == asked


def test_a_measure_the_file_does_not_touch_is_not_asked_about(loop):
    assert len(previewed.checks(staged(loop, 2, 1, 1, measure=1))) == 0


def test_what_the_page_foretells_is_what_the_report_says_after_the_yes(loop):
    last_year(loop, 100)
    upload = staged(loop, 300, 200, 200)
    found = previewed.checks(upload)
    foretold = sorted((one.finding.code, one.cell.name) for one in (*found.errors, *found.warnings))
    actor = loop.actor("data_officer")
    uploads.count(actor=actor, upload=upload)
    sheet = previewed.sheets.sheet(loop.request())
    lines = [line for line in sheet.lines if line.definition.pk == loop.definitions[0].pk]
    assert foretold == sorted((one.code, line.cell(one.combination).name) for line in lines for one in line.findings)


@pytest.mark.parametrize("state", ["received", "refused", "counted", "withdrawn"])
def test_only_a_file_that_waits_is_checked(loop, state):
    upload = staged(loop, 100, 70, 40)
    upload.state = state
    assert previewed.checks(upload) is None


def test_a_file_of_public_figures_has_no_sheet(loop):
    upload = staged(loop, 1)
    upload.request = None
    assert previewed.checks(upload) is None


def page_of(client, loop, upload, language="en", who="data_officer"):
    client.force_login(loop.people[who], backend="django.contrib.auth.backends.ModelBackend")
    return client.get(upload.get_absolute_url().replace("/he/", f"/{language}/"))


@pytest.mark.parametrize("language", ["he", "en"])
def test_the_page_tells_each_finding_by_measure_cell_and_row(client, loop, language):
    last_year(loop, 10)
    upload = staged(loop, 100, 70, 40)
    page = page_of(client, loop, upload, language)
    text = html.unescape(page.content.decode())
    assert [one["key"] for one in page.context["remarks"]] == ["wrong", "odd"]
    assert 'aria-labelledby="wrong"' in text and 'aria-labelledby="odd"' in text
    assert page.context["error_words"] in text and page.context["warning_words"] in text
    for one in page.context["remarks"]:
        assert str(one["remarks"][0].finding.sentence) in text


def test_a_file_that_nothing_is_wrong_with_is_told_so(client, loop):
    page = page_of(client, loop, staged(loop, 100, 60, 40)).content.decode()
    assert "The checks question nothing in this file." in page and 'id="wrong"' not in page


def test_a_number_is_shown_as_it_stands_in_the_file(client, loop):
    lines = page_of(client, loop, staged(loop, "12.5")).content.decode().partition('id="lines"')[2]
    assert ">12.5</bdi>" in lines


def test_a_long_list_is_cut_and_the_rest_is_counted(client, loop, monkeypatch):
    monkeypatch.setattr("measurement.views.uploads.MOST_REMARKS", 1)
    upload = staged(loop, 100, 70, 40)
    staged(loop, 100, 70, 40, measure=1, upload=upload, first=5)
    page = page_of(client, loop, upload)
    assert page.context["remarks"][0]["more"] == 1
    assert "One more is not listed here." in page.content.decode()


def test_rows_beyond_those_shown_are_checked_too_and_cost_no_query(client, loop, monkeypatch):
    monkeypatch.setattr("measurement.views.uploads.MOST_SHOWN", 1)
    upload = staged(loop, 100, 60, 40)
    page_of(client, loop, upload)
    with CaptureQueriesContext(connection) as few:
        page_of(client, loop, upload)
    staged(loop, 100, 70, 40, measure=1, upload=upload, first=5)
    with CaptureQueriesContext(connection) as many:
        page = page_of(client, loop, upload)
    assert told(page.context["checks"].errors) == [("parts_above_total", 5, "")]
    assert len(page.context["rows"]) == 1
    assert len(many) == len(few)


def test_the_api_tells_the_checks_of_one_file_and_leaves_them_out_of_a_list(loop):
    last_year(loop, 10)
    upload = staged(loop, 100, 70, 40)
    address = f"{base(loop)}requests/{loop.request().public_id}/uploads/"
    client = client_of(loop, "data_officer")
    one = client.get(f"{address}{upload.public_id}/", headers={"Accept-Language": "en"}).json()["checks"]
    error, warning = one["errors"][0], one["warnings"][0]
    assert (error["code"], error["row"], error["cell"]) == (
        "parts_above_total",
        2,
        f"{loop.definitions[0].measure.code}|",
    )
    assert error["measure"] and error["category"] == "Total" and "more than the total" in error["sentence"]
    assert (warning["code"], warning["number"]) == ("jump", "100.0000")
    assert "checks" not in client.get(address).json()["results"][0]
    assert client.post(f"{address}{upload.public_id}/count/").json()["checks"] is None


def test_another_partner_learns_nothing(client, loop):
    assert page_of(client, loop, staged(loop, 100, 70, 40), who="stranger").status_code == 404
