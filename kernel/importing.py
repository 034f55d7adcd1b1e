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
from kernel.files.sheets import LISTED, ErrorCell, Finding, FormulaCell, Sheet, is_blank
from kernel.text import sentence, shown, unique_key

__all__ = [
    "ChoiceColumn", "CleanRow", "Column", "DateColumn", "NumberColumn", "PeriodColumn", "Preview", "TextColumn",
    "Unclean", "read",
]  # fmt: skip

# Texts of a column that are remembered: a long file must need no more memory than a short one.
REMEMBERED = 5000


@dataclass(slots=True)
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
    there = [(column, places[column.code]) for column in chosen if column.code in places]
    rows, findings = _clean(sheet, there)
    findings += _doubles(rows, [column for column, _place in there if column.code in key])
    findings.sort(key=lambda one: (one.row or 0, one.column if one.column is not None else -1))
    return Preview(
        columns=places,
        rows=rows,
        findings=findings[:LISTED],
        more=max(0, len(findings) - LISTED),
        notes=sheet.notes,
        ignored=_ignored(sheet, places),
        questions={} if styles else dict(_questions(sheet, [column for column, _place in there], places)),
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


def _clean(sheet: Sheet, columns: Sequence[tuple[Column, int]]) -> tuple[list[CleanRow], list[Finding]]:
    """The rows, cleaned column by column; a cell that was refused is not among its row's values."""
    cleaned = [_column(column, sheet.column(place)) for column, place in columns]
    codes = [column.code for column, _place in columns]
    each = list(zip(*(one.values for one in cleaned), strict=True)) or [()] * len(sheet.rows)
    rows = [
        CleanRow(row.number, dict(zip(codes, values, strict=True)))
        for row, values in zip(sheet.rows, each, strict=True)
    ]
    findings = []
    for (column, place), one in zip(columns, cleaned, strict=True):
        for at, blank in one.blanks:
            rows[at].blanks[column.code] = blank
        for at, error in one.refused:
            del rows[at].values[column.code]
            findings.append(Finding(error.code, error.sentence, rows[at].number, place))
    return rows, findings


@dataclass(slots=True)
class _Cleaned:
    """A column: a value for each row, and which rows hold a kind of blank or were refused."""

    values: list[Any] = field(default_factory=list)
    blanks: list[tuple[int, str]] = field(default_factory=list)
    refused: list[tuple[int, Unclean]] = field(default_factory=list)


def _column(column: Column, given: Iterable[Any]) -> _Cleaned:
    """Clean the cells of a column. What a text became is remembered, for the same ones come again and again."""
    out = _Cleaned()
    known: dict[str, tuple[Any, str]] = {}
    for at, value in enumerate(given):
        if type(value) is str and value in known:
            cleaned, blank = known[value]
        else:
            try:
                cleaned, blank = _parts(_cell(column, value))
            except Unclean as error:
                out.values.append(None)
                out.refused.append((at, error))
                continue
            if type(value) is str and len(known) < REMEMBERED:
                known[value] = cleaned, blank
        if blank:
            out.blanks.append((at, blank))
        out.values.append(cleaned)
    return out


def _parts(cleaned: Any) -> tuple[Any, str]:
    """The value of a cell and its kind of blank."""
    return (cleaned.value, cleaned.blank) if isinstance(cleaned, numbers.Reading) else (cleaned, "")


def _cell(column: Column, value: Any) -> Any:
    if isinstance(value, ErrorCell):
        raise Unclean("error_cell", sentence(_("%(value)s is an error, not a number."), value=str(value)))
    if isinstance(value, FormulaCell):
        raise Unclean("formula", _("The formula holds no saved result: paste values instead."))
    if isinstance(column, NumberColumn):
        return column.clean(value)
    if is_blank(value):
        if column.required:
            raise Unclean("empty_cell", _("The cell is empty: fill it in."))
        return None
    return column.clean(value)


def _doubles(rows: Iterable[CleanRow], key: Sequence[Column]) -> Iterator[Finding]:
    seen: dict[tuple[Any, ...], int] = {}
    for row in rows if key else ():
        try:
            name = tuple([row.values[column.code] for column in key])
        except KeyError:
            continue  # one of its cells was refused
        if seen.setdefault(name, row.number) != row.number:
            yield Finding(
                "double_row",
                sentence(
                    _("Rows %(first)s and %(second)s are alike in %(titles)s: keep one of them."),
                    first=seen[name],
                    second=row.number,
                    titles=_titles(key),
                ),
                row.number,
            )


def _questions(
    sheet: Sheet, columns: Iterable[Column], places: Mapping[str, int]
) -> Iterator[tuple[str, tuple[str, dict[str, Decimal]]]]:
    for column in columns:
        if not isinstance(column, NumberColumn):
            continue
        for value in dict.fromkeys(sheet.column(places[column.code])):
            if isinstance(value, str) and not value.isdigit():
                senses = numbers.readings(value)
                if len(set(senses.values())) > 1:
                    yield column.code, (value, senses)
                    break
