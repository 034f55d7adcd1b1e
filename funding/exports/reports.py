"""The funder's report as a tagged PDF (PDF/UA-1, by Typst) and as a workbook, in the reader's language.

Both hold what the sheet holds and nothing else; the same report in the same language gives the same bytes.
"""

import io
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from documents.typesetting import typeset
from funding.models import HOME, FundReport
from funding.selectors import report_words
from funding.selectors.report_sheet import Sheet, Table
from kernel import exporting, languages
from kernel.exporting import Field
from kernel.formatting import amount, day_words, figure

# The flow's colours on paper; a page takes its own from the style sheet.
PAPER = {
    "": "#5b949e",
    "fund": "#0b5563",
    "third": "#824099",
    "business": "#9a5b06",
    "public": "#2a60ae",
    "avail": "#8a8f94",
}


def as_pdf(report: FundReport, sheet: Sheet) -> bytes:
    """The document."""
    template = settings.BASE_DIR / "templates" / "funding" / "report.typ"
    return typeset(template, _document(sheet), report.at)


def _document(sheet: Sheet) -> dict[str, Any]:
    """The sheet as the template reads it: every figure written, its direction told."""
    drawn = ""
    if sheet.picture is not None:
        drawn = render_to_string("funding/_flow.svg", {"flow": sheet.picture, "tones": PAPER})
    return {
        "language": languages.current(),
        "direction": languages.direction(),
        "title": sheet.title,
        "about": list(sheet.about),
        "said_title": _("In short"),
        "said": list(sheet.said),
        "flow": drawn,
        "flow_title": _("Where it came from, where it went"),
        "flow_words": sheet.picture.summary if sheet.picture is not None else "",
        "tables": [_table(table) for table in sheet.tables],
        "footer": sheet.footer,
    }


def _table(table: Table) -> dict[str, Any]:
    currency = next((place for place, field in enumerate(table.fields) if field.code == "currency"), None)
    shown = [place for place in range(len(table.fields)) if place != currency]
    rows = [
        [_written(table.fields[place], row[place], _currency(table, place, row, currency)) for place in shown]
        for row in table.rows
    ]
    heads = [{"text": str(table.fields[place].title), "figure": table.fields[place].kind != "text"} for place in shown]
    return {"title": table.title, "heads": heads, "rows": rows, "note": table.note}


def _currency(table: Table, place: int, row: tuple[Any, ...], currency: int | None) -> str:
    return HOME if currency is None or table.fields[place].code in table.home else str(row[currency])


def _written(field: Field, value: Any, currency: str) -> dict[str, Any]:
    """A cell: its text, and whether it reads from left to right."""
    if value is None or value == "":
        return {"text": "–", "figure": True}
    if field.kind == "money":
        return {"text": amount(value, currency or HOME), "figure": True}
    if field.kind == "date":
        return {"text": day_words(value, "short"), "figure": True}
    if field.kind == "share":
        return {"text": report_words.percent(value), "figure": True}
    if field.kind in {"whole", "number"}:
        return {"text": figure(value), "figure": True}
    return {"text": str(value), "figure": False}


def as_xlsx(report: FundReport, sheet: Sheet) -> bytes:
    """The workbook: one sheet a table, numbers as numbers, and a first one that says what it is."""
    about = [(line,) for line in (sheet.title, *sheet.about, *sheet.said, sheet.footer)]
    pages = [exporting.Page(_("About"), (Field("about", _("About"), "text", 90),), about)]
    pages += [exporting.Page(table.title, table.fields, _rows(table), table.note) for table in sheet.tables]
    target = io.BytesIO()
    exporting.write_book(target, pages, right_to_left=languages.direction() == "rtl")
    return target.getvalue()


def _rows(table: Table) -> list[Mapping[str, date | Decimal | int | str | None]]:
    return [dict(zip((field.code for field in table.fields), row, strict=True)) for row in table.rows]
