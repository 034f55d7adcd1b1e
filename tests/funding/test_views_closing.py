"""The end of a month: what the forms tell before books and bank are compared, and before the books are closed."""

from datetime import timedelta

import pytest

from audit.models import Entry
from communication import wording
from funding import imports
from funding.services import bank, funds
from kernel import clock
from kernel.formatting import day_words
from tests.factories.funding import FundWorld

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(cast):
    made = FundWorld(cast)
    made.receive(1_000_00)
    return made


def day_before(days):
    return clock.today() - timedelta(days=days)


def test_reconciling_tells_books_day_and_open_lines_of_each_account_in_one_row(world, page):
    world.line(-20_00)
    body = page("treasurer", "reconciliation-new").content.decode()
    assert body.count("בנק</dt>") == 1
    assert "₪1,000" in body and "עוד לא" in body and "שורה פתוחה אחת" in body
    bank.reconcile(actor=world.treasurer, account=world.account, until=day_before(5), statement=0)
    assert day_words(day_before(5), "plain") in page("treasurer", "reconciliation-new").content.decode()


def test_closing_tells_what_is_open(world, page):
    world.line(300_00)
    payment = world.request(world.grant(60_00).tranches.get())
    world.approve(payment)
    world.instruct(payment)
    body = page("treasurer", "close").content.decode()
    for told in ("עוד לא נסגרו", "₪300", "אחד נשלח לבנק"):
        assert told in body, told


def test_closing_beyond_the_bank_says_so_and_is_not_refused(world, page):
    def close(days):
        answer = page("treasurer", "close", data={"until": day_before(days).isoformat()})
        assert answer.status_code == 302
        return [str(one) for one in answer.wsgi_request._messages][-1]

    assert "עוד לא נערכה התאמת בנק" in close(9)
    bank.reconcile(actor=world.treasurer, account=world.account, until=day_before(5), statement=0)
    assert "הבנק" not in close(5)
    assert day_words(day_before(5), "plain") in close(2)


def test_closing_warns_while_the_bank_is_compared_less_far_than_one_may_close(world, page):
    def warned():
        answer = page("treasurer", "close")
        assert all(one in answer.content.decode() for one in answer.context["warnings"])
        return answer.context["warnings"]

    (never,) = warned()
    assert day_words(day_before(1), "plain") in never and "עוד לא" in never
    bank.reconcile(actor=world.treasurer, account=world.account, until=day_before(5), statement=0)
    (early,) = warned()
    assert day_words(day_before(5), "plain") in early
    bank.reconcile(actor=world.treasurer, account=world.account, until=day_before(1), statement=0)
    assert warned() == []


def test_a_refused_reconciliation_tells_the_books_of_the_day_that_was_asked_about(world, page):
    bank.reconcile(actor=world.treasurer, account=world.account, until=day_before(5), statement=0)
    asked = {"account": world.account.public_id, "until": day_before(3).isoformat(), "statement": "5", "note": ""}
    answer = page("treasurer", "reconciliation-new", data=asked)
    assert answer.status_code == 422
    ((_account, told),) = answer.context["facts"]
    books, compared = told.split("\n")
    assert day_words(day_before(3), "plain") in books and "₪0" in books and "₪1,000" not in told
    assert day_words(day_before(5), "plain") in compared and "₪0" in compared


def test_the_news_of_both_name_the_day_in_words(world):
    bank.reconcile(actor=world.treasurer, account=world.account, until=day_before(5), statement=0)
    funds.close_period(actor=world.treasurer, fund=world.fund, until=day_before(9))
    compared, closed = Entry.objects.filter(kind__in=["funding.bank.reconciled", "funding.period.closed"]).order_by(
        "pk"
    )
    assert day_words(day_before(5), "plain") in wording.of_entry(compared)
    assert str(world.account) in wording.of_entry(compared)
    assert wording.plain(wording.of_entry(closed)).endswith(day_words(day_before(9), "plain"))
    assert str(world.fund) in wording.of_entry(closed) and "-" not in closed.subject_title


def test_the_file_of_the_bank_tells_its_columns_and_what_comes_of_it(world, page):
    body = page("treasurer", "bank-file").content.decode()
    assert "reference" in body and "credit" in body
    assert "אותו קובץ שוב" in body
    assert "תאריך ערך" in body  # another name that banks give a column
    line = dict(imports.example())
    assert all(str(title) in body and value in body for title, value in line.items())


def test_the_line_given_as_an_example_can_be_taken_in(world):
    titles, values = zip(*imports.example(), strict=True)
    file = "\n".join(",".join(f'"{one}"' for one in row) for row in (titles, values)).encode()
    (line,) = imports.lines(file, "bank.csv", "ILS")
    assert (line.bank_id, line.amount, line.payer) == ("20417", 1_250_00, values[3])
