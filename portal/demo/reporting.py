"""Three years of the demo's reporting cycles, up to one that is open today."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from kernel import periods
from measurement.models import Cycle, Definition, MeasureSet, ReportingRequest, Submission
from measurement.selectors import reported, sheets
from measurement.services import cycles, drafts, measures, publication, reviews, submissions
from portal.demo import founding, stories
from portal.demo import measures as texts
from portal.demo.defining import QUARTERLY, YEARLY
from portal.demo.measure_seeds import MeasureSeed
from portal.demo.numbers import Numbers
from portal.demo.stage import Stage, moment, workday

Reviews = dict[tuple[date, str], list[Submission]]


# How far the targets reach, as multiples of the growth that will come: on track, on track, to watch, off track.
AMBITIONS = (0.3, 0.7, 1.1, 1.8)
REPORTING = 0.92  # the share of partners that report in a period


@dataclass
class Round:
    """One cycle of the story: what it asks, how many years lie since the first period, its requests and their form."""

    stage: Stage
    frequency: str
    step: float
    opened: date
    due: date
    cycle: Cycle
    shared: sheets.Frame = field(init=False)
    requests: list[ReportingRequest] = field(init=False)

    def __post_init__(self) -> None:
        self.shared = sheets.frame(self.cycle)
        rows = ReportingRequest.objects.filter(cycle=self.cycle).select_related(*reported.REQUEST)
        self.requests = list(rows.order_by("pk"))

    @property
    def seeds(self) -> list[MeasureSeed]:
        """The measures that are asked for."""
        return [seed for seed in texts.MEASURES if seed.frequency == self.frequency]

    def officer(self, code: str) -> str:
        """Who fills in for a partner."""
        return founding.staff_of(code, "data")


def _set(stage: Stage, frequency: str) -> MeasureSet:
    return MeasureSet.objects.filter(initiative=stage.initiative).order_by("pk")[0 if frequency == QUARTERLY else 1]


def past_periods(stage: Stage, frequency: str) -> list[str]:
    """The periods that are over, oldest first; the last one's cycle is open today."""
    count = stage.size.periods if frequency == QUARTERLY else stage.size.years
    code = periods.previous(periods.containing(stage.today, frequency))
    found: list[str] = []
    while code and len(found) < count:
        found.append(code)
        code = periods.previous(code)
    return found[::-1]


def report(stage: Stage) -> Iterator[str]:
    """All cycles: the past ones published, the last but one closed, the last one in the middle of it."""
    for frequency in (QUARTERLY, YEARLY):
        codes = past_periods(stage, frequency)
        if not codes:
            continue
        _targets(stage, frequency, codes)
        for place, period in enumerate(codes):
            yield f"{period}: {_cycle(stage, frequency, period, place, len(codes))}"


def _targets(stage: Stage, frequency: str, codes: list[str]) -> None:
    """Every measure gets a target for the last period and the next: some below what will come, some far beyond it.

    Of three measures in four the network of schools that the personas report for sets one of its own.
    """
    with moment(stage.began + timedelta(days=60), 12):
        director, lead = stage.act_as("director"), stage.act_as("lead")
        network = stage.partners["shaked"]
        own = Numbers("shaked", list(stage.partners).index("shaked")).size
        whole = sum(Numbers(str(place), place).size for place in range(stage.size.partners)) * REPORTING
        for place, seed in enumerate(texts.MEASURES):
            if seed.frequency != frequency:
                continue
            definition = Definition.objects.get(measure__initiative=stage.initiative, measure__code=seed.code)
            for period in (codes[-1], periods.next_of(codes[-1]) or codes[-1]):
                number = _aim(seed, whole, AMBITIONS[place % len(AMBITIONS)], len(codes))
                measures.set_target(actor=director, definition=definition, period=period, number=number)
                if place % len(AMBITIONS) == 2:
                    continue
                number = _aim(seed, own, AMBITIONS[(place + 1) % len(AMBITIONS)], len(codes))
                measures.set_target(
                    actor=lead, definition=definition, period=period, number=number, participation=network
                )


def _aim(seed: MeasureSeed, size: float, ambition: float, count: int) -> Decimal:
    """What a partner of that size, or all of them, aims at after so many periods."""
    scale = 1 if seed.aggregation in {"ratio", "mean"} else size
    years = count / (4 if seed.frequency == QUARTERLY else 1)
    aim = Decimal(str(round(seed.typical * scale * (1 + seed.growth * ambition) ** years, seed.decimals)))
    return min(Decimal("0.97"), (aim / 100).quantize(Decimal("0.001"))) if seed.aggregation == "ratio" else aim


def _cycle(stage: Stage, frequency: str, period: str, place: int, count: int) -> str:
    left = count - 1 - place  # 0 is the open one
    one = _opened(stage, frequency, period, place, left)
    if left == 0:
        return _open_today(one)
    reviewed: Reviews = defaultdict(list)
    for number, request in enumerate(one.requests):
        if (number + place) % 17 == 11:
            continue  # did not report: "38 of 40"
        sending = _send(one, request, workday(one.opened + timedelta(days=4 + number % 15)), number)
        looked_at = workday(one.opened + timedelta(days=12 if number % 15 < 5 else 22))
        reviewed[looked_at, reviewer_of(number)].append(sending.submission)
    _accept(stage, reviewed)
    with moment(one.due + timedelta(days=12), 15):
        cycle = cycles.close(actor=stage.act_as("coordinator"), cycle=Cycle.objects.get(pk=one.cycle.pk))
    if left > 1 or frequency == YEARLY:
        with moment(one.due + timedelta(days=20), 16):
            publication.publish(actor=stage.act_as("director"), cycle=cycle)
        return "published"
    return "closed, waits to be published"


