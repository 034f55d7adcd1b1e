"""A file of the bank on its way in: its columns in the words of banks, and what its lines become. It writes nothing.

Either one column of signed amounts, or two of money in and out. The total that the bank states is compared, if given.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from funding.models import BankAccount
from funding.services.bank import Line
from kernel import importing, intake, money
from kernel.errors import Invalid
from kernel.files.sheets import FileRefused
from kernel.importing import DateColumn, NumberColumn, Preview, TextColumn
from kernel.text import sentence

COLUMNS = (
    TextColumn(code="reference", title=_("Reference"), longest=60, others=[pgettext_lazy("bank", "Reference number")]),
    DateColumn(code="date", title=_("Date"), others=[_("Value date"), pgettext_lazy("bank", "Value date")]),
    NumberColumn(code="amount", title=_("Amount"), required=False),
    NumberColumn(code="credit", title=_("Credit"), required=False),
    NumberColumn(code="debit", title=_("Debit"), required=False),
    TextColumn(code="payer", title=_("Payer or payee"), required=False, longest=200),
    TextColumn(
        code="details", title=_("Details"), required=False, longest=300, others=[pgettext_lazy("bank", "Description")]
    ),
    TextColumn(code="currency", title=_("Currency"), required=False, longest=3),
)


def example() -> Sequence[tuple[Any, str]]:
    """One line as a bank gives it: the title of each column with its value."""
    values = {
        "reference": "20417",
        "date": "31/12/2026",
        "amount": "1,250.00",
        "payer": gettext("An example foundation"),
        "details": gettext("Second instalment"),
    }
    return [(column.title, values[column.code]) for column in COLUMNS if column.code in values]


def preview(data: bytes, name: str) -> Preview:
    """Every line understood, or every reason why not."""
    return importing.read(intake.read(data, name), COLUMNS, key=("reference",))


def lines(data: bytes, name: str, currency: str) -> Sequence[Line]:
    """The lines of the file, or the first reasons why not: another currency, three decimals, no amount."""
    found = preview(data, name)
    if not found.ok:
        first = [str(one) for one in found.findings[:5]]
        raise Invalid(" ".join(first), "file", fields={"file": first})
    out = []
    for row in found.rows:
        given = row.values.get("currency") or currency
        if given.upper() != currency:
            template = _("Row %(row)s is in %(given)s and the account is in %(currency)s: send one file for each.")
            raise Invalid(sentence(template, row=row.number, given=given, currency=currency), "two_currencies")
        amount = _amount(row.values.get("amount"), row.values.get("credit"), row.values.get("debit"))
        if amount is None:
            raise Invalid(sentence(_("Row %(row)s holds no amount."), row=row.number), "no_amount")
        out.append(
            Line(
                bank_id=row.values["reference"],
                on=row.values["date"] or date.min,
                amount=_minor(amount, currency, row.number),
                payer=row.values.get("payer") or "",
                text=row.values.get("details") or "",
                row=row.number,
            )
        )
    return out


def taken(file: Any, account: BankAccount, total: int | None, listed: int) -> dict[str, Any]:
    """What `bank.take_in` takes of an uploaded file. A damaged one is refused with the first `listed` reasons."""
    data = file.read()
    try:
        found = lines(data, file.name, account.currency)
    except FileRefused as refusal:
        reasons = [str(one) for one in refusal.findings[:listed]]
        raise Invalid(str(refusal), "file", fields={"file": reasons}) from None
    return {"account": account, "name": file.name, "hash": intake.fingerprint(data), "lines": found, "total": total}


def _amount(signed: Decimal | None, credit: Decimal | None, debit: Decimal | None) -> Decimal | None:
    if signed is not None:
        return signed
    if credit is None and debit is None:
        return None
    return (credit or Decimal()) - abs(debit or Decimal())


def _minor(amount: Decimal, currency: str, row: int) -> int:
    try:
        return money.from_decimal(amount, currency).minor
    except money.InvalidMoney as refusal:
        raise Invalid(sentence(_("Row %(row)s: %(why)s"), row=row, why=str(refusal)), refusal.code) from None
