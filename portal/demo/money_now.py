"""What waits in the demo's fund today: a second round being assessed, a payment between its two approvals, a doubtful
instalment. All of it was before the digests of the last Tuesday, which tell of it."""

from datetime import timedelta

from funding.models import RestrictionState, Step
from funding.services import payments, pledges, rounds
from portal.demo import money_papers
from portal.demo import money_texts as texts
from portal.demo.founding import staff_of
from portal.demo.money_story import WHOLE, Play
from portal.demo.stage import moment, names


def wait(story: Play) -> None:
    """All of it."""
    _second_round(story)
    _between_approvals(story)
    _doubtful(story)


def _second_round(story: Play) -> None:
    """The money that lapses soonest looks for its purpose: proposals are in, one of two assessed each."""
    stage, tuesday = story.stage, story.stage.tuesday
    bucket = getattr(story, "bound", story.free)
    bucket.refresh_from_db()
    if bucket.state != RestrictionState.OPEN or not bucket.available:
        return
    with moment(tuesday - timedelta(days=9), 10):
        values = {
            **names(*texts.SECOND_ROUND),
            "factor": story.round.factor,
            "restriction": bucket,
            "ceiling": bucket.available,
            "opens_on": tuesday - timedelta(days=9),
            "closes_on": stage.today + timedelta(days=12),
        }
        story.second = rounds.open_round(actor=story.act("coordinator"), fund=story.fund, values=values)
    asked = [one for one in texts.PROPOSALS if one.code in stage.partners]
    for place, one in enumerate(asked):
        with moment(tuesday - timedelta(days=6), 10 + place):
            proposal = rounds.submit(
                actor=story.act(staff_of(one.code)), round=story.second, participation=stage.partners[one.code],
                values={"title": one.he, "amount": one.amount * WHOLE},
            )  # fmt: skip
        if place < len(asked) - 1:
            with moment(tuesday - timedelta(days=3), 12 + place):
                points = dict.fromkeys(story.second.guideline.criteria.all(), 4)
                rounds.assess(actor=story.act("director"), proposal=proposal, points=points)


def _between_approvals(story: Play) -> None:
    """The second tranche of an active grant: asked for, approved by the programme, awaiting finance."""
    grant = story.grants.get("shaked")
    if grant is None:
        return
    tuesday = story.stage.tuesday
    with moment(tuesday - timedelta(days=4), 10):
        tranche = grant.tranches.select_related("grant__fund__initiative").get(number=2)
        payment = money_papers.ask(story.act(staff_of("shaked")), grant, tranche)
    with moment(tuesday - timedelta(days=2), 16):
        payments.approve(actor=story.act("coordinator"), payment=payment, step=Step.PROGRAMME)


def _doubtful(story: Play) -> None:
    """The match that is late: the forecast counts half of it."""
    funder = story.funders.get("migdal")
    if funder is None:
        return
    with moment(story.stage.tuesday - timedelta(days=1), 11):
        due = funder.pledges.get().instalments.order_by("number").first()
        pledges.weigh(actor=story.act("treasurer"), instalment=due, percent=50)
