"""Opens a reporting cycle from the command line; again changes nothing."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from initiative.models import Initiative
from kernel import clock, dates, periods
from kernel.actor import Actor
from kernel.errors import DomainError
from measurement.models import Cycle, MeasureSet
from measurement.services import cycles


class Command(BaseCommand):
    """`open_cycle 5x2 2018S-H1 [--set ID] [--due 2019-03-15]`"""

    help = "Opens the reporting cycle of an initiative for a period: one request for each active partner."

    def add_arguments(self, parser: CommandParser) -> None:
        """The initiative, the period, the set and the due date."""
        parser.add_argument("initiative", help="the initiative's address, for example 5x2")
        parser.add_argument("period", help="for example 2018S, 2018S-H1, 2018-Q3")
        parser.add_argument("--set", dest="measure_set", default="", help="the set's id; needed if there are several")
        parser.add_argument("--due", default="", help="the due date; two weeks from today unless given")

    def handle(self, *args: Any, **options: Any) -> None:
        """Plan the cycle if it is not there, and open it."""
        initiative = Initiative.objects.filter(slug=options["initiative"]).first()
        if initiative is None:
            raise CommandError(f"There is no initiative {options['initiative']}.")
        if not periods.is_valid(options["period"]):
            raise CommandError(f"{options['period']} is no period: write for example 2018S, 2018S-H1 or 2018-Q3.")
        measure_set = self._set(initiative, options["measure_set"])
        try:
            cycle = Cycle.objects.filter(measure_set=measure_set, period=options["period"]).first() or cycles.plan(
                actor=Actor.system(),
                measure_set=measure_set,
                period=options["period"],
                due_on=self._due(options["due"]),
            )
            cycles.open_cycle(actor=Actor.system(), cycle=cycle)
        except DomainError as refusal:
            raise CommandError(str(refusal.sentence)) from None
        self.stdout.write(f"{cycle.period}: {cycle.requests.count()} requests, due {cycle.due_on}")

    def _set(self, initiative: Initiative, wanted: str) -> MeasureSet:
        sets = MeasureSet.objects.filter(initiative=initiative).order_by("pk")
        if wanted:
            sets = sets.filter(public_id=wanted)
        found = list(sets[:2])
        if len(found) != 1:
            known = ", ".join(f"{one.public_id} ({one})" for one in MeasureSet.objects.filter(initiative=initiative))
            raise CommandError(f"Name one set with --set: {known or 'there is none yet'}.")
        return found[0]

    def _due(self, typed: str) -> Any:
        if not typed:
            return clock.today() + timedelta(days=14)
        reading = dates.parse_date(typed)
        if not reading.ok:
            raise CommandError(str(reading.refusal))
        return reading.value
