"""Suppression: small numbers, single partners, and nothing that subtraction could bring back."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from measurement import suppression
from measurement.rollup import MEAN, RATIO
from measurement.suppression import FEW_PARTNERS, PROTECTING, SMALL, Audience, Cell, Sum, Table
from tests.measurement.attacker import attack, leaks

MANY = frozenset(range(10))


def cell(name, number, weight=None, result=None, owners=MANY):
    number, weight, result = (None if one is None else Decimal(one) for one in (number, weight, result))
    return Cell(name, number, weight, result, owners)


def crossed(rows):
    """A two-way table with its totals from {row: {column: number}}."""
    columns = list(next(iter(rows.values())))
    cells = {f"{row}{column}": number for row, line in rows.items() for column, number in line.items()}
    sums = [Sum(f"{row}*", tuple(f"{row}{column}" for column in columns)) for row in rows]
    sums += [Sum(f"*{column}", tuple(f"{row}{column}" for row in rows)) for column in columns]
    sums += [Sum("**", tuple(f"{row}*" for row in rows)), Sum("**", tuple(f"*{column}" for column in columns))]
    for one in sums:
        cells[one.total] = sum(cells[part] for part in one.parts)
    return Table([cell(name, number) for name, number in cells.items()], sums)


def statements(table, shown, extra=()):
    """What a reader of this table knows."""
    known = [
        ({one.total: -1} | dict.fromkeys(one.parts, 1), 0, 0)
        if one.whole
        else ({one.total: 1} | dict.fromkeys(one.parts, -1), 0, 10**6)
        for one in table.sums
    ]
    for name, figure in shown.items():
        if not figure.hidden:
            known.append(({name: 1}, int(figure.number), int(figure.number)))
        elif figure.reason == SMALL:
            known.append(({name: 1}, 1, table.threshold - 1))
    return [*known, *extra]


def leaking(table, shown, extra=(), hidden=None):
    hidden = [name for name, figure in shown.items() if figure.hidden] if hidden is None else hidden
    most = 400 + int(max((one.number or 0) for one in table.cells))
    return leaks(attack(list(shown), statements(table, shown, extra), most), hidden)


@pytest.mark.parametrize(("number", "hidden"), [(0, False), (1, True), (9, True), (10, False)])
def test_one_to_nine_people_are_hidden_and_zero_shows(number, hidden):
    shown = suppression.apply(Table([cell("a", number)]), Audience.public())["a"]

    assert shown.hidden is hidden
    assert shown.number == (None if hidden else number)
    assert shown.reason == (SMALL if hidden else "")


def test_numbers_that_count_no_people_are_never_small():
    table = Table([cell("a", 3)], counts_people=False)

    assert not suppression.apply(table, Audience.public())["a"].hidden


@pytest.mark.parametrize(
    ("number", "weight", "hidden"), [(5, 50, True), (30, 35, True), (0, 5, True), (0, 50, False), (50, 50, False)]
)
def test_a_rate_is_hidden_with_its_numerator_its_denominator_or_their_difference(number, weight, hidden):
    table = Table([cell("a", number, weight, "0.5")], aggregation=RATIO)
    shown = suppression.apply(table, Audience.public())["a"]

    assert shown.hidden is hidden
    if hidden:
        assert (shown.number, shown.weight, shown.result) == (None, None, None)


def test_a_mean_is_hidden_when_few_people_made_it():
    table = Table([cell("a", "3.5", 9, "3.5"), cell("b", "3.5", 90, "3.5")], aggregation=MEAN)
    shown = suppression.apply(table, Audience.public())

    assert shown["a"].hidden and not shown["b"].hidden


def test_the_backbone_and_the_owner_see_the_number_as_it_is():
    table = Table([cell("a", 3, owners=frozenset({7}))])

    assert suppression.apply(table, Audience.backbone())["a"].number == 3
    assert suppression.apply(table, Audience.partner(7))["a"].number == 3
    assert suppression.apply(table, Audience.partner(8))["a"].number is None


@pytest.mark.parametrize(
    ("owners", "consented", "hidden"),
    [({1}, set(), True), ({1, 2}, set(), True), ({1, 2, 3}, set(), False), ({1}, {1}, False), ({1, 2}, {1}, True),
     ({1, 2}, {1, 2}, False)],
)  # fmt: skip
def test_what_fewer_than_three_partners_made_needs_their_consent(owners, consented, hidden):
    table = Table([cell("a", 500, owners=frozenset(owners))], counts_people=False)
    shown = suppression.apply(table, Audience.public(consented))["a"]

    assert shown.hidden is hidden
    assert shown.reason == (FEW_PARTNERS if hidden else "")


def test_a_public_figure_has_no_partners_to_protect():
    assert not suppression.apply(Table([cell("a", 500, owners=None)]), Audience.public())["a"].hidden


def test_a_partner_left_over_by_subtraction_is_protected_without_people_too():
    cells = [cell("*", 90), cell("a", 40, owners=frozenset({1})), cell("b", 30), cell("c", 20)]
    shown = suppression.apply(Table(cells, [Sum("*", ("a", "b", "c"))], counts_people=False), Audience.public())

    assert [name for name in shown if shown[name].hidden] == ["a", "c"]


def test_a_small_cell_takes_the_smallest_neighbour_along():
    table = crossed({"A": {"x": 4, "y": 31}, "B": {"x": 25, "y": 40}, "C": {"x": 7, "y": 19}, "D": {"x": 22, "y": 14}})
    shown = suppression.apply(table, Audience.public())

    assert {name for name in shown if shown[name].hidden} == {"Ax", "Ay", "Cx", "Cy"}
    assert shown["Ax"].reason == SMALL and shown["Ay"].reason == PROTECTING
    assert leaking(table, shown) == {}


def test_small_totals_go_too_when_their_parts_would_be_known():
    table = crossed({"A": {"x": 1, "y": 0}, "B": {"x": 0, "y": 1}})
    shown = suppression.apply(table, Audience.public())

    assert leaking(table, shown) == {}


def test_a_rest_that_no_category_names_gives_nothing_away():
    cells = [cell("*", 50), cell("f", 4), cell("m", 46)]
    table = Table(cells, [Sum("*", ("f", "m"), whole=False)])
    shown = suppression.apply(table, Audience.public())

    assert leaking(table, shown) == {}
    assert shown["m"].hidden or shown["*"].hidden


def test_a_partner_who_subtracts_its_own_part_learns_no_more():
    own = {7: {"a": (Decimal(8), None)}}
    shown = suppression.apply(Table([cell("a", 12), cell("b", 30)], own=own), Audience.public())

    assert shown["a"].hidden and not shown["b"].hidden


def test_the_same_table_holds_against_a_partner_who_knows_its_row():
    table = crossed({"A": {"x": 4, "y": 31}, "B": {"x": 25, "y": 40}, "C": {"x": 7, "y": 19}, "D": {"x": 22, "y": 14}})
    owned = [
        Cell(one.id, one.number, owners=frozenset({"A"}) if one.id in ("Ax", "Ay") else MANY) for one in table.cells
    ]
    table = Table(owned, table.sums)
    shown = suppression.apply(table, Audience.partner("B", {"A"}))
    mine = [({"Ax": 1}, 4, 4), ({"Ay": 1}, 31, 31)]
    hidden = [name for name, figure in shown.items() if figure.hidden and name not in ("Ax", "Ay")]

    assert "Cx" in hidden
    assert leaking(table, shown, mine, hidden) == {}


def test_what_was_hidden_in_an_earlier_edition_stays_hidden():
    table = Table([cell("a", 12)], hidden_before={"a"})

    assert suppression.apply(table, Audience.public())["a"].reason == PROTECTING


def test_a_blank_is_no_secret():
    assert not suppression.apply(Table([cell("a", None)]), Audience.public())["a"].hidden


def test_sums_follow_from_the_combinations():
    dimensions = [("sex", ("f", "m"), True), ("age", ("old", "young"), False)]
    combinations = ["", "sex=f", "sex=m", "age=old", "age=old;sex=f"]

    assert suppression.sums_of(dimensions, combinations, "8|{}".format) == [
        Sum("8|", ("8|sex=f", "8|sex=m"), True),
        Sum("8|", ("8|age=old",), False),
        Sum("8|age=old", ("8|age=old;sex=f",), False),
        Sum("8|sex=f", ("8|age=old;sex=f",), False),
    ]


NUMBERS = st.integers(0, 30)
TWO_WAY = st.integers(2, 4).flatmap(
    lambda width: st.lists(st.lists(NUMBERS, min_size=width, max_size=width), min_size=2, max_size=4)
)


def named(lines):
    return {"ABCD"[place]: dict(zip("wxyz", line, strict=False)) for place, line in enumerate(lines)}


@settings(max_examples=60, deadline=None)
@given(TWO_WAY)
def test_no_two_way_table_can_be_undone_by_subtraction(lines):
    table = crossed(named(lines))
    shown = suppression.apply(table, Audience.public())

    assert all(shown[one.id].hidden for one in table.cells if 0 < one.number < 10)
    assert leaking(table, shown) == {}


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(NUMBERS, min_size=2, max_size=4), min_size=2, max_size=3), st.booleans())
def test_no_hierarchy_can_be_undone_by_subtraction(groups, whole):
    sums, cells = [], {}
    for place, numbers in enumerate(groups):
        cells |= {f"{place}.{one}": number for one, number in enumerate(numbers)}
        sums.append(Sum(f"{place}", tuple(f"{place}.{one}" for one in range(len(numbers))), whole))
        cells[f"{place}"] = sum(numbers) + (0 if whole else 3)
    cells["*"] = sum(cells[str(place)] for place in range(len(groups)))
    sums.append(Sum("*", tuple(str(place) for place in range(len(groups)))))
    table = Table([cell(name, number) for name, number in cells.items()], sums)
    shown = suppression.apply(table, Audience.public())

    assert leaking(table, shown) == {}


@settings(max_examples=40, deadline=None)
@given(TWO_WAY)
def test_no_partner_can_undo_it_with_its_own_row(lines):
    table = crossed(named(lines))
    row = [name for name in ("Aw", "Ax", "Ay", "Az", "A*") if any(one.id == name for one in table.cells)]
    cells = [Cell(one.id, one.number, owners=frozenset({"A"}) if one.id in row else MANY) for one in table.cells]
    table = Table(cells, table.sums)
    shown = suppression.apply(table, Audience.public({"A"}))
    known = [({one.id: 1}, int(one.number), int(one.number)) for one in cells if one.id in row]
    hidden = [name for name, figure in shown.items() if figure.hidden and name not in row]

    assert leaking(table, shown, known, hidden) == {}


@settings(max_examples=30, deadline=None)
@given(TWO_WAY, st.randoms())
def test_every_edition_chooses_alike(lines, random):
    table = crossed(named(lines))
    cells, sums = list(table.cells), list(table.sums)
    random.shuffle(cells)
    random.shuffle(sums)

    assert suppression.hidden_cells(Table(cells, sums)) == suppression.hidden_cells(table)


def test_the_attacker_is_seen_to_succeed_where_only_small_cells_are_hidden():
    table = crossed({"A": {"x": 4, "y": 31}, "B": {"x": 25, "y": 40}})
    careless = {
        one.id: suppression.Shown(
            None if (small := 0 < one.number < 10) else one.number, None, None, SMALL if small else ""
        )
        for one in table.cells
    }

    assert leaking(table, careless) == {"Ax": (4, 4)}
