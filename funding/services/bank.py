"""What the bank says, taken in: lines once by the bank's own reference, each positive one a receipt that waits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from funding import ledger
from funding.models import (
    HOME,
    BankAccount,
    BankFile,
    BankLine,
    EntryKind,
    Fund,
    JournalEntry,
    PaymentState,
    Receipt,
    Reconciliation,
    Restriction,
)
from funding.policies import bank as policies
from funding.selectors import matching
from funding.services import funds, journal
from funding.services.recording import note
from kernel import clock, writing
from kernel.actor import Actor
from kernel.errors import Conflict, Invalid, Refused
from kernel.formatting import amount, day_words
from kernel.permissions import require
from kernel.text import sentence
from partners.selectors import mandates

_CLOSED_LINE = _("The books are closed until %(day)s: choose a later day, and write the bank's own day in the details.")
_LATER = _("This day is still to come: choose today or an earlier one.")


@dataclass(frozen=True)
class Line:
    """One line of a statement as a file or a person gave it; `row` is its place in the file."""

    bank_id: str
    on: date
    amount: int
    payer: str = ""
    text: str = ""
    row: int = 0


@transaction.atomic
def open_account(*, actor: Actor, fund: Fund, values: Mapping[str, Any]) -> BankAccount:
    """The treasurer. The fund's account of a currency; one each. Makes the bucket where its money waits."""
    require(policies.may_open_account(actor, fund))
    account = BankAccount(fund=fund, **writing.cleaned(values, names=["name"]))
    writing.validate(account)
    writing.inserted(account, _("The fund has an account of this currency already."))
    funds.waiting_bucket(fund, account.currency)
    note(actor, "account.opened", account, fund, {"currency": [None, account.currency]})
    return account


@transaction.atomic
def take_in(
    *, actor: Actor, account: BankAccount, name: str, hash: str, lines: Sequence[Line], total: int | None = None
) -> tuple[BankFile, bool]:
    """The treasurer. The lines of a file, all or nothing; gives the file and whether it was new.

    The same file again changes nothing. Refuses, with the rows, a reference seen before with another amount, a total
    that does not match, a day to come or in a closed period.
    """
    require(policies.may_import(actor, account.fund))
    there = BankFile.objects.filter(account=account, hash=hash).first()
    if there is not None:
        return there, False
    new = _new_lines(account, lines, total)
    file = BankFile(
        account=account, name=name[:200], hash=hash, rows_count=len(lines), new_count=len(new), by_id=actor.user_id,
        at=clock.now(),
    )  # fmt: skip
    try:
        with transaction.atomic():
            file.save(force_insert=True)
    except IntegrityError:  # somebody sent the same bytes at the same time, and was first
        return BankFile.objects.get(account=account, hash=hash), False
    _record(actor, account, new, file)
    note(actor, "bank.imported", file, account.fund, {"rows": [None, len(lines)], "new": [None, len(new)]})
    return file, True


def _refuse_odd(account: BankAccount, lines: Sequence[Line], total: int | None) -> None:
    """A file without a line, of days to come, with another total than it states, with amounts of zero."""
    if not lines:
        raise Invalid(_("The file holds no line."), "empty")
    today = clock.today()
    later = [line for line in lines if line.on > today]
    if later:
        told = ngettext(
            "The bank books nothing on a day to come: mend the date in row %(rows)s.",
            "The bank books nothing on a day to come: mend the date in rows %(rows)s.",
            len(later),
        )
        raise Invalid(sentence(told, rows=_rows([line.row for line in later])), "to_come")
    if total is not None and total != sum(line.amount for line in lines):
        found = amount(sum(line.amount for line in lines), account.currency)
        template = _("The lines add up to %(found)s and the file says %(total)s: a line is missing or was changed.")
        raise Invalid(sentence(template, found=found, total=amount(total, account.currency)), "total")
    empty = [line.row for line in lines if not line.amount]
    if empty:
        told = ngettext(
            "Row %(rows)s holds an amount of zero: take it out of the file, or mend its amount.",
            "Rows %(rows)s hold an amount of zero: take them out of the file, or mend their amounts.",
            len(empty),
        )
        raise Invalid(sentence(told, rows=_rows(empty)), "changed_lines")


