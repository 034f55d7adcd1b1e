"""The demo's measures and three years of reporting cycles, up to one that is open today."""

import random
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from initiative.models import Goal
from kernel import languages, periods
from measurement.models import Cycle, Definition, Measure, MeasureSet, ReportingRequest, Submission
from measurement.selectors import reported, sheets
from measurement.services import (
    cycles,
    definitions,
    dimensions,
    drafts,
    measures,
    publication,
    reviews,
    sets,
    submissions,
)
from measurement.services.drafts import Change
from portal.demo import agenda as agenda_texts
from portal.demo import founding, stories
from portal.demo import measures as texts
from portal.demo.measures import MeasureSeed
from portal.demo.stage import Stage, moment, names, workday

QUARTERLY, YEARLY = "quarter", "school_year"
Reviews = dict[tuple[date, str], list[Submission]]


def define(stage: Stage) -> None:
    """Dimensions, measures with definitions in force, targets, the two sets."""
    with moment(stage.began + timedelta(days=30), 11):
        coordinator = stage.act_as("coordinator")
        for code, he, en, categories, complete in agenda_texts.DIMENSIONS:
            dimensions.create(
                actor=coordinator,
                initiative=stage.initiative,
                columns={"code": code, "is_complete": complete, **names(he, en)},
                categories=[{"code": one, **names(one_he, one_en)} for one, one_he, one_en in categories],
            )
        goals = dict(
            zip(
                (item.code for item in agenda_texts.GOALS),
                Goal.objects.filter(initiative=stage.initiative).order_by("position"),
                strict=True,
            )
        )
        by_frequency: dict[str, list[Measure]] = {QUARTERLY: [], YEARLY: []}
        for seed in texts.MEASURES:
            measure = _measure(stage, seed, goals[seed.goal])
            if seed.frequency in by_frequency:
                by_frequency[seed.frequency].append(measure)
        for frequency, he, en in (
            (QUARTERLY, "סט הליבה, רבעוני", "Core set, quarterly"),
            (YEARLY, "סט שנתי", "Yearly set"),
        ):
            sets.create(
                actor=coordinator,
                initiative=stage.initiative,
                columns=names(he, en),
                measures=by_frequency[frequency],
            )


def _measure(stage: Stage, seed: MeasureSeed, goal: Goal) -> Measure:
    evaluator, director = stage.act_as("evaluator"), stage.act_as("director")
    measure = measures.create(
        actor=evaluator,
        initiative=stage.initiative,
        columns={
            "code": seed.code,
            "level": seed.level,
            "direction": seed.direction,
            "goal": goal,
            **names(seed.he, seed.en),
            **names(seed.purpose_he or f"לעקוב אחר {seed.he}", seed.purpose_en or f"To follow: {seed.en}", "purpose"),
        },
    )
    definition = definitions.draft(actor=evaluator, measure=measure, columns=_columns(seed), cells=_cells(seed))
    for language in languages.codes():
        definitions.approve(actor=evaluator, definition=definition, language=language)
    definitions.agree(actor=evaluator, definition=definitions.pilot(actor=evaluator, definition=definition))
    definition = definitions.enact(actor=director, definition=definition)
    return measure


def _columns(seed: MeasureSeed) -> dict[str, object]:
    needs_weight = seed.aggregation in {"ratio", "mean"}
    weight = names("מספר הבסיס לחישוב", "The base of the calculation", "weight_name") if needs_weight else {}
    official = seed.level == "population"
    return {
        "aggregation": seed.aggregation,
        "frequency": seed.frequency,
        "counts_people": seed.counts_people,
        "decimals": 0 if seed.aggregation == "ratio" else seed.decimals,
        "lowest": Decimal(0),
        "minutes": 2 + 2 * len(seed.dimensions),
        **names(seed.formula_he, seed.formula_en, "text"),
        **names(seed.unit_he, seed.unit_en, "unit"),
        **names(
            "קובצי משרד החינוך" if official else "רישומי הארגון",
            "Files of the Ministry of Education" if official else "Records of the organisation",
            "source",
        ),
        **weight,
    }


def _cells(seed: MeasureSeed) -> list[str]:
    out = [""]
    for code, _he, _en, categories, _complete in agenda_texts.DIMENSIONS:
        if code in seed.dimensions:
            out += [f"{code}={one}" for one, _one_he, _one_en in categories]
    return out


