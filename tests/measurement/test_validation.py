"""Findings on a draft: each rule with the case that breaks it and the case that passes."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measurement import validation
from measurement.rollup import LATEST, MEAN, RATIO
from measurement.validation import ERROR, WARNING, Dimension, Entry, Rules

SEX = Dimension("sex", ("f", "m"), complete=True)
TOPIC = Dimension("topic", ("art", "sport"), complete=False)


def d(text):
    return Decimal(text)


def codes(rules, *entries, last=None):
    return [(found.code, found.level, found.combination) for found in validation.findings(rules, entries, last)]


def cell(number, weight=None, at=""):
    return Entry(at, None if number is None else d(number), None if weight is None else d(weight))


CLEAN = [
    (Rules(), [cell("7")], None),
    (Rules(counts_people=True), [cell("0")], {"": d("3")}),
    (Rules(RATIO, share=False), [cell("9", "3")], None),
    (Rules(MEAN, decimals=1), [cell("3.5", "8")], {"": d("3")}),
    (Rules(dimensions=[SEX]), [cell("7"), cell("3", at="sex=f"), cell("4", at="sex=m")], None),
    (Rules(dimensions=[SEX]), [cell("3", at="sex=f"), cell("4", at="sex=m")], None),
    (Rules(dimensions=[TOPIC]), [cell("9"), cell("3", at="topic=art")], None),
    (Rules(LATEST), [cell("7")], {"": d("4")}),
    (Rules(LATEST), [cell("30")], {"": d("0")}),
    (Rules(), [Entry("", blank="not_applicable")], {"": d("9")}),
]
FOUND = [
    (Rules(), [], None, [("missing", WARNING, "")]),
    (Rules(), [cell(None)], None, [("missing", WARNING, "")]),
    (Rules(dimensions=[SEX]), [cell("7"), cell("3", at="sex=f")], None, [("part_missing", WARNING, "sex=m")]),
    (Rules(), [Entry("", d("1"), blank="not_applicable")], None, [("number_and_blank", ERROR, "")]),
    (Rules(RATIO), [cell("7")], None, [("weight_missing", ERROR, "")]),
    (Rules(RATIO), [cell("7", "0")], None, [("denominator_zero", ERROR, "")]),
    (Rules(RATIO), [cell("0", "0")], None, [("denominator_zero", WARNING, "")]),
    (Rules(RATIO), [cell("8", "7")], None, [("numerator_above", ERROR, "")]),
    (Rules(counts_people=True), [cell("-1")], None, [("negative", ERROR, "")]),
    (Rules(counts_people=True, low=d("0")), [cell("-1")], None, [("negative", ERROR, "")]),
    (Rules(low=d("0")), [cell("-1")], None, [("out_of_range", WARNING, "")]),
    (Rules(counts_people=True, decimals=1), [cell("1.5")], None, [("not_whole", ERROR, "")]),
    (Rules(MEAN, counts_people=True, decimals=1), [cell("1.5", "2.5")], None, [("not_whole", ERROR, "")]),
    (Rules(), [cell("1.5")], None, [("too_many_decimals", ERROR, "")]),
    (Rules(low=d("1"), high=d("9")), [cell("0")], None, [("out_of_range", WARNING, "")]),
    (Rules(low=d("1"), high=d("9")), [cell("10")], None, [("out_of_range", WARNING, "")]),
    (Rules(RATIO, high=d("0.5")), [cell("3", "4")], None, [("out_of_range", WARNING, "")]),
    (Rules(), [cell("40")], {"": d("100")}, [("jump", WARNING, "")]),
    (Rules(), [cell("180")], {"": d("100")}, [("jump", WARNING, "")]),
    (
        Rules(dimensions=[SEX]),
        [cell("7"), cell("3", at="sex=f"), cell("5", at="sex=m")],
        None,
        [("parts_above_total", ERROR, "")],
    ),
    (
        Rules(dimensions=[SEX]),
        [cell("9"), cell("3", at="sex=f"), cell("5", at="sex=m")],
        None,
        [("parts_below_total", ERROR, "")],
    ),
    (
        Rules(dimensions=[TOPIC]),
        [cell("7"), cell("5", at="topic=art"), cell("5", at="topic=sport")],
        None,
        [("parts_above_total", WARNING, "")],
    ),
    (
        Rules(RATIO, dimensions=[SEX]),
        [cell("3", "9"), cell("1", "5", at="sex=f"), cell("2", "5", at="sex=m")],
        None,
        [("parts_above_total", ERROR, "")],
    ),
    (
        Rules(dimensions=[SEX, TOPIC]),
        [cell("9"), cell("4", at="sex=f"), cell("5", at="sex=m"), cell("6", at="sex=f;topic=art")],
        None,
        [("parts_above_total", WARNING, "sex=f")],
    ),
]


@pytest.mark.parametrize(("rules", "entries", "last"), CLEAN)
def test_a_sound_draft_has_no_findings(rules, entries, last):
    assert codes(rules, *entries, last=last) == []


@pytest.mark.parametrize(("rules", "entries", "last", "found"), FOUND)
def test_a_broken_rule_is_found_where_it_is_broken(rules, entries, last, found):
    assert codes(rules, *entries, last=last) == found


def test_a_finding_names_both_values():
    (found,) = validation.findings(Rules(), [cell("198")], {"": d("1231")})

    assert "198" in str(found.sentence) and "1,231" in str(found.sentence)
    assert found.values == {"value": 198, "before": 1231}


def test_all_findings_come_at_once():
    rules = Rules(counts_people=True, high=d("5"), dimensions=[SEX])
    found = codes(rules, cell("-1.5", at="sex=f"), cell("90"), last={"": d("9")})

    assert {code for code, _level, _where in found} >= {"part_missing", "negative", "not_whole", "out_of_range", "jump"}


def test_a_combination_has_one_code():
    parts = {"sex": "f", "district": "north"}

    assert validation.combination_of(parts) == "district=north;sex=f"
    assert validation.parts_of("district=north;sex=f") == parts
    assert validation.parts_of("") == {}


@given(st.lists(st.integers(0, 10**6), min_size=2, max_size=2), st.booleans())
def test_parts_that_make_the_total_are_never_blamed(parts, complete):
    rules = Rules(counts_people=True, dimensions=[Dimension("sex", ("f", "m"), complete)])
    entries = [cell(sum(parts)), cell(parts[0], at="sex=f"), cell(parts[1], at="sex=m")]

    assert codes(rules, *entries) == []
