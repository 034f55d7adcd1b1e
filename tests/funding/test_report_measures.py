"""A report quotes measures as the public reads them, tells what changed in words, and says whether the bank agreed."""

import io
import json
from datetime import timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.utils import translation

from funding.models import FundReport, ReportQuote, ReportVersion
from funding.selectors import quoting, report_changes, report_measures, report_page
from funding.services import bank, fund_reports, funders
from initiative.models import Goal
from kernel import clock
from kernel.formatting import amount
from measurement.models import CycleState, Publication, Value
from measurement.services import rollups, stale
from tests.factories.funding import FundWorld
from tests.factories.measurement import (
    CombinationFactory,
    CycleFactory,
    DefinitionFactory,
    MeasureFactory,
    MeasureSetFactory,
    RequestedMeasureFactory,
    RequestFactory,
)
from tests.factories.partners import ParticipationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(cast):
    made = FundWorld(cast)
    made.receive(60_00)
    return made


def measured(cast, numbers_by_period, aggregation="sum", open_period="", **more):
    """A measure with a published figure for each period; the last may be of a cycle that is still open."""
    measure = MeasureFactory(initiative=cast.initiative, **more)
    definition = DefinitionFactory(measure=measure, aggregation=aggregation)
    whole = CombinationFactory(initiative=cast.initiative)
    measure_set = MeasureSetFactory(initiative=cast.initiative)
    measure_set.measures.add(measure)
    most = max(len(numbers) for numbers in numbers_by_period.values())
    partners = [cast.partner, *(ParticipationFactory(initiative=cast.initiative) for _place in range(most - 1))]
    for period, numbers in numbers_by_period.items():
        state = CycleState.OPENED if period == open_period else CycleState.PUBLISHED
        cycle = CycleFactory(measure_set=measure_set, period=period, state=state)
        for partner, number in zip(partners, numbers, strict=False):
            RequestedMeasureFactory(request=RequestFactory(cycle=cycle, participation=partner), definition=definition)
            row = {"organisation": partner.organisation, "definition": definition, "period": period}
            weight = Decimal(100) if aggregation == "ratio" else None
            Value.objects.create(**row, combination=whole, number=Decimal(number), weight=weight)
        stale.mark(period, [definition.pk])
        if state == CycleState.PUBLISHED:
            Publication.objects.create(cycle=cycle, as_of=clock.now())
    rollups.refresh()
    return measure


def made(world, **more):
    today = clock.today()
    return fund_reports.make(
        actor=world.treasurer, fund=world.fund, starts_on=today - timedelta(days=30), as_of=today, **more
    )


def quoted(row, measure):
    return next((one for one in json.loads(row.content)["measures"] if one["measure"] == measure.code), None)


def test_a_report_never_quotes_a_small_number_that_is_hidden_from_the_public(world):
    small = measured(world.cast, {"2018S": [3, 2, 2]})
    large = measured(world.cast, {"2018S": [100, 50, 30]})
    row = made(world)
    assert quoted(row, small) is None
    assert quoted(row, large)["result"] == "180"


def test_a_total_of_two_partners_is_not_quoted(world):
    few = measured(world.cast, {"2018S": [100, 50]})
    assert quoted(made(world), few) is None


def test_a_running_cycle_does_not_take_the_last_published_figure_away(world):
    measure = measured(world.cast, {"2018S": [100, 50, 30], "2019S": [120, 60, 40]}, open_period="2019S")
    assert (quoted(made(world), measure)["period"], quoted(made(world), measure)["result"]) == ("2018S", "180")


def test_no_period_is_quoted_that_was_not_over_on_the_day_of_the_report(world):
    measure = measured(world.cast, {"2018S": [100, 50, 30], "2019S": [120, 60, 40]})
    row = fund_reports.make(
        actor=world.treasurer,
        fund=world.fund,
        starts_on=clock.today().replace(year=2018),
        as_of=clock.today().replace(year=2019, month=12, day=31),
    )
    assert quoted(row, measure)["period"] == "2018S"


