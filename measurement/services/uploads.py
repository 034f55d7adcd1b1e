"""Files of numbers: received once, read by the worker (`staging`), counted after the person has seen them.

The same file again changes nothing: its hash is unique in its scope. Staged values count nowhere; counting them is one
guarded move together with the act that a typed value takes.
"""

from collections.abc import Sequence
from typing import Any

from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from audit import services as audit
from documents.services import documents
from initiative.models import Initiative
from kernel import bell, clock
from kernel.actor import Actor
from kernel.errors import Conflict
from kernel.permissions import require
from kernel.workflow import move
from measurement import workflow
from measurement.models import ReportingRequest, Upload, UploadKind, UploadState
from measurement.policies import uploads as policies
from measurement.selectors.sheets import cell_name
from measurement.services import drafts, figures
from measurement.services.drafts import Change
from partners.selectors import mandates

_STAGED = (
    "code",
    "cell",
    "period",
    "series",
    "number",
    "weight",
    "blank",
    "note",
    "note_language",
    "source",
    "url",
    "retrieved_on",
)


def receive(
    *,
    actor: Actor,
    initiative: Initiative,
    request: ReportingRequest | None,
    file: File,
    settings: dict[str, Any] | None = None,
) -> Upload:
    """Who: whoever fills in the report; for public figures director, coordinators, evaluator.

    What: the file is kept and the worker rung to read it. Refuses a file that cannot be a table, and the same file a
    second time, naming the first.
    """
    row = Upload(
        initiative=initiative,
        request=request,
        kind=UploadKind.REQUEST if request is not None else UploadKind.FIGURES,
        scope_key=f"request:{request.pk}" if request is not None else f"figures:{initiative.slug}",
        sha256=documents.fingerprint(file),
        file_name=(file.name or "")[:200],
        settings={"language": actor.language, **(settings or {})},
    )
    require(policies.may_count(actor, row))
    with transaction.atomic():
        for name, value in mandates.stamp(actor, initiative=initiative).items():
            setattr(row, name, value)
        _insert(row)
        document = documents.add(actor=actor, file=file, owner=row)
        Upload.objects.filter(pk=row.pk).update(document=document)
        row.document = document
        audit.record(
            actor=actor,
            kind="measurement.upload.received",
            subject=row,
            initiative=initiative,
            organisation=request.participation.organisation if request is not None else None,
            changes={"file_name": ["", row.file_name]},
        )
        bell.ring("measurement.tasks.run_import", row.pk)
    return row


def _insert(row: Upload) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        first = Upload.objects.exclude(state=UploadState.WITHDRAWN).filter(scope_key=row.scope_key, sha256=row.sha256)
        again = _("This very file is here already: nothing was changed.")
        raise Conflict(again, "already_here", current=first.first()) from None


def count(*, actor: Actor, upload: Upload) -> int:
    """Who: as for receiving. What: the staged values count, through the act of the page; returns how many.

    Refuses an upload that was counted or withdrawn meanwhile, and all that the act itself refuses.
    """
    request = upload.request
    require(policies.may_count(actor, upload))
    with transaction.atomic():
        move(upload, "count", workflow.UPLOAD, counted_at=clock.now())
        # Plain rows: a long file would make four objects of every line.
        words = {"code": F("definition__measure__code"), "cell": F("combination__code")}
        rows = upload.staged.annotate(**words).order_by("line", "column")
        staged = list(rows.values_list(*_STAGED, named=True))
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


def _fill(actor: Actor, request: ReportingRequest, staged: Sequence[Any]) -> None:
    changes = []
    for row in staged:
        columns: dict[str, Any] = {"number": row.number, "weight": row.weight, "blank": row.blank}
        if row.note:
            columns |= {"note": row.note, "note_language": row.note_language}
        changes.append(Change(cell_name(row.code, row.cell), columns))
    drafts.save_cells(actor=actor, request=request, changes=changes)


def _publish(actor: Actor, upload: Upload, staged: Sequence[Any]) -> None:
    chosen = upload.settings
    figures.record(
        actor=actor,
        initiative=upload.initiative,
        figures=[
            figures.Figure(
                measure=row.code,
                period=row.period,
                number=row.number,
                weight=row.weight,
                combination=row.cell,
                series=row.series or chosen.get("series", ""),
                source=row.source or chosen.get("source", ""),
                url=row.url or chosen.get("url", ""),
                retrieved_on=row.retrieved_on,
                is_headline=chosen.get("is_headline", True),
            )
            for row in staged
        ],
    )


def withdraw(*, actor: Actor, upload: Upload) -> None:
    """Who: as for receiving. What: the staged values go; the same file may come again."""
    require(policies.may_count(actor, upload))
    with transaction.atomic():
        move(upload, "withdraw", workflow.UPLOAD)
        upload.staged.all().delete()
        audit.record(actor=actor, kind="measurement.upload.withdrawn", subject=upload, initiative=upload.initiative)
