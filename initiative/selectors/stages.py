"""Where an initiative stands among its stages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from initiative.models import Initiative, Stage, StageEntry
from kernel import languages
from kernel.actor import Actor


@dataclass(frozen=True)
class StageLine:
    """One stage as a page shows it: `state` is done, now or next."""

    stage: Stage
    name: languages.Text
    state: str
    entered_on: date | None
    starts_on: date | None
    ends_on: date | None

    @property
    def label(self) -> str:
        """Its name, for the stepper."""
        return self.name.value


def latest_entry(initiative: Initiative) -> StageEntry | None:
    """The entry that tells where the initiative is now."""
    return (
        StageEntry.objects.filter(stage__initiative=initiative).select_related("stage").order_by("-on", "-pk").first()
    )


def lines(actor: Actor, initiative: Initiative) -> list[StageLine]:
    """The stages in order, with where the initiative stands."""
    stages = list(Stage.objects.visible_to(actor).filter(initiative=initiative).order_by("position", "pk"))
    entries = list(StageEntry.objects.filter(stage__initiative=initiative).order_by("on", "pk"))
    now = entries[-1].stage_id if entries else None
    place = next((stage.position for stage in stages if stage.pk == now), -1)
    entered = {entry.stage_id: entry.on for entry in entries}
    return [
        StageLine(
            stage=stage,
            name=languages.text(stage, "name"),
            state=_state(stage, now, place),
            entered_on=entered.get(stage.pk),
            starts_on=stage.starts_on,
            ends_on=stage.ends_on,
        )
        for stage in stages
    ]


def _state(stage: Stage, now: int | None, place: int) -> str:
    if stage.pk == now:
        return "now"
    return "done" if stage.position < place else "next"


def entries(actor: Actor, initiative: Initiative) -> list[dict[str, Any]]:
    """All entries, the last first, as the timeline shows them."""
    rows: Iterable[StageEntry] = (
        StageEntry.objects.visible_to(actor)
        .filter(stage__initiative=initiative)
        .select_related("stage", "by")
        .order_by("-on", "-pk")
    )
    return [
        {
            "title": languages.text(row.stage, "name").value,
            "on": row.on,
            "by": row.by,
            "text": row.reason,
            "language": row.reason_language,
        }
        for row in rows
    ]
