"""The demo fund's story so far: its days, its people, what the committee decides and what the bank says."""

from datetime import date, timedelta
from typing import Any

from funding.models import Funder, Grant
from funding.services import (
    bank,
)
from funding.services.bank import Line
from kernel import actor as actors
from portal.demo import meetings
from portal.demo.stage import Stage, names
from working_groups.services import decisions, responses

WHOLE = 100


class Play:
    """What has been made of the fund so far."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.first = max(stage.today - timedelta(days=412), stage.began + timedelta(days=40))
        self.funders: dict[str, Funder] = {}
        self.grants: dict[str, Grant] = {}
        self.lines = 0

    def day(self, share: int) -> date:
        """A day of the story: 0 is its first, 100 is today."""
        return self.first + (self.stage.today - self.first) * share // 100

    def act(self, who: str) -> Any:
        """The actor of a demo person."""
        return self.stage.act_as(who)

    def decide(self, he: str, en: str, concerns: Any = None) -> Any:
        """The committee decides by its seats; whoever is tied is recused."""
        body = self.stage.bodies["steering"]
        chair = self.act(meetings.chair_of(self.stage, body))
        values = {**names(he, en, "text"), "concerns": concerns, "rule": "majority"}
        decision = decisions.propose(actor=self.act("director"), body=body, values=values)
        return self.settle(decision, chair)

    def settle(self, decision: Any, chair: Any) -> Any:
        """Table it, let the seats answer, decide."""
        decisions.table(actor=chair, decision=decision)
        for response in decision.responses.filter(is_recused=False).select_related("seat__person", "decision__body"):
            responses.respond(actor=actors.for_user(response.seat.person_id), response=response, answer="for")
        return decisions.decide(actor=chair, decision=decision)

    def line(self, amount: int, on: date, payer: str = "", account: Any = None) -> Any:
        """A line of the statement."""
        self.lines += 1
        line = Line(f"{on:%y%m%d}-{self.lines:04}", on, amount, payer)
        return bank.add_line(actor=self.act("treasurer"), account=account or self.account, line=line)
