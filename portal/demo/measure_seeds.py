"""The shape of the demo's measures, and the units they share."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class MeasureSeed:
    """A measure with its live definition. `typical` is a partner's usual value, `growth` its change a year."""

    code: str
    he: str
    en: str
    level: str
    direction: str
    goal: str
    aggregation: str
    unit_he: str
    unit_en: str
    formula_he: str
    formula_en: str
    counts_people: bool = True
    decimals: int = 0
    dimensions: tuple[str, ...] = ()
    frequency: str = "quarter"
    typical: float = 60
    growth: float = 0.12
    purpose_he: str = ""
    purpose_en: str = ""
    tags: tuple[str, ...] = field(default=())


def measure(
    code: str, he: str, en: str, goal: str, unit: tuple[str, str], formula: tuple[str, str], **more: object
) -> MeasureSeed:
    """A measure of partners' performance, a sum of which more is better, unless said otherwise."""
    base = {"level": "performance", "direction": "up", "aggregation": "sum"}
    return MeasureSeed(
        code=code,
        he=he,
        en=en,
        goal=goal,
        unit_he=unit[0],
        unit_en=unit[1],
        formula_he=formula[0],
        formula_en=formula[1],
        **(base | more),  # type: ignore[arg-type]
    )


PUPILS = ("תלמידים", "pupils")
TEACHERS = ("מורים", "teachers")
PERCENT = ("אחוזים", "per cent")