def test_lines_tell_the_figure_before_the_change_and_a_share_in_per_cent(world):
    goal = Goal.objects.create(initiative=world.cast.initiative, name_he="מטרה", name_en="Goal")
    measured(world.cast, {"2018S": [100, 50, 30]})
    measured(world.cast, {"2018S": [40, 50, 60], "2019S": [60, 60, 60]}, "ratio", goal=goal)
    director = world.director
    funders.change(actor=director, funder=world.funder, values={}, goals=[goal])
    row = made(world, funder=world.funder)
    with translation.override("en"):
        first, second = report_measures.lines(world.fund, world.funder.pk, json.loads(row.content)["measures"])
    assert first.is_shared and not second.is_shared, "the funder's own results stand first"
    assert (first.figure_before, first.figure) == ("50.0", "60.0")
    assert "+10" in first.change and "point" in first.change
    assert (second.figure, second.change) == ("180", "")


def test_a_grantee_quotes_a_share_in_per_cent(world):
    measure = measured(world.cast, {"2018S": [40, 50, 60]}, "ratio")
    (found,) = quoting.published(world.director, world.cast.initiative)
    with translation.override("en"):
        assert found.label.endswith("50.0 תלמידים")
    grant = world.grant(20_00)
    report = grant.reports.create(number=9, kind="progress", due_on=clock.today(), first_due_on=clock.today())
    kept = ReportVersion.objects.create(report=report, number=1, narrative="x", narrative_language="he")
    definition = measure.definitions.get()
    ReportQuote.objects.create(version=kept, definition=definition, period="2018S", result=Decimal("0.5"))
    (row,) = quoting.of_version(kept)
    assert row.result == Decimal("50.0")


def test_a_reissue_tells_what_changed_in_words_and_shekels(world):
    first = made(world)
    world.receive(5_00)
    waiting = world.line(7_00).receipt
    second = made(world, replaces=first)
    body = json.loads(second.content)
    with translation.override("en"):
        found = {
            one.label: (one.before, one.after)
            for one in report_changes.told(second, report_page.of(world.director, world.fund, body), {})
        }
        assert found["Received"] == (amount(60_00), amount(72_00))
        keys = set(world.fund.restrictions.values_list("public_id", flat=True))
        assert waiting.amount == 7_00 and not any(key in label for label in found for key in keys)
        assert not any("." in label or "[" in label or "_" in label for label in found)


@pytest.mark.parametrize("language", ["he", "en"])
def test_the_page_and_the_files_of_a_reissue_open_and_name_the_report_it_replaces(world, signed_in, language):
    measured(world.cast, {"2018S": [100, 50, 30], "2019S": [120, 60, 40]})
    first = made(world)
    grant = world.grant(20_00)
    second = made(world, replaces=first)
    client = signed_in(world.cast.person("treasurer"))
    address = second.get_absolute_url().replace("/he/", f"/{language}/")
    page = client.get(address).content.decode()
    assert first.get_absolute_url().replace("/he/", f"/{language}/") in page
    assert grant.title in page and "cash.received" not in page
    for kind in ("pdf", "xlsx"):
        assert client.get(f"{address}report.{kind}").status_code == 200


def test_a_file_says_that_books_and_bank_agree_only_where_they_do(world, signed_in):
    today = clock.today()
    for off, words in ((0, "Agrees with the bank on"), (7_00, "a difference of ₪7")):
        day = today - timedelta(days=2 - bool(off))
        balance = bank.statement_balance(world.account, day) + off
        bank.reconcile(actor=world.treasurer, account=world.account, until=day, statement=balance, text="הוסבר")
        row = made(world)
        client = signed_in(world.cast.person("treasurer"))
        data = client.get(row.get_absolute_url().replace("/he/", "/en/") + "report.xlsx").content
        book = openpyxl.load_workbook(io.BytesIO(data))
        told = [str(cell) for line in book.worksheets[0].iter_rows(values_only=True) for cell in line if cell]
        assert any(words in line for line in told), told
    assert FundReport.objects.count() == 2
