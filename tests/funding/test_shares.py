"""Whose money it was: nothing is lost, nobody pays more than they brought, the same every time."""

from hypothesis import given
from hypothesis import strategies as st

from funding import shares
from funding.shares import Came, Went
from kernel.money import Money, split

histories = st.lists(
    st.one_of(
        st.builds(Came, st.integers(0, 4), st.integers(0, 10**9)),
        st.builds(Went, st.sampled_from(["a", "b", "c"]), st.integers(0, 10**9)),
    ),
    max_size=40,
)


@given(histories)
def test_what_came_is_spent_or_left_for_each_funder(history):
    state = shares.run(history)
    for funder, came in state.came.items():
        assert came == state.spent_of(funder) + state.left[funder]
        assert state.left[funder] >= 0


@given(histories)
def test_the_shares_of_a_use_add_up_to_it(history):
    state = shares.run(history)
    for ref in ("a", "b", "c"):
        went = sum(event.amount for event in history if isinstance(event, Went) and event.ref == ref)
        borne = sum(mine[ref] for mine in state.spent.values() if ref in mine)
        owed = sum(amount for name, amount in state.owed if name == ref)
        assert went == borne + owed


@given(histories)
def test_the_same_journal_gives_the_same_shares(history):
    one, two = shares.run(history), shares.run(list(history))
    assert (dict(one.left), one.owed) == (dict(two.left), two.owed)


@given(histories, st.integers(0, 10**9))
def test_a_promise_is_shared_by_what_is_left(history, amount):
    state = shares.run(history)
    parts = shares.of_balance(state, amount)
    assert sum(parts.values()) == min(amount, sum(state.left.values()))
    assert all(part <= state.left[funder] for funder, part in parts.items())


@given(st.integers(0, 10**12), st.dictionaries(st.integers(0, 9), st.integers(1, 10**9), min_size=1))
def test_the_fast_split_is_the_kernels(amount, weights):
    assert shares.shared(amount, weights) == {key: part.minor for key, part in split(Money(amount), weights).items()}


@given(histories, histories, st.integers(0, 10**9))
def test_money_that_moves_stays_whose_it_was(first, second, amount):
    source, target = shares.run(first), shares.run(second)
    before = held(source) + held(target)
    shares.move(source, target, amount)
    assert held(source) + held(target) == before
    for state in (source, target):
        assert all(came == state.spent_of(funder) + state.left[funder] for funder, came in state.came.items())


def held(state):
    """What a bucket holds: what is left of each, less what is still to be borne."""
    return sum(state.left.values()) - sum(amount for _ref, amount in state.owed)


def test_who_comes_later_does_not_pay_for_what_was_spent_before():
    state = shares.run([Came(1, 100), Went("grant", 100), Came(2, 100), Went("next", 50)])
    assert state.spent[1] == {"grant": 100}
    assert state.spent[2] == {"next": 50}


def test_the_odd_agora_goes_to_the_lowest_key():
    state = shares.run([Came(2, 100), Came(1, 100), Went("grant", 3)])
    assert (state.spent[1]["grant"], state.spent[2]["grant"]) == (2, 1)