def _new_lines(account: BankAccount, lines: Sequence[Line], total: int | None) -> list[Line]:
    _refuse_odd(account, lines, total)
    known = dict(
        BankLine.objects.filter(account=account, bank_id__in=[line.bank_id for line in lines]).values_list(
            "bank_id", "amount"
        )
    )
    wrong: list[int] = []
    new: dict[str, Line] = {}
    for line in lines:
        before = known.get(line.bank_id, new[line.bank_id].amount if line.bank_id in new else None)
        if before is not None and before != line.amount:
            wrong.append(line.row)
        elif before is None:
            new[line.bank_id] = line
    if wrong:
        told = ngettext(
            "The reference in row %(rows)s was seen before with another amount: compare it with the bank's page.",
            "The references in rows %(rows)s were seen before with other amounts: compare them with the bank's page.",
            len(wrong),
        )
        raise Invalid(sentence(told, rows=_rows(wrong)), "changed_lines")
    _refuse_closed(account.fund, list(new.values()))
    return list(new.values())


def _rows(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers[:20]))


def _refuse_closed(fund: Fund, new: Sequence[Line]) -> None:
    """A new line of a closed period is typed with a later day; the file then knows its reference and passes it by."""
    closed = journal.closed_until(fund)
    late = [line for line in new if closed is not None and line.on <= closed]
    if not late:
        return
    day = day_words(closed, "plain")
    if late[0].row:
        told = ngettext(
            "The books are closed until %(day)s, and row %(rows)s is from before: type it as a line of a later day, "
            "with its own reference and the bank's day in the details, and send the file again.",
            "The books are closed until %(day)s, and rows %(rows)s are from before: type each as a line of a later "
            "day, with its own reference and the bank's day in the details, and send the file again.",
            len(late),
        )
        raise Refused(sentence(told, day=day, rows=_rows([line.row for line in late])), "closed_period")
    said = sentence(_CLOSED_LINE, day=day)
    raise Invalid(said, "closed_period", fields={"on": [said]})


def _record(actor: Actor, account: BankAccount, new: Sequence[Line], file: BankFile | None) -> list[BankLine]:
    saved = [
        BankLine(
            account=account, file=file, bank_id=line.bank_id, on=line.on, amount=line.amount, payer=line.payer[:200],
            text=line.text[:300], by_id=actor.user_id, at=clock.now(),
        )
        for line in new
    ]  # fmt: skip
    try:
        with transaction.atomic():
            BankLine.objects.bulk_create(saved, batch_size=500)
    except IntegrityError:
        raise Conflict(_("Some of these lines were taken in just now: send the file again."), "moved_on") from None
    record_receipts(actor, account, [line for line in saved if line.amount > 0])
    return saved


def record_receipts(actor: Actor, account: BankAccount, lines: Sequence[BankLine]) -> None:
    """Money that came is booked at once, as money that waits for its purpose: books equal bank."""
    if not lines:
        return
    fund, currency = account.fund, account.currency
    bucket = funds.waiting_bucket(fund, currency).pk
    events = [(line.on, f"line:{line.public_id}", ledger.recorded(line.amount, bucket, currency)) for line in lines]
    entries = journal.post_many(actor, fund, EntryKind.RECORDED, events)
    stamp = mandates.stamp(actor, initiative=fund.initiative)
    rated = {} if currency == HOME else {"rate": 1, "rate_source": "—"}
    Receipt.objects.bulk_create(
        [
            Receipt(
                fund=fund, line=line, amount=line.amount, currency=currency, on=line.on, entry=entry, **stamp,
                **({**rated, "rate_on": line.on} if rated else {}),
            )
            for line, entry in zip(lines, entries, strict=True)
        ],
        batch_size=500,
    )  # fmt: skip


