"""Who gets which number: the last step of every outgoing read. Small numbers of people and single partners stay hidden.

Interface:
    apply(table, audience) -> {cell id: Shown}
    hidden_cells(table, consented=frozenset()) -> {cell id: reason}     the same for every outlet, language and format
    sums_of(dimensions, combinations, name=str) -> [Sum]                a measure's cells by combination code
    Table(cells, sums=(), counts_people=True, aggregation="sum", threshold=10, share=True, own={}, hidden_before=())
        own: {organisation: {cell id: (number, weight)}}   what each partner put into a cell, so that a partner who
        subtracts its own part learns no more than a stranger
    Cell(id, number, weight=None, result=None, owners=None)    owners: whose values it holds; None for public figures
    Sum(total, parts, whole=True)      total = Σ parts: a row, a column, a level of the hierarchy, quarters of a year;
                                       whole=False: the parts may leave something over
    Audience.backbone() / .public(consented) / .partner(organisation, consented)
    Shown(number, weight, result, reason), .hidden; reason "" | SMALL | PROTECTING | FEW_PARTNERS

Hidden first: 1 to threshold - 1 people in number, denominator or difference (zero shows), and what fewer than three
partners made, unless they consent. Then the cells nearest in size are hidden to protect these, until `bounds` can show
two possible worlds half a threshold apart for each, to a stranger and to every partner alike. Everybody but backbone
and owner gets the same hidden set, so that two pages laid side by side say no more than one. A hidden value leaves as
None and a reason, never as "<10" inside a number. Numbers that count no people are hidden only for few partners.
"""

from collections.abc import Collection, Hashable, Mapping
from decimal import Decimal

from measurement import bounds
from measurement.bounds import Unknown
from measurement.rollup import MEAN, RATIO
from measurement.tables import FEW_PARTNERS, PROTECTING, SMALL, Audience, Cell, Pair, Shown, Sum, Table, sums_of

__all__ = [
    "FEW_PARTNERS", "PROTECTING", "SMALL", "Audience", "Cell", "Shown", "Sum", "Table",
    "apply", "hidden_cells", "sums_of",
]  # fmt: skip

_FEWEST_PARTNERS = 3
_LARGEST_GROUP = 200  # hidden cells that hang together; a larger group is hidden whole instead of being reckoned
Reasons = dict[str, str]


def apply(table: Table, audience: Audience) -> dict[str, Shown]:
    """The table as this audience may see it."""
    reasons = {} if audience.sees_all else hidden_cells(table, audience.consented)
    shown = {}
    for cell in table.cells:
        reason = "" if _owns(audience.organisation, cell) else reasons.get(cell.id, "")
        shown[cell.id] = Shown(None, None, None, reason) if reason else Shown(cell.number, cell.weight, cell.result)
    return shown


def hidden_cells(table: Table, consented: frozenset[Hashable] = frozenset()) -> Reasons:
    """What stays hidden, and why; deterministic, so that every edition chooses alike."""
    reasons = {cell.id: reason for cell in table.cells if (reason := _primary(table, cell, consented))}
    first = set(reasons)
    while reasons:
        _hide_large_groups(table, reasons)
        leaking = _leaking(table, reasons)
        if not leaking:
            break
        more = _complements(table, reasons, leaking)
        if not more:  # nothing is left to hide: say no longer that these are small
            more = {key: PROTECTING for key, reason in reasons.items() if reason == SMALL}
        if not more:
            break
        reasons |= more
    _release(table, reasons, first)
    return reasons


def _owns(organisation: Hashable, cell: Cell) -> bool:
    return organisation is not None and cell.owners == frozenset({organisation})