class Numbers:
    """What a partner reports: its own size, a trend, a little chance; the same each time the world is made."""

    def __init__(self, partner: str, place: int) -> None:
        self.chance = random.Random(f"shidra {partner}")
        self.size = 0.45 + (place * 37 % 100) / 60

    def changes(self, seed: MeasureSeed, step: float, blank: bool) -> Iterator[Change]:
        """The cells of one measure; `step` is the number of years since the first period."""
        level = seed.typical * (1 + seed.growth) ** step * (1 + self.chance.uniform(-0.06, 0.06))
        if blank:
            yield Change(
                sheets.cell_name(seed.code, ""),
                {
                    "number": None,
                    "blank": "not_applicable",
                    "note": stories.NOT_APPLICABLE_REASON,
                    "note_language": "he",
                },
            )
            return
        if seed.aggregation == "ratio":
            base = max(12, round(60 * self.size))
            yield self._cell(seed, "", min(base, round(base * level / 100)), base)
        elif seed.aggregation == "mean":
            mean = Decimal(str(round(level, seed.decimals or 1)))
            highest = Decimal(5) if seed.typical < 6 else Decimal(100)
            yield self._cell(seed, "", min(mean, highest), max(3, round(14 * self.size)))
        else:
            total = max(0, round(level * self.size))
            yield self._cell(seed, "", total)
            for code, _he, _en, categories, _complete in agenda_texts.DIMENSIONS:
                if code in seed.dimensions:
                    left = total
                    for place, (one, _one_he, _one_en) in enumerate(categories):
                        part = left if place == len(categories) - 1 else round(total * (0.44 if place == 0 else 0.3))
                        left -= part
                        yield self._cell(seed, f"{code}={one}", part)

    @staticmethod
    def _cell(seed: MeasureSeed, combination: str, number: object, weight: object = None) -> Change:
        columns = {"number": Decimal(str(number)), "blank": "", "quality": "final"}
        if weight is not None:
            columns["weight"] = Decimal(str(weight))
        return Change(
            sheets.cell_name(seed.code, combination),
            {**columns, "reason": stories.WARNING_REASON, "reason_language": "he"},
        )


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
    """Every measure gets a target for the last period and the next: what the growth aimed at would give."""
    with moment(stage.began + timedelta(days=60), 12):
        director = stage.act_as("director")
        years = len(codes) / (4 if frequency == QUARTERLY else 1)
        for seed in texts.MEASURES:
            if seed.frequency != frequency:
                continue
            definition = Definition.objects.get(measure__initiative=stage.initiative, measure__code=seed.code)
            partners = sum(0.45 + (place * 37 % 100) / 60 for place in range(stage.size.partners))
            scale = 1 if seed.aggregation in {"ratio", "mean"} else partners
            aim = Decimal(str(round(seed.typical * scale * (1 + seed.target_growth) ** years, seed.decimals)))
            if seed.aggregation == "ratio":
                aim = min(Decimal("0.97"), (aim / 100).quantize(Decimal("0.001")))
            for period in (codes[-1], periods.next_of(codes[-1]) or codes[-1]):
                measures.set_target(actor=director, definition=definition, period=period, number=aim)