@transaction.atomic
def add_line(*, actor: Actor, account: BankAccount, line: Line) -> BankLine:
    """The treasurer types one line of the statement. Refuses a day to come, and a reference that is there already."""
    require(policies.may_import(actor, account.fund))
    if not line.bank_id.strip():
        raise Invalid(_("Type the bank's reference of the line."), fields={"bank_id": [_("This is needed.")]})
    if line.on > clock.today():
        raise Invalid(_LATER, "to_come", fields={"on": [_LATER]})
    if BankLine.objects.filter(account=account, bank_id=line.bank_id).exists():
        said = _("A line with this reference is there already: look for it among the bank lines.")
        raise Conflict(said, "there_already")
    saved = _record(actor, account, _new_lines(account, [line], None), None)[0]
    note(actor, "bank.line", saved, account.fund, {"amount": [None, saved.amount]})
    return saved


@transaction.atomic
def charge(*, actor: Actor, line: BankLine, restriction: Restriction) -> JournalEntry:
    """The treasurer. A fee the bank took, borne by a bucket. Refuses a line that is booked, and more than is free."""
    fund = line.account.fund
    require(policies.may_reconcile(actor, fund))
    if line.amount > 0 or is_booked(line):
        raise Invalid(_("This line is no fee, or is booked already."), "not_a_fee")
    legs = ledger.charged(-line.amount, restriction.pk, line.account.currency)
    entry = journal.post(actor, fund, EntryKind.CHARGED, journal.open_day(fund, line.on), source_of(line), legs)
    note(actor, "bank.charged", entry, fund, {"amount": [None, -line.amount], "restriction": [None, str(restriction)]})
    return entry


def is_booked(line: BankLine) -> bool:
    """Whether a line of money out is told by the journal."""
    return not matching.open_lines(line.account.fund).filter(pk=line.pk).exists()


def source_of(line: BankLine) -> str:
    """The key under which the journal tells a line: a new one once what it told before was reversed."""
    told = JournalEntry.objects.filter(fund=line.account.fund_id, source__startswith=f"line:{line.public_id}").count()
    return f"line:{line.public_id}" + (f":{told + 1}" if told else "")


@transaction.atomic
def reconcile(*, actor: Actor, account: BankAccount, until: date, statement: int, text: str = "") -> Reconciliation:
    """The treasurer. Books and statement on a day. Refuses a day to come, a difference or open line not explained."""
    require(policies.may_reconcile(actor, account.fund))
    if until > clock.today():
        raise Invalid(_LATER, "to_come", fields={"until": [_LATER]})
    book = journal.bank(account.fund, account.currency, until)
    waiting = matching.open_lines(account.fund).filter(account=account, on__lte=until).count()
    if account.currency == HOME:  # payments leave in shekels
        waiting += account.fund.payments.filter(state=PaymentState.EXECUTED, executed_on__lte=until).count()
    if (book != statement or waiting) and not text.strip():
        said = _why_open(account, book, statement, waiting)
        raise Invalid(said, "differs", fields={"note": [said]})
    row = Reconciliation(
        account=account, until=until, statement=statement, book=book, open_lines=waiting, by_id=actor.user_id,
        at=clock.now(), **writing.said("note", text.strip(), actor),
    )  # fmt: skip
    writing.inserted(row, _("This day was reconciled already: choose a later one."))
    told = {"until": [None, until], "difference": [None, row.difference]}
    note(actor, "bank.reconciled", row, account.fund, told, title=lambda: f"{account.fund}: {account}")
    return row


def _why_open(account: BankAccount, book: int, statement: int, waiting: int) -> str:
    """What has to be explained, in figures: both balances, and how many lines are open."""
    said = []
    if book != statement:
        words = {
            "book": amount(book, account.currency),
            "statement": amount(statement, account.currency),
            "difference": amount(statement - book, account.currency),
        }
        template = _("The books say %(book)s and the statement %(statement)s, a difference of %(difference)s.")
        said.append(str(sentence(template, **words)))
    if waiting:
        told = ngettext("One line of the statement is open.", "%(count)s lines of the statement are open.", waiting)
        said.append(told % {"count": waiting})
    return " ".join([*said, gettext("Say why.")])


def statement_balance(account: BankAccount, until: date | None = None) -> int:
    """What the lines of the statement add up to."""
    lines = account.lines.all() if until is None else account.lines.filter(on__lte=until)
    return int(lines.aggregate(total=Sum("amount"))["total"] or 0)
