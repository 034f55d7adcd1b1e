"""Nobody's hidden amount comes out of a total, whoever subtracts: the public, or a giver who knows its own."""

from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from funding import disclosure
from funding.disclosure import Giver


def giver(key, group, amount, is_open):
    return Giver(key, group, amount, is_open)


def test_one_hidden_giver_is_not_the_total_less_the_others():
    givers = [giver(1, "a", 900, True), giver(2, "a", 50, True), giver(3, "a", 60, True), giver(4, "a", 70, False)]
    found = disclosure.disclosed(givers)
    assert (found.givers, found.whole) == ({1}, 1080)
    few = disclosure.disclosed(givers[:1] + givers[3:])
    assert (few.givers, few.whole, few.totals[0].amount) == (set(), None, None)


def test_nothing_is_held_back_where_all_are_open():
    givers = [giver(1, "a", 900, True), giver(2, "b", 50, True)]
    assert disclosure.told(givers) == {1, 2}
    assert [one.amount for one in disclosure.totals(givers)] == [900, 50]


def test_groups_with_a_lone_hidden_giver_are_joined():
    givers = [giver(n, group, 10, False) for n, group in enumerate("aab")] + [giver(9, "c", 500, True)]
    found = disclosure.totals(givers)
    assert [(one.groups, one.amount) for one in found] == [(("a", "b"), 30), (("c",), 500)]


GIVERS = st.lists(st.tuples(st.sampled_from("abcd"), st.integers(1, 10**9), st.booleans()), max_size=12)


@given(GIVERS)
def test_no_total_holds_one_or_two_hidden_givers(rows):
    givers = [giver(key, *row) for key, row in enumerate(rows)]
    found = disclosure.totals(givers)
    assert sorted(chain.from_iterable(one.groups for one in found)) == sorted({one.group for one in givers})
    for total in found:
        inside = [one for one in givers if one.group in total.groups]
        hidden = [one for one in inside if not one.is_open]
        if total.amount is not None:
            assert len(hidden) == 0 or len(hidden) >= disclosure.LEAST
            assert total.amount == sum(one.amount for one in inside)


@given(GIVERS)
def test_beside_the_whole_the_amounts_held_back_are_none_or_three(rows):
    givers = [giver(key, *row) for key, row in enumerate(rows)]
    found = disclosure.disclosed(givers)
    assert found.givers <= {one.key for one in givers if one.is_open}
    rest = len(givers) - len(found.givers)
    assert rest == 0 or rest >= disclosure.LEAST or (not found.givers and found.whole is None)
    if found.whole is not None:
        assert all(total.amount is not None for total in found.totals)