def _cycle(stage: Stage, frequency: str, period: str, place: int, count: int) -> str:
    left = count - 1 - place  # 0 is the open one
    ended = periods.last_day(period)
    opened = ended + timedelta(days=6)
    due = opened + timedelta(days=20)
    if left == 0:
        due = workday(
            stage.today + timedelta(days=6 if frequency == QUARTERLY else -4), 1 if frequency == QUARTERLY else -1
        )
        opened = min(max(opened, due - timedelta(days=24)), stage.today - timedelta(days=9))
    with moment(opened, 9):
        coordinator = stage.act_as("coordinator")
        cycle = cycles.plan(
            actor=coordinator, measure_set=_set(stage, frequency), period=period, due_on=max(due, opened)
        )
        cycle = cycles.open_cycle(actor=coordinator, cycle=cycle)
    shared = sheets.frame(cycle)
    step = place / (4 if frequency == QUARTERLY else 1)
    requests = list(
        ReportingRequest.objects.filter(cycle=cycle)
        .select_related(*reported.REQUEST)
        .order_by("pk")
    )
    if left == 0:
        return _open_today(stage, frequency, cycle, requests, shared, step, opened)
    reviewed: Reviews = defaultdict(list)
    for number, request in enumerate(requests):
        day = workday(opened + timedelta(days=4 + number % 15))
        if (number + place) % 17 == 11:
            continue  # did not report: "38 of 40"
        sending = _send(stage, frequency, request, shared, step, day, number)
        looked_at = workday(opened + timedelta(days=12 if number % 15 < 5 else 22))
        reviewed[looked_at, reviewer_of(number)].append(sending.submission)
    _accept(stage, reviewed)
    with moment(due + timedelta(days=12), 15):
        cycle = cycles.close(actor=coordinator, cycle=Cycle.objects.get(pk=cycle.pk))
    if left > 1 or frequency == YEARLY:
        with moment(due + timedelta(days=20), 16):
            publication.publish(actor=stage.act_as("director"), cycle=cycle)
        return "published"
    return "closed, waits to be published"


def _send(
    stage: Stage,
    frequency: str,
    request: ReportingRequest,
    shared: sheets.Frame,
    step: float,
    day: date,
    number: int,
) -> submissions.Sending:
    code = code_of(stage, request)
    seeds = [seed for seed in texts.MEASURES if seed.frequency == frequency]
    numbers = Numbers(f"{code} {request.cycle.period}", number)
    changes = [
        change for place, seed in enumerate(seeds) for change in numbers.changes(seed, step, (number + place) % 29 == 7)
    ]
    with moment(day, 11, number % 60):
        actor = stage.act_as(founding.staff_of(code, "data"))
        return submissions.report(actor=actor, request=request, changes=changes, shared=shared)


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


def _open_today(
    stage: Stage,
    frequency: str,
    cycle: Cycle,
    requests: list[ReportingRequest],
    shared: sheets.Frame,
    step: float,
    opened: date,
) -> str:
    """The open cycle: accepted, waiting for review, returned with a question, half filled, not started."""
    share = len(requests) / 40
    accepted, waiting, returned, started = (
        round(one * share) for one in ((14, 20, 24, 31) if frequency == QUARTERLY else (22, 26, 28, 33))
    )
    shaked = next(
        (place for place, one in enumerate(requests) if one.participation_id == stage.partners["shaked"].pk), 0
    )
    order = [place for place in range(len(requests)) if place != shaked]
    days = max(1, (stage.today - opened).days - 3)
    reviewed: Reviews = defaultdict(list)
    for rank, place in enumerate(order):
        request, day = requests[place], workday(opened + timedelta(days=1 + rank % days), -1)
        if rank < returned:
            sending = _send(stage, frequency, request, shared, step, day, place)
            if rank < accepted:
                looked_at = workday(stage.today - timedelta(days=2), -1)
                reviewed[looked_at, reviewer_of(place)].append(sending.submission)
            elif rank >= waiting:
                _return(stage, sending, place)
        elif rank < started:
            _start(stage, frequency, request, shared, step, day, place)
    _accept(stage, reviewed)
    if frequency == QUARTERLY:
        _start(stage, frequency, requests[shaked], shared, step, stage.today - timedelta(days=2), shaked)
    else:
        _return(
            stage,
            _send(
                stage,
                frequency,
                requests[shaked],
                shared,
                step,
                workday(opened + timedelta(days=2)),
                shaked,
            ),
            shaked,
        )
    return "open today"


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


def _start(
    stage: Stage, frequency: str, request: ReportingRequest, shared: sheets.Frame, step: float, day: date, number: int
) -> None:
    """Half of the measures are filled in."""
    code = code_of(stage, request)
    seeds = [seed for seed in texts.MEASURES if seed.frequency == frequency][::2]
    numbers = Numbers(f"{code} {request.cycle.period}", number)
    changes = [change for seed in seeds for change in numbers.changes(seed, step, False)]
    with moment(day, 10, number % 60):
        actor = stage.act_as(founding.staff_of(code, "data"))
        drafts.save_cells(actor=actor, request=request, changes=changes, shared=shared)
        drafts.save_story(
            actor=actor, request=request, narrative=stories.NARRATIVES[number % len(stories.NARRATIVES)], minutes=None
        )
