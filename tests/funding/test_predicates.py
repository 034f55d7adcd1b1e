"""Restrictions as predicates: what breaks is named, a narrower bucket allows nothing that the wider forbids."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funding import predicates
from funding.predicates import Rule, Use

DAY = date(2026, 6, 1)
maybe = st.sampled_from([None, 1, 2])
words = st.sampled_from(["", "north", "south"])
dates = st.one_of(st.none(), st.dates(date(2025, 1, 1), date(2027, 1, 1)))
rules = st.builds(
    Rule,
    factor=maybe,
    goal=maybe,
    district=words,
    cost_type=words,
    recipient_kind=words,
    starts_on=dates,
    ends_on=dates,
)
uses = st.builds(
    Use,
    on=st.dates(date(2025, 1, 1), date(2027, 1, 1)),
    factors=st.frozensets(st.integers(1, 2)),
    goals=st.frozensets(st.integers(1, 2)),
    district=words,
    cost_type=words,
    recipient_kind=words,
)


@given(uses)
def test_an_empty_rule_allows_everything(use):
    assert predicates.broken(Rule(), use) == ()


@given(rules, rules, uses)
def test_a_narrower_rule_allows_nothing_that_the_wider_forbids(inner, outer, use):
    if predicates.narrower(inner, outer) and predicates.allows(inner, use):
        assert predicates.allows(outer, use)


@given(rules, uses)
def test_money_that_waits_for_its_purpose_is_never_spent(rule, use):
    from dataclasses import replace

    assert not predicates.allows(replace(rule, is_unassigned=True), use)


@pytest.mark.parametrize(
    ("rule", "part"),
    [
        (Rule(factor=9), "factor"),
        (Rule(goal=9), "goal"),
        (Rule(district="north"), "district"),
        (Rule(cost_type="learning"), "cost_type"),
        (Rule(recipient_kind="ngo"), "recipient_kind"),
        (Rule(starts_on=DAY + timedelta(days=1)), "too_early"),
        (Rule(ends_on=DAY - timedelta(days=1)), "expired"),
        (Rule(is_unassigned=True), "unassigned"),
        (Rule(is_closed=True), "released"),
        (Rule(currency="USD"), "currency"),
    ],
)
def test_each_part_of_a_rule_is_named_when_it_breaks(rule, part):
    assert predicates.broken(rule, Use(on=DAY, factors=frozenset({1}))) == (part,)


def test_money_for_a_factor_serves_the_factors_below_it():
    assert predicates.allows(Rule(factor=1), Use(on=DAY, factors=frozenset({5, 1})))


@pytest.mark.parametrize(("left", "mark"), [(200, None), (90, 90), (60, 90), (30, 30), (7, 7), (1, 7), (0, 7), (-1, 0)])
def test_money_that_lapses_is_told_at_ninety_thirty_and_seven_days(left, mark):
    assert predicates.warns(DAY + timedelta(days=left), DAY) == mark


def test_money_without_an_end_never_lapses():
    assert predicates.warns(None, DAY) is None
