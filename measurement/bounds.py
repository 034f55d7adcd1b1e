"""What a reader can work out about hidden whole numbers from the sums around them.

Interface:
    unproven(unknowns, sums, width) -> set of keys
        unknowns  {key: Unknown(value, low, high)}   the truth, and what the reader knows of it beforehand
        sums      [{key: factor}]                    each adds up to something the reader knows
        the keys for which no two worlds were found, both fitting everything known, that lie `width` apart

A cell is safe only when such a pair of worlds is in hand, so a mistake here can hide too much and never too little.
The worlds are corners of a linear programme walked from the truth with bounded variables and exact fractions; where
sums form tables with rows and columns every corner is whole, and the answer is exact. It knows nothing of measures.
"""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

Exact = int | Fraction
_ENDLESS = 1000  # an open side is taken as this many widths; worlds farther apart prove nothing more
_STEPS = 400  # corners walked for one end of one cell before it counts as unproven


@dataclass(frozen=True)
class Unknown:
    """A hidden number: what it is, and between what a reader knows it to lie; None is open."""

    value: int
    low: int | None = 0
    high: int | None = None


def unproven(unknowns: Mapping[Hashable, Unknown], sums: Sequence[Mapping[Hashable, int]], width: int) -> set[Hashable]:
    """The keys a reader might pin down closer than `width`."""
    left: set[Hashable] = set()
    for keys, rows in components(unknowns, sums):
        left |= _Walk({key: unknowns[key] for key in keys}, rows, width).unproven()
    return left


def components(
    keys: Collection[Hashable], sums: Sequence[Mapping[Hashable, int]]
) -> list[tuple[list[Hashable], list[dict[Hashable, int]]]]:
    """Keys that share a sum, directly or by others, with the sums among them; in the order of the keys."""
    order = {key: place for place, key in enumerate(keys)}
    root = {key: key for key in keys}

    def find(key: Hashable) -> Hashable:
        while root[key] != key:
            root[key] = root[root[key]]
            key = root[key]
        return key

    rows = [{key: factor for key, factor in row.items() if key in order and factor} for row in sums]
    rows = [row for row in rows if row]
    for row in rows:
        first, *others = (find(key) for key in row)
        for other in others:
            root[find(other)] = find(first)
    groups: dict[Hashable, tuple[list[Hashable], list[dict[Hashable, int]]]] = {}
    for key in order:
        groups.setdefault(find(key), ([], []))[0].append(key)
    for row in rows:
        groups[find(next(iter(row)))][1].append(row)
    return list(groups.values())


class _Walk:
    """One group of unknowns: a basis, a current world, and the span of whole-numbered worlds seen so far."""

    def __init__(self, unknowns: Mapping[Hashable, Unknown], rows: Sequence[Mapping[Hashable, int]], width: int):
        self.keys = list(unknowns)
        self.width = width
        reach = _ENDLESS * width
        given = list(unknowns.values())
        self.world: list[Exact] = [one.value for one in given]
        self.low = [min(one.value, one.value - reach if one.low is None else one.low) for one in given]
        self.high = [max(one.value, one.value + reach if one.high is None else one.high) for one in given]
        self.least: list[Exact] = list(self.world)
        self.most: list[Exact] = list(self.world)
        self.rows: list[list[Exact]] = []
        self.basis: list[int] = []  # the unknown that each row is solved for
        for row in rows:
            self._add([row.get(key, 0) for key in self.keys])

    def _add(self, row: list[Exact]) -> None:
        for known, solved in zip(self.rows, self.basis, strict=True):
            _subtract(row, known, row[solved])
        pivot = next((place for place, factor in enumerate(row) if factor), None)
        if pivot is None:
            return  # it follows from the others
        self.rows.append(row)
        self.basis.append(pivot)
        self._solve(len(self.rows) - 1, pivot)

    def _solve(self, place: int, column: int) -> None:
        """Make the row say: this unknown is what the others leave."""
        row = self.rows[place]
        factor = row[column]
        row[:] = [_divided(one, factor) for one in row]
        for other_place, other in enumerate(self.rows):
            if other_place != place:
                _subtract(other, row, other[column])
        self.basis[place] = column

    def unproven(self) -> set[Hashable]:
        return {key for place, key in enumerate(self.keys) if not self._proves(place)}

    def _proven(self, place: int) -> bool:
        return self.most[place] - self.least[place] >= self.width

    def _proves(self, place: int) -> bool:
        for sign in (1, -1):
            for _step in range(_STEPS):
                if self._proven(place) or not self._step(place, sign):
                    break
        return self._proven(place)

    def _gains(self, place: int, sign: int) -> list[tuple[int, Exact]]:
        """What the aim gains for each free unknown that grows by one."""
        if place not in self.basis:
            return [(place, sign)]
        row = self.rows[self.basis.index(place)]
        solved = set(self.basis)
        return [(one, -sign * factor) for one, factor in enumerate(row) if factor and one not in solved]

    def _step(self, place: int, sign: int) -> bool:
        """Go to the next corner; False at the end. The lowest number enters and leaves, so that it never circles."""
        for entering, gain in self._gains(place, sign):
            way = 1 if gain > 0 else -1
            room = self.high[entering] - self.world[entering] if way > 0 else self.world[entering] - self.low[entering]
            if room <= 0:
                continue
            self._move(entering, way, room)
            return True
        return False

    def _move(self, entering: int, way: int, room: Exact) -> None:
        leaving = None
        for place, solved in enumerate(self.basis):
            change = -self.rows[place][entering] * way
            if not change:
                continue
            edge = self.high[solved] if change > 0 else self.low[solved]
            limit = _divided(edge - self.world[solved], change)
            if limit < room or (limit == room and leaving is not None and solved < self.basis[leaving]):
                room, leaving = limit, place
        if room > int(room):
            self._note(self._moved(entering, way, int(room)))
        self.world = self._moved(entering, way, room)
        self._note(self.world)
        if leaving is not None:
            self._solve(leaving, entering)

    def _moved(self, entering: int, way: int, far: Exact) -> list[Exact]:
        world = list(self.world)
        world[entering] += way * far
        for place, solved in enumerate(self.basis):
            world[solved] = _whole(world[solved] - self.rows[place][entering] * way * far)
        return world

    def _note(self, world: Sequence[Exact]) -> None:
        if all(isinstance(one, int) or one.denominator == 1 for one in world):
            self.least = [min(pair) for pair in zip(self.least, world, strict=True)]
            self.most = [max(pair) for pair in zip(self.most, world, strict=True)]


def _subtract(row: list[Exact], other: Sequence[Exact], factor: Exact) -> None:
    if factor:
        row[:] = [_whole(one - factor * two) if two else one for one, two in zip(row, other, strict=True)]


def _divided(one: Exact, by: Exact) -> Exact:
    return one if by == 1 else _whole(Fraction(one) / Fraction(by))


def _whole(one: Exact) -> Exact:
    return one.numerator if isinstance(one, Fraction) and one.denominator == 1 else one
