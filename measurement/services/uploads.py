"""Files of numbers: received once, staged whole or refused whole, and counted after the person has seen them.

The same file again changes nothing: its hash is unique in its scope. Staged values count nowhere; counting them is one
guarded move together with the act that a typed value takes.
"""

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from audit import services as audit
from initiative.models import Initiative
from kernel import clock
from kernel.actor import Actor
from kernel.errors import Conflict
from kernel.permissions import require
from kernel.workflow import move
from measurement import workflow
from measurement.models import ReportingRequest, StagedValue, Upload, UploadKind
from measurement.policies.measures import may_create_measure
from measurement.policies.requests import may_fill
from measurement.selectors.sheets import cell_name
from measurement.services import drafts, figures
from measurement.services.dimensions import combinations
from measurement.services.drafts import Change
from measurement.services.rows import stamp

BATCH = 2000
LISTED = 200


def receive(
    *,
    actor: Actor,
    initiative: Initiative,
    request: ReportingRequest | None,
    sha256: str,
    file_name: str,
    reading: Any,
    settings: dict[str, Any] | None = None,
) -> Upload:
    """Who: whoever fills in the report; for public figures director, coordinators, evaluator.

    What: the file's lines staged, or all its errors kept. Refuses the same file a second time, naming the first.
    `reading` is what `measurement.imports` made of it (lines, findings, ok).
    """
    require(may_fill(actor, request) if request is not None else may_create_measure(actor, initiative))
    scope = f"request:{request.pk}" if request is not None else f"figures:{initiative.slug}"
    row = Upload(
        initiative=initiative,
        request=request,
        kind=UploadKind.REQUEST if request is not None else UploadKind.FIGURES,
        scope_key=scope,
        sha256=sha256,
        file_name=file_name[:200],
        lines=len(reading.lines),
        settings=settings or {},
        findings=_kept(reading.findings),
        **stamp(actor, initiative=initiative),
    )
    try:
        with transaction.atomic():
            _keep(actor, row, reading)
    except IntegrityError:
        first = Upload.objects.exclude(state="withdrawn").filter(scope_key=scope, sha256=sha256).first()
        again = _("This very file is here already: nothing was changed.")
        raise Conflict(again, "already_here", current=first) from None
    return row


def _keep(actor: Actor, row: Upload, reading: Any) -> None:
    row.save(force_insert=True)
    if reading.ok:
        _stage(row, row.initiative, reading.lines)
    move(row, "stage" if reading.ok else "refuse", workflow.UPLOAD)
    audit.record(
        actor=actor,
        kind="measurement.upload.received",
        subject=row,
        initiative=row.initiative,
        organisation=row.request.participation.organisation if row.request is not None else None,
        changes={"lines": ["", row.lines], "findings": ["", len(row.findings)]},
    )


def _kept(findings: Sequence[Any]) -> list[dict[str, Any]]:
    return [
        {"code": one.code, "place": one.place, "row": one.row or 0, "sentence": str(one.sentence)}
        for one in findings[:LISTED]
    ]


def _stage(row: Upload, initiative: Initiative, lines: Sequence[Any]) -> None:
    cells = combinations(initiative.pk, {line.combination for line in lines})
    staged = [
        StagedValue(
            upload=row,
            line=line.number,
            column=0,
            definition=line.definition,
            combination=cells[line.combination],
            number=line.value,
            weight=line.weight,
            blank=line.blank,
            note=line.note,
            note_language=row.settings.get("language", "he"),
            period=line.period,
            series=line.series,
        )
        for line in lines
    ]
    StagedValue.objects.bulk_create(staged, batch_size=BATCH)


def count(*, actor: Actor, upload: Upload) -> int:
    """Who: as for receiving. What: the staged values count, through the act of the page; returns how many.

    Refuses an upload that was counted or withdrawn meanwhile, and all that the act itself refuses.
    """
    request = upload.request
    require(may_fill(actor, request) if request is not None else may_create_measure(actor, upload.initiative))
    with transaction.atomic():
        move(upload, "count", workflow.UPLOAD, counted_at=clock.now())
        staged = list(upload.staged.select_related("definition__measure", "combination").order_by("line", "column"))
        if request is not None:
            _fill(actor, request, staged)
        else:
            _publish(actor, upload, staged)
        audit.record(
            actor=actor,
            kind="measurement.upload.counted",
            subject=upload,
            initiative=upload.initiative,
            organisation=request.participation.organisation if request is not None else None,
            about={"participation": request.participation_id} if request is not None else None,
            changes={"values": ["", len(staged)]},
        )
    return len(staged)


def _fill(actor: Actor, request: ReportingRequest, staged: Sequence[StagedValue]) -> None:
    changes = []
    for row in staged:
        columns: dict[str, Any] = {"number": row.number, "weight": row.weight, "blank": row.blank}
        if row.note:
            columns |= {"note": row.note, "note_language": row.note_language}
        changes.append(Change(cell_name(row.definition.measure.code, row.combination.code), columns))
    drafts.save_cells(actor=actor, request=request, changes=changes)


def _publish(actor: Actor, upload: Upload, staged: Sequence[StagedValue]) -> None:
    chosen = upload.settings
    figures.record(
        actor=actor,
        initiative=upload.initiative,
        figures=[
            figures.Figure(
                measure=row.definition.measure.code,
                period=row.period,
                number=row.number,  # type: ignore[arg-type]
                weight=row.weight,
                combination=row.combination.code,
                series=row.series or chosen.get("series", ""),
                source=chosen.get("source", ""),
                url=chosen.get("url", ""),
                is_headline=chosen.get("is_headline", True),
            )
            for row in staged
        ],
    )


def withdraw(*, actor: Actor, upload: Upload) -> None:
    """Who: as for receiving. What: the staged values go; the same file may come again."""
    request = upload.request
    require(may_fill(actor, request) if request is not None else may_create_measure(actor, upload.initiative))
    with transaction.atomic():
        move(upload, "withdraw", workflow.UPLOAD)
        upload.staged.all().delete()
        audit.record(actor=actor, kind="measurement.upload.withdrawn", subject=upload, initiative=upload.initiative)
