"""Matching promises: earned by what others bring, owed no further, lapsed by the clock, shown and told before."""

from datetime import timedelta

import pytest

from audit.models import Entry
from funding.models import Instalment, LedgerCheck, Pledge
from funding.schedules import plan
from funding.selectors import duties, ledger_audit, matches, own_money, waiting
from funding.services import checks, funders, marks, pledges, receipts
from kernel import clock
from kernel.actor import Actor
from kernel.errors import Invalid
from tests.factories.partners import ParticipationFactory

pytestmark = pytest.mark.django_db
DAYS = 40


@pytest.fixture
def other(world):
    """Another funder, whose money earns the match."""
    party = ParticipationFactory(initiative=world.cast.initiative, kind="funder", state="active")
    return funders.add(actor=world.director, fund=world.fund, participation=party)


def promise(world, amount=100, parts=2, percent=100):
    """A match of one to one up to the amount, in instalments from today on, until in forty days."""
    until = clock.today() + timedelta(days=DAYS)
    draft = pledges.draft(
        actor=world.director,
        funder=world.funder,
        values={"restriction": world.free, "amount": amount, "match_percent": percent, "match_until": until},
        parts=plan(amount, clock.today(), parts, 1),
    )
    return pledges.sign(actor=world.cast.actor("funder"), pledge=draft)


def later(days):
    return clock.at(clock.now() + timedelta(days=days))


def morning():
    return marks.mark_due(actor=Actor.system())


def rows(pledge):
    return list(pledge.instalments.order_by("number").values_list("received", "lapsed", "state"))


def test_a_match_is_earned_by_what_other_funders_bring_and_never_by_its_own_money(world, other):
    pledge = promise(world)
    world.receive(50)
    assert matches.of(pledge, clock.today()).earned == 0
    world.receive(30, funder=other)
    world.line(500)  # nobody knows from whom
    found = matches.of(pledge, clock.today())
    assert (found.earned, found.unearned, found.lapsed) == (30, 70, 0)
    world.receive(300, funder=other)
    assert matches.of(pledge, clock.today()).earned == 100, "never more than its ceiling"


def test_a_promise_that_matches_nothing_has_no_match(world):
    assert matches.of(world.pledge(100), clock.today()) is None


def test_what_is_not_earned_is_not_late(world, other):
    pledge = promise(world)
    with later(3):
        assert morning() == 0
        assert not list(waiting.of(world.treasurer, world.fund, clock.today()))
        world.receive(30, funder=other)
        morning()
        assert [one.state for one in pledge.instalments.order_by("number")] == ["overdue", "scheduled"]
        [late] = [one for one in duties.for_person(world.treasurer, clock.today()) if one.kind == "funding.instalment"]
        assert "0.30" in late.title, "as far as it was earned"


def test_a_match_that_is_over_already_is_not_promised(world):
    values = {"restriction": world.free, "amount": 5, "match_percent": 100}
    with pytest.raises(Invalid) as refusal:
        pledges.draft(
            actor=world.director, funder=world.funder, parts=plan(5, clock.today(), 1),
            values={**values, "match_until": clock.today() - timedelta(days=1)},
        )  # fmt: skip
    assert "match_until" in refusal.value.fields


def test_the_clock_lapses_what_nobody_earned_and_only_that(world, other):
    pledge = promise(world)
    world.receive(60, funder=other)
    with later(DAYS):
        morning()
        assert sum(lapsed for _came, lapsed, _state in rows(pledge)) == 0, "its last day still counts"
    with later(DAYS + 1):
        morning()
        assert rows(pledge) == [(0, 0, "overdue"), (0, 40, "overdue")]
        entry = Entry.objects.get(kind="funding.pledge.match_lapsed")
        assert entry.changes["lapsed"] == [0, 40]
        before = Entry.objects.count()
        morning()
        assert Entry.objects.count() == before, "twice on one day is once"
        [money] = own_money.of(world.funder)
        assert (money.promised, money.to_come) == (60, 60)


def test_nothing_more_is_taken_for_what_lapsed(world):
    pledge = promise(world, parts=1)
    with later(DAYS + 1):
        morning()
        assert rows(pledge) == [(0, 100, "lapsed")]
        receipt = world.line(10).receipt
        with pytest.raises(Invalid):
            receipts.match(
                actor=world.treasurer, receipt=receipt, funder=world.funder, instalment=pledge.instalments.get()
            )


def test_lines_of_the_bank_that_come_late_earn_the_match_back(world, other):
    pledge = promise(world, parts=1)
    day = clock.today() + timedelta(days=DAYS - 1)
    with later(DAYS + 1):
        morning()
        receipt = world.line(80, day).receipt
        receipts.match(actor=world.treasurer, receipt=receipt, funder=other)
        morning()
        assert rows(pledge) == [(0, 20, "overdue")]


def test_money_of_after_the_day_earns_nothing(world, other):
    pledge = promise(world)
    with later(DAYS + 2):
        world.receive(80, funder=other)
        assert matches.of(pledge, clock.today()).lapsed == 100


def test_an_amendment_goes_on_from_what_was_earned(world, other):
    first = promise(world, parts=1)
    world.receive(60, funder=other)
    receipt = world.line(40).receipt
    receipts.match(actor=world.treasurer, receipt=receipt, funder=world.funder, instalment=first.instalments.get())
    draft = pledges.amend(actor=world.director, pledge=first, values={"amount": 100}, parts=plan(100, clock.today(), 1))
    second = pledges.sign(actor=world.cast.actor("funder"), pledge=draft)
    found = matches.of(Pledge.objects.get(pk=second.pk), clock.today())
    assert (found.earned, found.unearned) == (20, 80)


def test_the_treasurer_is_told_before_and_the_page_says_how_it_stands(world, other, page):
    pledge = promise(world)
    world.receive(30, funder=other)
    [told] = [one for one in duties.for_person(world.treasurer, clock.today()) if one.kind == "funding.match"]
    assert "0.70" in told.title and told.due_on == pledge.match_until
    html = page("treasurer", "pledge", pledge).content.decode()
    assert "0.30" in html and "0.70" in html


def test_the_nightly_check_names_a_match_that_nobody_lapsed(world):
    pledge = promise(world)
    with later(DAYS + 1):
        assert "M9" not in [one.rule for one in ledger_audit.findings()], "the morning comes first"
    with later(DAYS + 2):
        [found] = [one for one in ledger_audit.findings() if one.rule == "M9"]
        assert found.rows == (f"pledge {pledge.public_id}",)
        morning()
        checks.run()
        assert LedgerCheck.objects.latest("pk").breaks_count == 0
        assert set(Instalment.objects.values_list("state", flat=True)) == {"lapsed"}
