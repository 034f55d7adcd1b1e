"""Columns of a file: each finds its cell, cleans it and can describe itself; a preview says everything at once.

Interface:
    read(sheet, columns, key=(), styles={}) -> Preview         after `kernel.intake.read(data, name)` gave the sheet
    TextColumn, NumberColumn, DateColumn, PeriodColumn, ChoiceColumn (code, title, required=True, …)
        .describe() -> lazy sentence for the template file and the help page;  .clean(value) -> value, or raises Unclean
        a title is found by the column's code, or by its title in any language of the setting, or by `others`
    Preview(columns, rows, findings, more, notes, ignored, questions), .ok
        columns    {code: place in the file}
        rows       [CleanRow(number, values: {code: value}, blanks: {code: kind of blank})]
        findings   at most 200; `more` is the count of the rest
        notes      what was read with a remark
        ignored    titles that no column knows
        questions  {code: (text, {style: Decimal})}: numbers with two senses, to be asked once for the column and
                   answered in `styles={code: numbers.Style}`
    key: codes of the columns that name a cell; the same key in two rows is a finding

A number column gives a Decimal, or None with its kind of blank. It writes nothing: after the person confirms, the rows
go one by one through the same act as the page.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from kernel import numbers
from kernel.files.columns import ChoiceColumn, Column, DateColumn, NumberColumn, PeriodColumn, TextColumn, Unclean
from kernel.files.sheets import LISTED, ErrorCell, Finding, FormulaCell, Row, Sheet, is_blank
from kernel.text import sentence, shown, unique_key

__all__ = [
    "ChoiceColumn", "CleanRow", "Column", "DateColumn", "NumberColumn", "PeriodColumn", "Preview", "TextColumn",
    "Unclean", "read",
]  # fmt: skip

# Texts of a column that are remembered: a long file must need no more memory than a short one.
REMEMBERED = 5000


@dataclass(frozen=True)
class CleanRow:
    """One row, understood."""

    number: int
    values: dict[str, Any]
    blanks: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Preview:
    """Everything a person should see before saying yes."""

    columns: dict[str, int]
    rows: list[CleanRow]
    findings: list[Finding]
    more: int = 0
    notes: Sequence[Finding] = ()
    ignored: Sequence[str] = ()
    questions: Mapping[str, tuple[str, dict[str, Decimal]]] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        return not self.findings


def read(
    sheet: Sheet,
    columns: Sequence[Column],
    key: Sequence[str] = (),
    styles: Mapping[str, numbers.Style] | None = None,
) -> Preview:
    """Clean every row, collect every error, change nothing."""
    chosen = [
        replace(column, style=styles[column.code])
        if styles and isinstance(column, NumberColumn) and column.code in styles
        else column
        for column in columns
    ]
    places = _places(sheet, chosen)
    missing = [column for column in chosen if column.required and column.code not in places]
    if missing:
        return Preview(places, [], [_missing(missing)], notes=sheet.notes, ignored=_ignored(sheet, places))
    rows: list[CleanRow] = []
    findings: list[Finding] = []
    there: list[tuple[Column, int, dict[str, Any]]]
    there = [(column, places[column.code], {}) for column in chosen if column.code in places]
    for row in sheet.rows:
        clean, wrong = _clean(row, there)
        findings += wrong
        rows.append(clean)
    findings += _doubles(rows, [code for code in key if code in places])
    findings.sort(key=lambda one: (one.row or 0, one.column if one.column is not None else -1))
    return Preview(
        columns=places,
        rows=rows,
        findings=findings[:LISTED],
        more=max(0, len(findings) - LISTED),
        notes=sheet.notes,
        ignored=_ignored(sheet, places),
        questions={} if styles else dict(_questions(sheet, [column for column, *_rest in there], places)),
    )


def _places(sheet: Sheet, columns: Iterable[Column]) -> dict[str, int]:
    titles = {unique_key(str(title)): place for place, title in enumerate(sheet.header.values) if not is_blank(title)}
    found = {}
    for column in columns:
        place = next((titles[name] for name in map(unique_key, column.titles()) if name in titles), None)
        if place is not None:
            found[column.code] = place
    return found


def _ignored(sheet: Sheet, places: Mapping[str, int]) -> list[str]:
    known = set(places.values())
    return [str(one) for place, one in enumerate(sheet.header.values) if place not in known and not is_blank(one)]


def _listed(columns: Sequence[Column]) -> str:
    return shown(", ".join(str(column.title) for column in columns))


# The titles in the language of whoever reads the sentence, not of the worker that read the file.
_titles = lazy(_listed, str)


def _missing(columns: Sequence[Column]) -> Finding:
    if len(columns) == 1:
        return Finding("missing_column", sentence(_("The column %(title)s is missing."), title=_titles(columns)))
    template = _("The columns %(titles)s and %(last)s are missing.")
    return Finding("missing_column", sentence(template, titles=_titles(columns[:-1]), last=_titles(columns[-1:])))


def _clean(row: Row, columns: Sequence[tuple[Column, int, dict[str, Any]]]) -> tuple[CleanRow, list[Finding]]:
    """The row; each column remembers what its texts became, for the same ones come again and again."""
    clean, findings = CleanRow(row.number, {}), []
    for column, place, known in columns:
        value = row[place]
        if type(value) is str and value in known:
            cleaned = known[value]
        else:
            try:
                cleaned = _cell(column, value)
            except Unclean as error:
                findings.append(Finding(error.code, error.sentence, row.number, place))
                continue
            if type(value) is str and len(known) < REMEMBERED:
                known[value] = cleaned
        if isinstance(cleaned, numbers.Reading):
            if cleaned.blank:
                clean.blanks[column.code] = cleaned.blank
            cleaned = cleaned.value
        clean.values[column.code] = cleaned
    return clean, findings


def _cell(column: Column, value: Any) -> Any:
    if isinstance(value, ErrorCell):
        raise Unclean("error_cell", sentence(_("%(value)s is an error, not a number."), value=str(value)))
    if isinstance(value, FormulaCell):
        raise Unclean("formula", _("a formula without a saved result: paste values."))
    if isinstance(column, NumberColumn):
        return column.clean(value)
    if is_blank(value):
        if column.required:
            raise Unclean("empty_cell", _("the cell is empty: fill it in."))
        return None
    return column.clean(value)


def _doubles(rows: Iterable[CleanRow], key: Sequence[str]) -> Iterator[Finding]:
    seen: dict[tuple[Any, ...], int] = {}
    for row in rows if key else ():
        if any(code not in row.values for code in key):
            continue
        name = tuple(row.values[code] for code in key)
        if name in seen:
            yield Finding(
                "double_row",
                sentence(
                    _("Rows %(first)s and %(second)s give the same cell twice."), first=seen[name], second=row.number
                ),
                row.number,
            )
        seen.setdefault(name, row.number)


def _questions(
    sheet: Sheet, columns: Iterable[Column], places: Mapping[str, int]
) -> Iterator[tuple[str, tuple[str, dict[str, Decimal]]]]:
    for column in columns:
        if not isinstance(column, NumberColumn):
            continue
        known: set[str] = set()
        for row in sheet.rows:
            value = row[places[column.code]]
            if isinstance(value, str) and not value.isdigit() and value not in known:
                known.add(value)
                senses = numbers.readings(value)
                if len(set(senses.values())) > 1:
                    yield column.code, (value, senses)
                    break
