"""What the demo's partners report, measure by measure."""

import random
from collections.abc import Iterator
from decimal import Decimal

from measurement.selectors import sheets
from measurement.services.drafts import Change
from portal.demo import agenda as agenda_texts
from portal.demo import stories
from portal.demo.measure_seeds import MeasureSeed


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
