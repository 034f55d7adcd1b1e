"""The arithmetic of quorum, majority and representation, by tables and by properties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from working_groups.representation import Elector, count, is_adopted, quorum, representation


def electors(*words, sector="third"):
    return [
        Elector(sector, is_recused=word == "recused", answer="" if word in {"recused", "-"} else word) for word in words
    ]


@pytest.mark.parametrize(
    ("words", "percent", "needed", "reached"),
    [
        (("for", "for", "-", "-"), 50, 2, True),
        (("for", "-", "-", "-"), 50, 2, False),
        (("for", "recused", "recused", "-"), 50, 1, True),
        (("abstain", "abstain", "-"), 50, 2, True),
        (("for", "for", "-"), 67, 3, False),
        (("for",), 0, 1, True),
        (("recused", "recused"), 50, 1, False),
    ],
)
def test_the_quorum_is_of_the_eligible_and_abstentions_are_present(words, percent, needed, reached):
    result = quorum(electors(*words), percent)
    assert (result.needed, result.is_reached) == (needed, reached)


def test_presence_in_the_room_counts_without_an_answer():
    rows = [Elector("third", is_present=True), Elector("third")]
    assert quorum(rows, 50).is_reached


def test_each_sector_has_its_own_quorum_and_a_recused_sector_cannot_be_asked():
    rows = [*electors("for", "for", sector="third"), *electors("-", "-", sector="public")]
    assert quorum(rows, 50, {"public": 50}).short_sectors == ("public",)
    rows = [*electors("for", sector="third"), *electors("recused", sector="public")]
    result = quorum(rows, 50, {"public": 50})
    assert (result.empty_sectors, result.is_reached) == (("public",), False)


@pytest.mark.parametrize(
    ("words", "rule", "adopted"),
    [
        (("for", "abstain"), "consensus", True),
        (("for", "against"), "consensus", False),
        (("for", "against"), "majority", False),
        (("for", "for", "against", "abstain"), "majority", True),
        (("for", "for", "against"), "two_thirds", True),
        (("for", "against"), "two_thirds", False),
        (("abstain", "abstain"), "majority", False),
    ],
)
def test_a_rule_adopts_or_not(words, rule, adopted):
    assert is_adopted(count(electors(*words)), rule) is adopted


@given(st.lists(st.sampled_from(["for", "against", "abstain", "-", "recused"]), max_size=40), st.integers(0, 100))
def test_recusing_never_raises_what_is_needed(words, percent):
    rows = electors(*words)
    recused = [*rows[1:], Elector("third", is_recused=True)] if rows else rows
    assert quorum(recused, percent).needed <= quorum(rows, percent).needed
    total = count(rows)
    assert total.votes_for + total.against + total.abstained + total.awaited + total.recused == len(rows)


def test_seats_stand_against_the_key_and_sectors_without_a_key_come_last():
    lines = representation({"third": 2, "local": 1}, {"public": (1, 2), "third": (1, 1)}, {"third": (1, 2)}).lines
    assert [(line.sector, line.is_short, line.is_over, line.came) for line in lines] == [
        ("public", True, False, 0),
        ("third", False, True, 1),
        ("local", False, False, 0),
    ]