def _opened(stage: Stage, frequency: str, period: str, place: int, left: int) -> Round:
    """The cycle of a period, planned and opened soon after it ended; the last one so that it is open today."""
    opened = periods.last_day(period) + timedelta(days=6)
    due = opened + timedelta(days=20)
    if left == 0:
        ahead, step = (6, 1) if frequency == QUARTERLY else (-4, -1)
        due = workday(stage.today + timedelta(days=ahead), step)
        opened = min(max(opened, due - timedelta(days=24)), stage.today - timedelta(days=9))
    with moment(opened, 9):
        coordinator = stage.act_as("coordinator")
        cycle = cycles.plan(
            actor=coordinator, measure_set=_set(stage, frequency), period=period, due_on=max(due, opened)
        )
        cycle = cycles.open_cycle(actor=coordinator, cycle=cycle)
    return Round(stage, frequency, place / (4 if frequency == QUARTERLY else 1), opened, due, cycle)


def _send(one: Round, request: ReportingRequest, day: date, number: int) -> submissions.Sending:
    code = code_of(one.stage, request)
    numbers = Numbers(f"{code} {request.cycle.period}", number)
    changes = [
        change
        for place, seed in enumerate(one.seeds)
        for change in numbers.changes(seed, one.step, (number + place) % 29 == 7)
    ]
    with moment(day, 11, number % 60):
        actor = one.stage.act_as(one.officer(code))
        return submissions.report(actor=actor, request=request, changes=changes, shared=one.shared)


def _accept(stage: Stage, reviewed: Reviews) -> None:
    """Each reviewer works through the queue on a few days, several reports at once."""
    for (day, reviewer), waiting in reviewed.items():
        with moment(day, 14, len(waiting)):
            reviews.accept_many(actor=stage.act_as(reviewer), submissions=waiting)


def reviewer_of(number: int) -> str:
    """Coordinators share the reviews."""
    return ("coordinator", "coordinator2", "coordinator3")[number % 3]


def code_of(stage: Stage, request: ReportingRequest) -> str:
    """The demo's own code of a request's partner."""
    return next(code for code, part in stage.partners.items() if part.pk == request.participation_id)


def _open_today(one: Round) -> str:
    """The open cycle: accepted, waiting for review, returned with a question, half filled, not started."""
    shaked = next(
        (place for place, row in enumerate(one.requests) if row.participation_id == one.stage.partners["shaked"].pk), 0
    )
    _others_today(one, [place for place in range(len(one.requests)) if place != shaked])
    if one.frequency == QUARTERLY:
        _start(one, one.requests[shaked], one.stage.today - timedelta(days=2), shaked)
    else:
        sending = _send(one, one.requests[shaked], workday(one.opened + timedelta(days=2)), shaked)
        _return(one.stage, sending, shaked)
    return "open today"


def _others_today(one: Round, order: list[int]) -> None:
    """Every partner but that of the personas, by rank."""
    share = len(one.requests) / 40
    ranks = (14, 20, 24, 31) if one.frequency == QUARTERLY else (22, 26, 28, 33)
    accepted, waiting, returned, started = (round(rank * share) for rank in ranks)
    days = max(1, (one.stage.today - one.opened).days - 3)
    reviewed: Reviews = defaultdict(list)
    for rank, place in enumerate(order):
        request, day = one.requests[place], workday(one.opened + timedelta(days=1 + rank % days), -1)
        if rank < returned:
            sending = _send(one, request, day, place)
            if rank < accepted:
                looked_at = workday(one.stage.today - timedelta(days=2), -1)
                reviewed[looked_at, reviewer_of(place)].append(sending.submission)
            elif rank >= waiting:
                _return(one.stage, sending, place)
        elif rank < started:
            _start(one, request, day, place)
    _accept(one.stage, reviewed)


def _return(stage: Stage, sending: submissions.Sending, number: int) -> None:
    with moment(workday(stage.today - timedelta(days=2), -1), 12, number % 60):
        actor = stage.act_as(reviewer_of(number))
        submission = sending.submission
        cell = submission.values.select_related("definition", "combination").order_by("pk").first()
        question = stories.QUESTIONS[number % len(stories.QUESTIONS)][0]
        reviews.ask(
            actor=actor, submission=submission, text=question, definition=cell.definition, combination=cell.combination
        )
        reviews.return_with_questions(actor=actor, submission=submission)


def _start(one: Round, request: ReportingRequest, day: date, number: int) -> None:
    """Half of the measures are filled in."""
    code = code_of(one.stage, request)
    numbers = Numbers(f"{code} {request.cycle.period}", number)
    changes = [change for seed in one.seeds[::2] for change in numbers.changes(seed, one.step, False)]
    with moment(day, 10, number % 60):
        actor = one.stage.act_as(one.officer(code))
        drafts.save_cells(actor=actor, request=request, changes=changes, shared=one.shared)
        drafts.save_story(
            actor=actor, request=request, narrative=stories.NARRATIVES[number % len(stories.NARRATIVES)], minutes=None
        )