def _primary(table: Table, cell: Cell, consented: frozenset[Hashable]) -> str:
    if cell.number is None:
        return ""
    owners = cell.owners
    if owners and len(owners) < _FEWEST_PARTNERS and owners - consented - cell.agreed:
        return FEW_PARTNERS
    if not table.counts_people:
        return ""
    if cell.id in table.hidden_before:
        return PROTECTING
    others = [table.own[one].get(cell.id) for one in sorted(table.own, key=str) if not _owns(one, cell)]
    views: list[Pair] = [(None, None), *(pair for pair in others if pair)]
    return SMALL if any(_is_small(table, cell, own) for own in views) else ""


def _is_small(table: Table, cell: Cell, own: Pair) -> bool:
    """Whether one of the counts, less what the reader put in, is 1 to threshold - 1."""
    return any(0 < value - mine < table.threshold for value, mine in _counts(table, cell, own))


def _counts(table: Table, cell: Cell, own: Pair = (None, None)) -> list[tuple[Decimal, Decimal]]:
    """The counts that add up in this table, each with the reader's own part: one system of sums for each."""
    number, weight = cell.number or Decimal(), cell.weight
    my_number, my_weight = own[0] or Decimal(), own[1] or Decimal()
    if weight is None:
        return [] if table.aggregation == MEAN else [(number, my_number)]
    if table.aggregation == MEAN:
        return [(weight, my_weight)]
    if table.aggregation == RATIO and table.share:
        return [(number, my_number), (weight, my_weight), (weight - number, my_weight - my_number)]
    return [(number, my_number), (weight, my_weight)] if table.aggregation == RATIO else [(number, my_number)]


def _leaking(table: Table, reasons: Reasons) -> dict[str, Hashable]:
    """{cell that somebody might pin down: who (None: anybody)}."""
    leaking: dict[str, Hashable] = {}
    alone = {one for cell in table.cells if cell.id in reasons and cell.owners and len(cell.owners) == 1
             for one in cell.owners}  # fmt: skip
    insiders = alone | {one for one, mine in table.own.items() if any(key in reasons for key in mine)}
    for reader in [None, *sorted(insiders, key=str)]:
        mine = table.own.get(reader, {}) if reader is not None else {}
        for key in _pinned(table, reasons, reader, mine):
            # What only protects a partner's own value from others may be known to that partner, unless people count.
            if reader is None or table.counts_people or reasons[key] != PROTECTING:
                leaking.setdefault(key, reader)
    return leaking


