"""The demo's dimensions, its measures with definitions in force, its two sets."""

from datetime import timedelta
from decimal import Decimal

from initiative.models import Goal
from kernel import languages
from measurement.models import Measure
from measurement.services import definitions, dimensions, measures, sets
from portal.demo import agenda as agenda_texts
from portal.demo import measures as texts
from portal.demo.measure_seeds import MeasureSeed
from portal.demo.stage import Stage, moment, names

QUARTERLY, YEARLY = "quarter", "school_year"


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
