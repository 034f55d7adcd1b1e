"""What is wrong or odd about one organisation's values of one measure: pure rules, all findings at once.

Interface:
    findings(rules, entries, last=None) -> list[Finding]
        rules    Rules: what the definition asks for
        entries  [Entry]: the draft, one per combination ("" is the total)
        last     {combination: result}: the figures of the period before, if there is one
    Rules(aggregation, counts_people=False, decimals=0, low=None, high=None, dimensions=(), jump=…, share=True)
    Dimension(code, categories, complete)        Entry(combination, number=None, weight=None, blank="")
    Finding(code, level, combination, sentence, values), .is_error; level ERROR or WARNING
    codes: missing · part_missing · number_and_blank · weight_missing · denominator_zero · numerator_above ·
           negative · not_whole · too_many_decimals · out_of_range · parts_above_total · parts_below_total · jump
    parts_of(combination) -> {dimension: category}    combination_of({dimension: category}) -> code

An error stops the submission; a warning asks for a reason and travels with the value. It writes nothing and rounds
nothing: a value is what its owner typed.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from kernel.formatting import figure
from kernel.text import sentence
from measurement.rollup import LATEST, MEAN, RATIO, SUM, result_of

ERROR, WARNING = "error", "warning"
_JUMP = Decimal("0.5")
_SMALL_STEP = 5  # a change of fewer people than this is no jump, however large its share


@dataclass(frozen=True)
class Dimension:
    """One way the value is broken down; a complete one names every category there is, so parts make the total."""

    code: str
    categories: Sequence[str] = ()
    complete: bool = False


@dataclass(frozen=True)
class Rules:
    """What a definition asks of a value."""

    aggregation: str = SUM
    counts_people: bool = False
    decimals: int = 0
    low: Decimal | None = None
    high: Decimal | None = None
    dimensions: Sequence[Dimension] = ()
    jump: Decimal = _JUMP
    share: bool = True  # of a ratio: the numerator is a part of the denominator


@dataclass(frozen=True)
class Entry:
    """One cell of the draft."""

    combination: str = ""
    number: Decimal | None = None
    weight: Decimal | None = None
    blank: str = ""


@dataclass(frozen=True)
class Finding:
    """One remark on one cell: a code for tests and the API, a lazy sentence with its values for people."""

    code: str
    level: str
    combination: str
    sentence: Any
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_error(self) -> bool:
        return self.level == ERROR


def parts_of(combination: str) -> dict[str, str]:
    """ "sex=f;district=north" taken apart; the total, "", has no parts."""
    return dict(piece.split("=", 1) for piece in combination.split(";") if piece)


def combination_of(parts: Mapping[str, str]) -> str:
    """The code of a combination: dimensions in alphabetical order, so that one cell has one code."""
    return ";".join(f"{dimension}={parts[dimension]}" for dimension in sorted(parts))


def unknown_part(combination: str, categories: Collection[str]) -> str:
    """The first part of a combination that is none of these (`sex=f`), or nothing."""
    return next((part for part in combination.split(";") if part and part not in categories), "")


def findings(rules: Rules, entries: Iterable[Entry], last: Mapping[str, Decimal] | None = None) -> list[Finding]:
    """Everything there is to say, in the order of the entries; the same draft always gives the same list."""
    given = list(entries)
    cells = {entry.combination: entry for entry in given}
    found = list(_completeness(rules, cells))
    for entry in given:
        found.extend(_cell(rules, entry))
        found.extend(_jump(rules, entry, (last or {}).get(entry.combination)))
    found.extend(_parts_and_totals(rules, cells))
    return found


def errors_of(rules: Rules, entry: Entry) -> list[Finding]:
    """What stops a report in one cell by itself, whatever stands beside it."""
    return [one for one in _cell(rules, entry) if one.is_error]


def _filled(entry: Entry | None) -> bool:
    return entry is not None and (entry.number is not None or bool(entry.blank))


def _completeness(rules: Rules, cells: Mapping[str, Entry]) -> Iterator[Finding]:
    derivable = any(
        dimension.complete and all(_filled(cells.get(f"{dimension.code}={one}")) for one in dimension.categories)
        for dimension in rules.dimensions
        if dimension.categories
    )
    if not _filled(cells.get("")) and not derivable:
        yield Finding(
            "missing", WARNING, "", _("No value is given: fill it in, or say that it is not applicable, and why.")
        )
    for dimension in rules.dimensions:
        codes = [f"{dimension.code}={one}" for one in dimension.categories]
        gaps = [code for code in codes if not _filled(cells.get(code))]
        if dimension.complete and gaps and len(gaps) < len(codes):
            for code in gaps:
                yield Finding(
                    "part_missing",
                    WARNING,
                    code,
                    _("This category is empty, while others beside it are filled in: fill it in, or say why not."),
                )


def _cell(rules: Rules, entry: Entry) -> Iterator[Finding]:
    where = entry.combination
    if entry.blank and entry.number is not None:
        yield Finding(
            "number_and_blank", ERROR, where, _("A number and a blank stand in one cell: keep only one of them.")
        )
    if entry.number is None:
        return
    number, weight = entry.number, entry.weight
    if rules.aggregation in (RATIO, MEAN):
        yield from _weight(rules, entry)
    for value in (number, weight):
        if value is None:
            continue
        if rules.counts_people and value < 0:
            yield _finding(
                "negative", ERROR, where, _("%(value)s is below zero, and people are counted: correct it."), value=value
            )
        is_count = rules.counts_people and not (rules.aggregation == MEAN and value is number)
        if is_count and value != value.to_integral_value():
            yield _finding(
                "not_whole", ERROR, where, _("%(value)s is not a whole number of people: correct it."), value=value
            )
    if rules.aggregation in (SUM, LATEST, MEAN) and _places(number) > rules.decimals:
        yield _finding(
            "too_many_decimals",
            ERROR,
            where,
            _("%(value)s has more digits after the point than the definition asks for: write %(mend)s."),
            value=number,
            mend=number.quantize(Decimal(1).scaleb(-rules.decimals)),
        )
    yield from _range(rules, entry)


def _weight(rules: Rules, entry: Entry) -> Iterator[Finding]:
    number, weight, where = entry.number, entry.weight, entry.combination
    if weight is None:
        yield _finding(
            "weight_missing",
            ERROR,
            where,
            _("%(value)s stands without the number it is out of: fill that in too."),
            value=number,
        )
    elif weight == 0:
        level = WARNING if not number else ERROR
        yield _finding(
            "denominator_zero",
            level,
            where,
            _("%(value)s out of zero has no result: check both numbers."),
            value=number,
        )
    elif rules.aggregation == RATIO and rules.share and number is not None and number > weight:
        yield _finding(
            "numerator_above",
            ERROR,
            where,
            _("%(value)s out of %(weight)s is more than the whole: check both numbers."),
            value=number,
            weight=weight,
        )


def _range(rules: Rules, entry: Entry) -> Iterator[Finding]:
    result = result_of(rules.aggregation, entry.number, entry.weight)
    if result is None:
        return
    if rules.counts_people and result < 0:
        return  # `negative` has told it already, and stops the report
    below = rules.low is not None and result < rules.low
    if below or (rules.high is not None and result > rules.high):
        yield (
            _finding(
                "out_of_range",
                WARNING,
                entry.combination,
                _("%(value)s is lower than expected (%(limit)s): correct it, or say why."),
                value=result,
                limit=rules.low,
            )
            if below
            else _finding(
                "out_of_range",
                WARNING,
                entry.combination,
                _("%(value)s is higher than expected (%(limit)s): correct it, or say why."),
                value=result,
                limit=rules.high,
            )
        )


def _jump(rules: Rules, entry: Entry, before: Decimal | None) -> Iterator[Finding]:
    now = result_of(rules.aggregation, entry.number, entry.weight)
    if now is None or not before:
        return  # from zero every change is endless, and says nothing
    is_count = rules.aggregation in (SUM, LATEST)
    if abs(now - before) <= rules.jump * abs(before) or (is_count and abs(now - before) < _SMALL_STEP):
        return
    template = (
        _("The value fell from %(before)s to %(value)s: correct it, or say why.")
        if now < before
        else _("The value rose from %(before)s to %(value)s: correct it, or say why.")
    )
    yield _finding("jump", WARNING, entry.combination, template, value=now, before=before)


def _parts_and_totals(rules: Rules, cells: Mapping[str, Entry]) -> Iterator[Finding]:
    """Every cell is compared with its parts along every dimension that it is not broken down by yet."""
    if rules.aggregation == MEAN:
        return
    for combination, whole in cells.items():
        if whole.number is None:
            continue
        here = parts_of(combination)
        for dimension in rules.dimensions:
            if dimension.code in here or not dimension.categories:
                continue
            parts = [cells.get(combination_of(here | {dimension.code: one})) for one in dimension.categories]
            yield from _compared(whole, parts, dimension)


def _compared(whole: Entry, parts: Sequence[Entry | None], dimension: Dimension) -> Iterator[Finding]:
    """Parts above the total never fit; parts below it only where all of a complete dimension are there."""
    for name in ("number", "weight"):
        total = getattr(whole, name)
        given = [getattr(part, name) for part in parts if part is not None and getattr(part, name) is not None]
        if total is None or not given:
            continue
        added = sum(given, Decimal())
        values = {"parts": added, "total": total, "dimension": dimension.code}
        if added > total:
            level = ERROR if dimension.complete else WARNING
            template = _("The parts add up to %(parts)s, more than the total %(total)s: correct one of them.")
            yield _finding("parts_above_total", level, whole.combination, template, **values)
        elif added < total and dimension.complete and len(given) == len(parts):
            template = _("The parts add up to %(parts)s, less than the total %(total)s: correct one of them.")
            yield _finding("parts_below_total", ERROR, whole.combination, template, **values)


def _places(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _finding(code: str, level: str, combination: str, template: Any, **values: Any) -> Finding:
    shown = {name: figure(value) if isinstance(value, Decimal) else value for name, value in values.items()}
    return Finding(code, level, combination, sentence(template, **shown), values)
