"""A measure as its page shows it: definitions, targets, the series that the reader may see."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from kernel import languages
from kernel.actor import Actor
from measurement.models import Correction, CorrectionState, Definition, DefinitionState, Measure
from measurement.selectors import cells, series, shown


@dataclass(frozen=True)
class Version:
    """One version of the definition, with its texts in the reader's language."""

    definition: Definition
    text: Any
    counted: Any
    source: Any
    unit: Any
    weight_name: Any
    columns: list[str]
    missing: list[str]

    @property
    def is_frozen(self) -> bool:
        """Whether it is in force or was."""
        return self.definition.state in {DefinitionState.LIVE, DefinitionState.SUPERSEDED}


def measures(actor: Actor, initiative: Any) -> QuerySet[Any]:
    """The measures of an initiative, with the definition in force."""
    live = Definition.objects.filter(state=DefinitionState.LIVE)
    preparing = Definition.objects.filter(
        measure=OuterRef("pk"),
        state__in=[DefinitionState.DRAFTED, DefinitionState.PILOTED, DefinitionState.AGREED],
    )
    return (  # type: ignore[no-any-return]
        Measure.objects.visible_to(actor)
        .filter(initiative=initiative)
        .select_related("goal", "steward", "initiative")
        .prefetch_related(Prefetch("definitions", queryset=live, to_attr="live"))
        .annotate(is_prepared=Exists(preparing))
    )


def versions(measure: Measure) -> list[Version]:
    """All versions, the newest first; three queries."""
    words = cells.words(measure.initiative_id)
    found = Definition.objects.filter(measure=measure).select_related("measure__initiative", "decision")
    return [version(one, words) for one in found.order_by("-version")]


def version(definition: Definition, words: cells.Words) -> Version:
    """One version with its words."""
    return Version(
        definition=definition,
        text=languages.text(definition, "text"),
        counted=languages.text(definition, "counted"),
        source=languages.text(definition, "source"),
        unit=languages.text(definition, "unit"),
        weight_name=languages.text(definition, "weight_name"),
        columns=[words.label(code) for code in definition.cells],
        missing=[
            code
            for code in languages.codes()
            if getattr(definition, languages.column("text_state", code)) != "approved"
        ],
    )


def points(actor: Actor, measure: Measure, as_of: datetime | None = None) -> Any:
    """The series as this reader may see it, now or as known at a moment, in the numbers people read."""
    return shown.series(series.one(actor, measure, as_of=as_of))


def corrections(actor: Actor, measure: Measure) -> list[Correction]:
    """Corrections that wait for an answer."""
    return list(
        Correction.objects.visible_to(actor)
        .filter(state=CorrectionState.REQUESTED, value__definition__measure=measure)
        .select_related("value__organisation", "value__definition__measure__initiative", "by", "value__combination")
    )
