"""Recusal: the tied leave numerator and denominator together, and the body knows before it meets."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from funding import conflicts
from funding.conflicts import Chair, Tie

DAY = date(2026, 6, 1)
chairs = st.lists(
    st.builds(
        Chair,
        seat=st.integers(1, 10**6),
        person=st.integers(1, 12),
        sector=st.sampled_from(["third", "public", "business"]),
        organisation=st.integers(1, 8),
    ),
    max_size=12,
    unique_by=lambda chair: chair.seat,
)
few = st.frozensets(st.integers(1, 12), max_size=5)


@given(chairs, few, few, st.integers(0, 100))
def test_the_recused_leave_numerator_and_denominator_together(rows, people, organisations, percent):
    found = conflicts.outlook(rows, people, organisations, percent)
    assert found.quorum.eligible == len(rows) - len(found.recused)
    assert found.quorum.present == found.quorum.eligible
    assert found.can_decide == (found.quorum.eligible > 0)


@given(chairs, few, st.integers(1, 100))
def test_a_sector_that_is_recused_as_a_whole_stops_the_body(rows, people, percent):
    found = conflicts.outlook(rows, people, frozenset(), percent, {"public": 50})
    public = [row for row in rows if row.sector == "public"]
    if public and all(row.person in people for row in public):
        assert not found.can_decide


@given(chairs, few, few, st.integers(0, 100))
def test_one_more_tie_never_makes_more_eligible(rows, people, organisations, percent):
    fewer = conflicts.outlook(rows, people | {1}, organisations, percent)
    assert fewer.quorum.eligible <= conflicts.outlook(rows, people, organisations, percent).quorum.eligible


def test_a_tie_holds_on_both_of_its_days():
    tie = Tie(1, 7, DAY, DAY + timedelta(days=2))
    assert conflicts.tied([tie], [7], DAY) == {1}
    assert conflicts.tied([tie], [7], DAY + timedelta(days=2)) == {1}
    assert conflicts.tied([tie], [7], DAY + timedelta(days=3)) == frozenset()
    assert conflicts.tied([tie], [8], DAY) == frozenset()