def _pinned(table: Table, reasons: Reasons, reader: Hashable, mine: Mapping[str, Pair]) -> set[str]:
    cells = {cell.id: cell for cell in table.cells if cell.number is not None}
    secret = {key: cells[key] for key in sorted(reasons) if key in cells and not _owns(reader, cells[key])}
    pinned: set[str] = set()
    if not secret:
        return pinned
    scale = 1 if table.counts_people and all(_whole(table, cell) for cell in cells.values()) else 10_000
    width = max(1, table.threshold // 2) * scale if table.counts_people else 1
    # With a share, numerator and rest move freely; the denominator is their sum and needs no system of its own.
    several = max(len(_counts(table, cell)) for cell in secret.values())
    for system in (0, 2) if several == 3 else range(several):
        counted = {key: counts[system] for key, cell in cells.items()
                   if len(counts := _counts(table, cell, mine.get(key, (None, None)))) > system}  # fmt: skip
        unknowns: dict[Hashable, Unknown] = {}
        for key in secret:
            if key in counted:
                value, own = (int(one * scale) for one in counted[key])
                told = reasons[key] == SMALL and table.aggregation not in (RATIO, MEAN)
                low, high = max(own, scale) if told else own, (table.threshold - 1) * scale if told else None
                unknowns[key] = Unknown(value, min(low, value), high if high is None else max(high, value))
        rows = _rows(table, {key: int(value * scale) for key, (value, _own) in counted.items()}, unknowns)
        pinned |= {str(key) for key in bounds.unproven(unknowns, rows, width) if key in secret}
    return pinned


def _whole(table: Table, cell: Cell) -> bool:
    return all(value == value.to_integral_value() for value, _own in _counts(table, cell))


def _rows(table: Table, values: Mapping[str, int], unknowns: dict[Hashable, Unknown]) -> list[dict[Hashable, int]]:
    """The sums as equations; what the parts leave over is one more unknown."""
    rows: list[dict[Hashable, int]] = []
    for place, one in enumerate(table.sums):
        if one.total not in values:
            continue  # nobody sees that total
        parts = [part for part in one.parts if part in values]
        row: dict[Hashable, int] = dict.fromkeys(parts, 1)
        row[one.total] = -1
        if not one.whole or len(parts) < len(one.parts):
            rest = values[one.total] - sum(values[part] for part in parts)
            row[("rest", place)] = 1
            unknowns[("rest", place)] = Unknown(rest, min(0, rest))
        rows.append(row)
    return rows


def _touching(table: Table, key: str) -> list[Sum]:
    return [one for one in table.sums if key == one.total or key in one.parts]


def _complements(table: Table, reasons: Reasons, leaking: Mapping[str, Hashable]) -> Reasons:
    """For each leaking cell the least that can be hidden beside it: in every sum where it stands alone, else in one."""
    cells = {cell.id: cell for cell in table.cells if cell.number is not None}
    more: Reasons = {}
    for key in sorted(leaking):
        touching = _touching(table, key)
        alone = [one for one in touching if sum(part in reasons for part in (one.total, *one.parts)) == 1]
        options = [_options(table, cells, one, reasons, leaking[key]) for one in alone] if alone else []
        if not any(options):
            options = [[option for one in touching for option in _options(table, cells, one, reasons, leaking[key])]]
        if not any(options):  # the leak comes from farther off
            options = [[option for one in table.sums for option in _options(table, cells, one, reasons, leaking[key])
                        if any(part in reasons for part in (one.total, *one.parts))]]  # fmt: skip
        more |= {min(option)[-1]: PROTECTING for option in options if option}
    return more


def _options(
    table: Table, cells: Mapping[str, Cell], one: Sum, reasons: Reasons, reader: Hashable
) -> list[tuple[int, int, Decimal, str]]:
    """Cells of this sum that could be hidden, best first: parts before zeros before the total, never what the reader
    owns; then what leaves no other sum with a single hidden cell, for that would ask for more; then the smallest."""
    found = []
    for key in (one.total, *one.parts):
        cell = cells.get(key)
        if cell is None or key in reasons or _owns(reader, cell):
            continue
        size = abs(cell.weight if cell.weight is not None else cell.number or Decimal())
        others = [other for other in _touching(table, key) if other != one]
        bare = sum(not any(part in reasons for part in (other.total, *other.parts)) for other in others)
        found.append((2 if key == one.total else 1 if not size else 0, bare, size, key))
    return found


def _hide_large_groups(table: Table, reasons: Reasons) -> None:
    """Too many hidden cells that hang together are not reckoned: all that touches them is hidden."""
    rows: list[dict[Hashable, int]] = [dict.fromkeys((one.total, *one.parts), 1) for one in table.sums]
    for keys, _rows_of_group in bounds.components(sorted(reasons), rows):
        if len(keys) > _LARGEST_GROUP:
            everything = bounds.components(sorted({key for row in rows for key in map(str, row)}), rows)
            for group, _rows_of_all in everything:
                if set(group) & set(keys):
                    reasons |= {str(key): reasons.get(str(key), PROTECTING) for key in group}


def _release(table: Table, reasons: Reasons, first: Collection[str]) -> None:
    """Show again what turned out not to be needed, the largest first."""
    sizes = {cell.id: cell.number or Decimal() for cell in table.cells}
    spare = [key for key in reasons if key not in first]
    if len(spare) > _LARGEST_GROUP // 5:
        return
    for key in sorted(spare, key=lambda key: (-sizes.get(key, Decimal()), key)):
        less = {other: reason for other, reason in reasons.items() if other != key}
        if not _leaking(table, less):
            reasons.clear()
            reasons.update(less)
