"""Money: whole agorot, one currency, nothing lost and nothing made by sharing."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel import money
from kernel.money import InvalidMoney, Money


@pytest.mark.parametrize(
    ("text", "minor"),
    [("1250", 125000), ("₪ 1,250.00", 125000), ("0.5", 50), ("-3.20", -320), ("(1,000)", -100000), ("0", 0)],
)
def test_an_amount_is_read_in_whole_units(text, minor):
    assert money.parse(text) == Money(minor)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1.234", "too_many_decimals"),
        ("", "blank"),
        ("12%", "percent"),
        ("1e3", "not_a_number"),
        ("1,5", "decimal_mark"),
    ],
)
def test_what_is_no_amount_is_refused_with_a_sentence(text, code):
    with pytest.raises(InvalidMoney) as refused:
        money.parse(text)

    assert refused.value.code == code and str(refused.value)


@pytest.mark.parametrize("minor", [1.0, True, Decimal(1), "1"])
def test_minor_units_are_whole_numbers_only(minor):
    with pytest.raises(TypeError):
        Money(minor)


def test_currencies_do_not_mix():
    with pytest.raises(TypeError):
        Money(1) + Money(1, "USD")
    with pytest.raises(TypeError):
        assert Money(1) < Money(1, "USD")
    assert Money(1) != Money(1, "USD")


def test_amounts_add_compare_and_turn():
    assert Money(5) + Money(7) - Money(2) == Money(10)
    assert -Money(5) < Money(0) < abs(Money(-3)) <= 3 * Money(1)
    assert money.total([Money(1), Money(2)]) == Money(3) and not money.total([])
    assert Money(125050).decimal == Decimal("1250.50") and Money(7, "JPY").decimal == 7
    with pytest.raises(TypeError):
        Money(5) * 0.5


def test_the_remainder_goes_to_the_largest_fractions_and_then_to_the_lowest_id():
    assert money.split(Money(100), {1: 1, 2: 1, 3: 1}) == {1: Money(34), 2: Money(33), 3: Money(33)}
    assert money.split(Money(101), {9: 1, 2: 1}) == {9: Money(50), 2: Money(51)}
    assert money.split(Money(-100), {1: 1, 2: 2}) == {1: Money(-33), 2: Money(-67)}
    assert money.split(Money(10), {1: Decimal("0.5"), 2: 0}) == {1: Money(10), 2: Money(0)}


@pytest.mark.parametrize("weights", [{}, {1: 0}, {1: 2, 2: -1}])
def test_a_split_without_weight_is_refused(weights):
    with pytest.raises(ValueError):
        money.split(Money(1), weights)


@given(
    st.integers(-(10**15), 10**15),
    st.dictionaries(st.integers(1, 50), st.integers(0, 10**6), min_size=1).filter(
        lambda weights: any(weights.values())
    ),
)
def test_a_split_loses_and_makes_nothing(minor, weights):
    parts = money.split(Money(minor), weights)
    whole = sum(weights.values())

    assert money.total(parts.values()) == Money(minor)
    assert all(abs(part.minor * whole - minor * weights[key]) < whole for key, part in parts.items())
    assert parts == money.split(Money(minor), dict(reversed(weights.items())))
