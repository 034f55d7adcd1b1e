"""The fund's grants in the open format of 360Giving, version 1.4; money into the pool as regrants of kind FRG040.

The schemas stand unchanged in `standards/` (ThreeSixtyGiving/standard, commit 9387abc of 15 July 2026, CC BY 4.0) and
are resolved from there, never over the network. Identifiers use a prefix that is not registered yet: `360G-SHIDRA`.
"""

import json
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from funding.models import Fund, Pledge, Receipt, ReceiptState, Visibility
from funding.selectors import givers, money_page, positions
from kernel import clock, exporting, languages
from kernel.money import Money

PREFIX = "360G-SHIDRA"
FOLDER = Path(__file__).parent.parent / "standards"
POOL, MATCH = "FRG040", "FRG030"


@cache
def validator() -> Draft202012Validator:
    """Checks a package; both versions that the schemas name lead to the one in the folder."""
    grant = json.loads((FOLDER / "360-giving-schema.json").read_text(encoding="utf-8"))
    package = json.loads((FOLDER / "360-giving-package-schema.json").read_text(encoding="utf-8"))
    kept = DRAFT202012.create_resource(grant)  # it names its dialect by http, which no library knows
    address = package["properties"]["grants"]["items"]["$ref"]
    found = Registry().with_resources([(grant["$id"], kept), (address, kept)])
    return Draft202012Validator(package, registry=found, format_checker=_moments())


def _moments() -> FormatChecker:
    """A day alone is no moment: the schema takes exactly one of the two."""
    checker = FormatChecker(formats=())
    checker.checks("date-time", raises=ValueError)(lambda text: "T" in text and bool(datetime.fromisoformat(text)))
    return checker


def _organisation(row: Any) -> dict[str, str]:
    number = row.registration_no
    code = f"IL-{number}" if number else f"{PREFIX}-{row.public_id}"
    return {"id": code, "name": languages.text(row, "name", "en").value}


def _amount(minor: int, currency: str = "ILS") -> float:
    # The standard's schema asks for a JSON number; two decimals of a sum below 2**53 agorot are exact in print.
    return float(Money(minor, currency).decimal)


def grants_out(*funds: Fund) -> Iterable[dict[str, Any]]:
    """What pools of one initiative granted, if their guidelines let grants be published; never a single person's."""
    host = _organisation(_backbone(funds[0]))
    paid = positions.paid_of_many(funds, clock.today())
    rows = money_page.published(*funds).exclude(state="approved")  # decided, and not agreed with the grantee yet
    of = {fund.pk: fund for fund in funds}
    for row in rows.select_related("participation__organisation", "allocation").order_by("fund", "number"):
        fund = of[row.fund_id]
        yield {
            "id": f"{PREFIX}-{fund.public_id}-G{row.number}",
            "title": row.title,
            "description": row.title,
            "currency": "ILS",
            "amountAwarded": _amount(row.amount),
            "amountDisbursed": _amount(paid.get(row.pk, 0)),
            "awardDate": row.awarded_on.isoformat(),
            "plannedDates": [{"startDate": row.starts_on.isoformat(), "endDate": row.ends_on.isoformat()}],
            "recipientOrganization": [_organisation(row.participation.organisation)],
            "fundingOrganization": [host],
            "grantProgramme": [{"code": fund.public_id, "title": languages.text(fund, "name", "en").value}],
            "fromOpenCall": "Yes" if row.allocation.round_id else "No",
        }


def money_in(*funds: Fund) -> Iterable[dict[str, Any]]:
    """What came from funders who let their amount be known, and whose amount gives no other's away."""
    host = _organisation(_backbone(funds[0]))
    today = clock.today()
    promises = givers.pledges_of_many(funds, today, clock.now())
    told = givers.told_of_many(funds, positions.shares_of_many(funds, today), promises)
    known = {giver for one in told.values() for giver in one.givers}
    shown = Pledge.objects.filter(funder__in=known, visibility=Visibility.AMOUNT).exclude(state="drafted")
    matching = set(shown.filter(match_percent__gt=0).values_list("pk", flat=True))
    rows = Receipt.objects.filter(fund__in=funds, instalment__pledge__in=shown).exclude(state=ReceiptState.REVERSED)
    of = {fund.pk: fund for fund in funds}
    for row in rows.select_related("funder__participation__organisation", "instalment").order_by("fund", "pk"):
        fund = of[row.fund_id]
        if row.funder is None or row.instalment is None or row.funder.participation.organisation is None:
            continue
        yield {
            "id": f"{PREFIX}-{fund.public_id}-R{row.public_id}",
            "title": languages.text(fund, "name", "en").value,
            "description": f"Instalment {row.instalment.number}",
            "currency": row.currency,
            "amountAwarded": _amount(row.amount, row.currency),
            "awardDate": row.on.isoformat(),
            "recipientOrganization": [host],
            "fundingOrganization": [_organisation(row.funder.participation.organisation)],
            "regrantType": MATCH if row.instalment.pledge_id in matching else POOL,
        }


def _backbone(fund: Fund) -> Any:
    return (
        fund.initiative.participations.filter(kind="backbone").select_related("organisation").latest("pk").organisation
    )


def package(*funds: Fund) -> dict[str, Any]:
    """The whole file of one initiative's funds, checked against the schema, asked for at once however many they are.

    An empty fund has none: the standard asks for one grant at least.
    """
    body = {"grants": [*grants_out(*funds), *money_in(*funds)] if funds else []}
    if body["grants"]:
        validator().validate(body)
    return body


# The columns of the flat form, by the titles that the standard gives each field.
COLUMNS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Identifier", ("id",)),
    ("Title", ("title",)),
    ("Description", ("description",)),
    ("Currency", ("currency",)),
    ("Amount Awarded", ("amountAwarded",)),
    ("Amount Disbursed", ("amountDisbursed",)),
    ("Award Date", ("awardDate",)),
    ("Planned Dates:Start Date", ("plannedDates", "startDate")),
    ("Planned Dates:End Date", ("plannedDates", "endDate")),
    ("Recipient Org:Identifier", ("recipientOrganization", "id")),
    ("Recipient Org:Name", ("recipientOrganization", "name")),
    ("Funding Org:Identifier", ("fundingOrganization", "id")),
    ("Funding Org:Name", ("fundingOrganization", "name")),
    ("Grant Programme:Code", ("grantProgramme", "code")),
    ("Grant Programme:Title", ("grantProgramme", "title")),
    ("From An Open Call?", ("fromOpenCall",)),
    ("For Regrant Type", ("regrantType",)),
)


def as_csv(rows: Iterable[dict[str, Any]]) -> bytes:
    """The same rows in the flat form of the standard; an empty one is its heads."""
    fields = [exporting.Field(title, title) for title, _path in COLUMNS]
    cells = ([_cell(row, path) for _title, path in COLUMNS] for row in rows)
    return b"".join(exporting.csv_chunks(fields, cells))


def _cell(row: dict[str, Any], path: tuple[str, ...]) -> str:
    value: Any = row.get(path[0], "")
    if len(path) > 1 and value:
        value = value[0][path[1]]
    return f"{value:.2f}" if isinstance(value, float) else str(value)
