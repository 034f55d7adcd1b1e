"""Files of the fund: a bank's file through the page, bad ones with one sentence, grants in the open standard."""

import io
import re
from datetime import date, datetime
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import gettext as _
from openpyxl import Workbook

from funding import exports, imports
from funding.models import BankLine
from funding.services import journal
from kernel.errors import Invalid
from kernel.files.sheets import FileRefused
from tests.factories.funding import FundWorld

pytestmark = pytest.mark.django_db
HEAD = "reference,date,amount,payer,details\n"


@pytest.fixture
def world(cast):
    return FundWorld(cast)


def read(text, currency="ILS", encoding="utf-8"):
    return imports.lines(text.encode(encoding), "bank.csv", currency)


def test_a_file_of_the_bank_goes_in_through_the_page_once(world, signed_in):
    client = signed_in(world.cast.treasurer)
    url = reverse("funding:bank-file", args=[world.cast.initiative.slug, world.fund.public_id])
    assert client.get(url).status_code == 200
    for _time in range(2):
        file = SimpleUploadedFile(
            "bank.csv", (HEAD + "A1,01/03/2026,1500.50,קרן,תקבול\nA2,02/03/2026,-12,,\n").encode()
        )
        response = client.post(url, {"account": world.account.public_id, "file": file})
        assert response.status_code == 302
    assert sorted(BankLine.objects.values_list("amount", flat=True)) == [-12_00, 1500_50]
    assert signed_in(world.cast.director).get(url).status_code == 403


def send(client, world, name, data, total=""):
    url = reverse("funding:bank-file", args=[world.cast.initiative.slug, world.fund.public_id])
    return client.post(
        url, {"account": world.account.public_id, "file": SimpleUploadedFile(name, data), "total": total}
    )


def workbook(*rows):
    """A workbook as a bank makes it: a caption over the heads, days as days, amounts as numbers."""
    book, out = Workbook(), io.BytesIO()
    for row in (["תנועות בחשבון"], ["אסמכתא", "תאריך", "זכות", "חובה", "מאת או אל"], *rows):
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def test_a_workbook_of_the_bank_goes_in_through_the_page_once(world, signed_in):
    client = signed_in(world.cast.treasurer)
    rows = [[1001, date(2026, 3, 1), 1500.5, None, "קרן"], ["1002", datetime(2026, 3, 2), None, 12, "בנק"]]
    for _time in range(2):
        answer = send(client, world, "bank.xlsx", workbook(*rows), "1488.50")
        assert answer.status_code == 302, words(answer)[300:900]
    found = BankLine.objects.order_by("on").values_list("bank_id", "on", "amount", "payer")
    assert list(found) == [("1001", date(2026, 3, 1), 1500_50, "קרן"), ("1002", date(2026, 3, 2), -12_00, "בנק")]
    assert journal.bank(world.fund) == 1500_50
    changed = send(client, world, "bank.xlsx", workbook([1001, date(2026, 3, 1), 1600, None, "קרן"]))
    assert changed.status_code == 422
    template = _("The reference in row %(rows)s was seen before with another amount: compare it with the bank's page.")
    assert template.partition("%(rows)s")[0] in words(changed) and not BankLine.objects.filter(amount=1600_00).exists()


def words(answer):
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())))


def test_a_total_that_does_not_match_is_told_with_both_sums_and_kept(world, signed_in):
    client = signed_in(world.cast.treasurer)
    data = (HEAD + "A1,01/03/2026,1500.50,קרן,\nA2,02/03/2026,-12,,\n").encode()
    wrong = send(client, world, "bank.csv", data, "1,500")
    assert wrong.status_code == 422 and not BankLine.objects.exists()
    assert "₪1,488.50" in words(wrong) and "₪1,500" in words(wrong)
    assert 'value="1,500"' in wrong.content.decode()
    assert send(client, world, "bank.csv", data, "1,488.50").status_code == 302
    less = (HEAD + "B1,03/03/2026,-20,,\n").encode()
    assert send(client, world, "more.csv", less, "-20").status_code == 302


def test_another_encoding_is_read_and_broken_letters_are_refused_with_their_row(world, signed_in):
    text = HEAD + "A1,01/03/2026,5,קרן האור,\n"
    for number, encoding in enumerate(("utf-8", "utf-8-sig", "cp1255", "utf-16")):
        (line,) = imports.lines(text.replace("A1", f"A{number}").encode(encoding), "bank.csv", "ILS")
        assert line.payer == "קרן האור", encoding
    broken = send(signed_in(world.cast.treasurer), world, "bank.csv", text.encode()[:-3] + b"\xff\xd7\n")
    assert broken.status_code == 422 and not BankLine.objects.exists()
    assert "UTF-8" in words(broken)


def test_two_columns_of_in_and_out_are_understood_in_hebrew_encoding():
    text = "reference,date,credit,debit,payer\nA1,01/03/2026,10,,קרן\nA2,02/03/2026,,3.5,בנק\n"
    assert [line.amount for line in read(text, encoding="cp1255")] == [10_00, -3_50]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("A1,01/03/2026,0.001,,", "too_many_decimals"),
        ("A1,01/03/2026,1e9,,", "file"),
        ("A1,32/03/2026,5,,", "file"),
        ("A1,01/03/2026,,,", "no_amount"),
        ("A1,01/03/2026,5,,\nA1,01/03/2026,5,,", "file"),
    ],
)
def test_a_bad_line_is_refused_with_its_row(row, code):
    with pytest.raises(Invalid) as refusal:
        read(HEAD + row + "\n")
    assert refusal.value.code == code


def test_digits_of_other_scripts_are_digits():
    assert read(HEAD + "A1,01/03/2026,١٠٠,,\n")[0].amount == 100_00


def test_two_currencies_in_one_file_are_refused():
    text = "reference,date,amount,currency\nA1,01/03/2026,5,ILS\nA2,01/03/2026,5,USD\n"
    with pytest.raises(Invalid) as refusal:
        read(text)
    assert refusal.value.code == "two_currencies"


def test_what_is_no_table_is_refused():
    with pytest.raises(FileRefused):
        imports.lines(b"%PDF-1.7", "bank.pdf", "ILS")


def test_the_grants_and_the_money_into_the_pool_fit_the_open_standard(world, signed_in):
    from funding.services import receipts

    pledge = world.pledge(90_00, visibility="amount")
    receipt = world.line(90_00).receipt
    receipts.match(actor=world.treasurer, receipt=receipt, funder=world.funder, instalment=pledge.instalments.get())
    receipts.assign(actor=world.treasurer, receipt=receipt, parts={world.free: 90_00})
    world.pay(world.grant(60_00), 20_00)
    body = exports.package(world.fund)
    kinds = [row.get("regrantType") for row in body["grants"]]
    assert kinds == [None, "FRG040"]
    assert body["grants"][0]["amountDisbursed"] == 20
    url = reverse("funding:open-grants", args=[world.cast.initiative.slug, world.fund.public_id])
    assert signed_in(world.cast.treasurer).get(url).json() == body
    # and the checker is a checker
    body["grants"][0].pop("awardDate")
    assert list(exports.validator().iter_errors(body))


def test_a_pledge_that_hides_its_amount_is_not_in_the_open_file(world):
    from funding.services import receipts

    pledge = world.pledge(90_00, visibility="name")
    receipt = world.line(90_00).receipt
    receipts.match(actor=world.treasurer, receipt=receipt, funder=world.funder, instalment=pledge.instalments.get())
    assert list(exports.money_in(world.fund)) == []
