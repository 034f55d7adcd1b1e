"""Roll-up: order never matters, and who is missing always shows."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.numbers import NOT_APPLICABLE
from measurement import rollup
from measurement.rollup import LATEST, MEAN, RATIO, SUM, Part

NUMBERS = st.decimals(min_value=-(10**11) + 1, max_value=10**11 - 1, places=4)
WEIGHTS = st.decimals(min_value=1, max_value=10**11 - 1, places=4)
PARTS = st.lists(
    st.builds(
        Part,
        organisation=st.integers(1, 9),
        number=NUMBERS,
        weight=WEIGHTS,
        quality=st.sampled_from(rollup.QUALITIES),
        period=st.sampled_from(["2018-Q1", "2018-Q2", "2018-Q3", ""]),
        source=st.integers(1, 99),
    ),
    max_size=9,
)


def d(text):
    return Decimal(text)


@pytest.mark.parametrize(
    ("aggregation", "result"),
    [(SUM, "60"), (RATIO, "0.5"), (MEAN, "23.3333"), (LATEST, "60")],
)
def test_each_way_of_adding_up(aggregation, result):
    parts = [Part(1, d("10"), d("20")), Part(2, d("20"), d("40")), Part(3, d("30"), d("60"))]

    assert rollup.combine(parts, aggregation, {1, 2, 3}).result == d(result)


def test_a_ratio_is_the_ratio_of_sums_and_never_the_mean_of_ratios():
    total = rollup.combine([Part(1, d(1), d(1)), Part(2, d(0), d(99))], RATIO, {1, 2})

    assert (total.number, total.weight, total.result) == (1, 100, d("0.01"))


def test_the_latest_of_each_organisation_is_added_up_and_not_all_its_periods():
    parts = [Part(1, d(10), period="2018-Q1"), Part(1, d(12), period="2018-Q2"), Part(2, d(5), period="2018-Q1")]

    assert rollup.combine(parts, LATEST, {1, 2}).number == 17
    assert rollup.combine(parts, SUM, {1, 2}).number == 27


def test_zero_is_a_number_and_a_blank_is_missing():
    total = rollup.combine([Part(1, d(0)), Part(2, None)], SUM, {1, 2, 3})

    assert (total.number, total.badge, total.complete) == (0, (1, 3), False)


def test_nothing_reported_is_no_zero():
    total = rollup.combine([], SUM, {1, 2})

    assert (total.number, total.result, total.badge) == (None, None, (0, 2))


def test_who_answers_not_applicable_is_no_longer_expected():
    total = rollup.combine([Part(1, d(4)), Part(2, None, blank=NOT_APPLICABLE)], SUM, {1, 2})

    assert total.badge == (1, 1) and total.complete


def test_a_denominator_of_zero_has_no_result():
    total = rollup.combine([Part(1, d(0), d(0))], RATIO, {1})

    assert (total.number, total.weight, total.result, total.reported) == (0, 0, None, 1)
    assert rollup.combine([Part(1, d(5), d(0))], MEAN, {1}).result is None


def test_a_ratio_without_its_denominator_stays_missing():
    assert rollup.combine([Part(1, d(5)), Part(2, d(1), d(2))], RATIO, {1, 2}).badge == (1, 2)


def test_a_total_is_as_good_as_its_weakest_value():
    parts = [Part(1, d(1)), Part(2, d(1), quality="estimated"), Part(3, d(1), quality="provisional")]

    assert rollup.combine(parts, SUM, {1, 2, 3}).quality == "estimated"


def test_over_several_periods_each_report_is_counted():
    parts = [Part(1, d(10), period="2018-Q1"), Part(1, d(12), period="2018-Q2"), Part(2, d(5), period="2018-Q1")]
    owed = {(one, quarter) for one in (1, 2) for quarter in ("2018-Q1", "2018-Q2")}

    assert rollup.combine(parts, SUM, owed, over_time=True).badge == (3, 4)


def test_an_unknown_aggregation_is_refused():
    with pytest.raises(ValueError):
        rollup.combine([], "median", {1})


def test_a_complete_dimension_gives_the_total_and_a_gap_gives_none():
    parts = [Part(1, d(3), d(5)), Part(1, d(4), d(6))]

    assert rollup.whole_from_parts(parts, SUM) == (7, 11)
    assert rollup.whole_from_parts([*parts, Part(1, None)], SUM) == (None, None)
    assert rollup.whole_from_parts([], SUM) == (None, None)


@given(PARTS, st.randoms(), st.sampled_from(rollup.AGGREGATIONS))
def test_the_order_of_the_parts_never_matters(parts, random, aggregation):
    mixed = list(parts)
    random.shuffle(mixed)

    assert rollup.combine(mixed, aggregation, {1, 2}) == rollup.combine(parts, aggregation, {1, 2})


@given(st.dictionaries(st.integers(1, 40), NUMBERS, min_size=1))
def test_removing_one_partner_changes_the_badge_and_the_hash(numbers):
    parts = [Part(organisation, number) for organisation, number in numbers.items()]
    whole = rollup.combine(parts, SUM, set(numbers))
    less = rollup.combine(parts[1:], SUM, set(numbers))

    assert whole.complete and not less.complete
    assert less.badge == (whole.reported - 1, whole.expected)
    assert less.input_hash != whole.input_hash


@given(PARTS.filter(bool))
def test_a_sum_is_exact(parts):
    numerators = sum(int(part.number.scaleb(4)) for part in parts)

    assert rollup.combine(parts, SUM, set()).number.scaleb(4) == numerators


@given(st.lists(st.tuples(NUMBERS, WEIGHTS), min_size=1, max_size=8))
def test_a_mean_lies_between_its_parts(pairs):
    parts = [Part(place, number, weight) for place, (number, weight) in enumerate(pairs)]
    mean = rollup.combine(parts, MEAN, set()).result

    assert min(number for number, _ in pairs) <= mean <= max(number for number, _ in pairs)
