"""The canonical form: one text for one content, a hash that moves with the content only, differences by path."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funding import canonical

leaves = st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=8), st.dates())
contents = st.recursive(
    leaves,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=5), inner, max_size=4)),
    max_leaves=20,
)


def shuffled(value):
    """The same content, its keys the other way round."""
    if isinstance(value, dict):
        return {key: shuffled(value[key]) for key in reversed(list(value))}
    if isinstance(value, list):
        return [shuffled(one) for one in value]
    return value


@given(contents)
def test_the_order_of_keys_does_not_matter(content):
    assert canonical.hash_of(content) == canonical.hash_of(shuffled(content))


@given(contents, contents)
def test_two_contents_have_one_hash_only_if_nothing_differs(one, two):
    same = canonical.written(one) == canonical.written(two)
    assert same == (canonical.hash_of(one) == canonical.hash_of(two))
    assert not same or canonical.differences(one, two) == []


@given(contents)
def test_a_content_does_not_differ_from_itself(content):
    assert canonical.differences(content, shuffled(content)) == []


def test_a_number_is_written_in_one_way():
    assert canonical.written({"a": Decimal("1.50"), "b": Decimal("100")}) == '{"a":"1.5","b":"100"}'
    assert canonical.written(date(2026, 1, 2)) == '"2026-01-02"'


@pytest.mark.parametrize("value", [1.5, datetime(2026, 1, 1, tzinfo=UTC), object(), {1, 2}])
def test_what_could_be_written_in_two_ways_is_refused(value):
    with pytest.raises(TypeError):
        canonical.hash_of({"x": value})


def test_differences_name_their_place():
    before = {"paid": 5, "grants": [{"id": 1}, {"id": 2}]}
    after = {"paid": 6, "grants": [{"id": 1}], "free": 0}
    assert canonical.differences(before, after) == [
        ("free", None, 0),
        ("grants[1]", {"id": 2}, None),
        ("paid", 5, 6),
    ]
