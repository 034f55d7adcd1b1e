"""What a report says in a sentence: leverage and one's own part, never more than its figures, under the same hash."""

import io
import json
from decimal import Decimal

import openpyxl
import pytest
from django.utils import translation

from funding import canonical, exports
from funding.models import FundReport
from funding.selectors import fund_report, report_page, report_sheet, report_words
from funding.services import fund_reports, funders
from kernel import clock
from kernel.formatting import amount
from tests.factories.funding import FundWorld
from tests.factories.partners import ParticipationFactory


def told(*cash, outside=()):
    """A kept content with these sources: (sectors, amount)."""
    return {
        "as_of": "2026-03-09",
        "leverage": {"cash": [{"sectors": codes.split(), "amount": whole} for codes, whole in cash], "beside": {}},
        "outside": [dict(zip(("kind", "currency", "amount"), row, strict=True)) for row in outside],
        "cash": {"committed": 20_00, "free": 30_00},
    }


@pytest.mark.parametrize("language", ["he", "en"])
def test_the_ratio_is_of_cash_by_each_philanthropic_shekel_rounded_down(language):
    body = told(("business", 34_50), ("philanthropic", 112_00), ("public", 25_00), outside=[("in_kind", "ILS", 7_00)])
    with translation.override(language):
        seen = report_words.leverage(body)
    assert amount(30) in seen.sentence and amount(22) in seen.sentence, "0.308 and 0.223"
    assert amount(7_00) in seen.beside[0] and amount(7_00) not in seen.sentence
    assert [part.kind for part in seen.sources.parts] == ["business", "third", "public"]
    assert [report_words.per_shekel(body, one) for one in (34_50, 112_00, 25_00, None)] == [30, 100, 22, None]


@pytest.mark.parametrize(
    "cash",
    [
        [("business", None), ("philanthropic", None)],
        [("business philanthropic", 90_00), ("public", 5_00)],
    ],
)
def test_sources_that_are_told_together_make_no_ratio(cash):
    with translation.override("en"):
        seen = report_words.leverage(told(*cash))
    assert "not told apart" in seen.sentence
    assert report_words.per_shekel(told(*cash), 5_00) is None


@pytest.mark.parametrize("language", ["he", "en"])
def test_a_report_says_until_when_the_books_agree_with_the_bank_by_how_much_they_differ_or_that_nobody_looked(language):
    row = {"currency": "ILS", "until": "2026-02-28", "statement": 5_00, "book": 5_00}
    with translation.override(language):
        [agrees] = report_words.bank({"reconciled": [row]})
        [differs] = report_words.bank({"reconciled": [{**row, "book": 3_00}]})
        [nobody] = report_words.bank({"reconciled": []})
        assert "2026" in agrees and amount(2_00) in differs and amount(2_00) not in agrees
        assert len({agrees, differs, nobody}) == 3


@pytest.mark.parametrize(
    ("cash", "said"),
    [
        ([], "No cash had come"),
        ([("philanthropic", 80_00)], "is philanthropic: ₪80."),
        ([("public", 80_00)], "No philanthropic cash"),
    ],
)
def test_where_there_is_nothing_to_compare_with_it_says_so(cash, said):
    with translation.override("en"):
        assert said in report_words.leverage(told(*cash)).sentence


def test_a_part_is_of_what_the_report_tells_and_of_nothing_else():
    body = {**told(("philanthropic", 80_00)), "share": {"came": 20_00}}
    assert report_words.wholes(body) == {"came": 80_00, "paid": 30_00, "committed": 20_00, "free": 30_00}
    with translation.override("en"):
        assert report_words.own_share(body).startswith("25%")
        assert report_words.own_share(told(("philanthropic", 80_00))) == ""
        assert report_words.own_share({**told(("philanthropic", None)), "share": {"came": 1}}) == ""
    assert report_words.part(90, 80) is None and report_words.part(0, 0) is None


@pytest.fixture
def world(cast):
    """Three funders: too many for a total to tell of one of them."""
    made = FundWorld(cast)
    made.receive(60_00)
    for _number in range(2):
        part = ParticipationFactory(initiative=cast.initiative, kind="funder")
        made.second = funders.add(actor=made.director, fund=made.fund, participation=part)
        made.receive(20_00, funder=made.second)
    made.pay(made.grant(40_00), 20_00)
    return made


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["he", "en"])
def test_page_document_and_workbook_say_the_same_percentages_and_the_hash_stays(world, signed_in, language):
    today = clock.today()
    row = fund_reports.make(actor=world.treasurer, fund=world.fund, funder=world.second, starts_on=today, as_of=today)
    before = row.hash
    body = json.loads(FundReport.objects.get(pk=row.pk).content)
    with translation.override(language):
        lines = report_page.of(world.treasurer, world.fund, body)
        shares = {amount: share for _label, amount, share in lines.share}
        sheet = report_sheet.of(row, body, lines, [])
        book = openpyxl.load_workbook(io.BytesIO(exports.as_xlsx(row, sheet)))
        assert exports.as_pdf(row, sheet).startswith(b"%PDF")
    assert shares[20_00] == Decimal("0.2")
    cells = [cell for page in book for line in page.iter_rows(values_only=True) for cell in line]
    assert 0.2 in cells
    assert all(said in cells for said in sheet.said)
    html = signed_in(world.cast.treasurer).get(row.get_absolute_url().replace("/he/", f"/{language}/")).content.decode()
    assert "20%" in html
    assert all(said in html for said in sheet.said)
    assert fund_reports.again(row) == fund_report.hash_again(row) == before == canonical.hash_of(body)
