"""What the worker makes of a file: its values staged chunk by chunk, or all its errors kept.

Staged values count nowhere. A worker that dies leaves the file as it was sent, with some values staged; the next one
goes on from there. Two at once write the same rows once, for (upload, line, column) is unique.
"""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from audit import services as audit
from kernel import bulk
from kernel.actor import Actor
from kernel.errors import Conflict
from kernel.permissions import require
from kernel.workflow import move
from measurement import workflow
from measurement.models import Quality, StagedValue, Upload, UploadState
from measurement.policies import uploads as policies
from measurement.services.dimensions import combinations

CHUNK = 2000


def take(*, actor: Actor, upload: Upload, reading: Any) -> Upload:
    """Who: the portal. What: stages the lines of a file, or refuses it with everything that was found.

    `reading` is what `measurement.imports` made of it (lines, findings, more, ok). Chunks are transactions of their
    own, so that a long file holds nobody up; the last one moves the upload. Refuses an upload that was left or read
    meanwhile.
    """
    require(policies.may_read(actor, upload))
    if not reading.ok:
        _finish(actor, upload, "refuse", findings=_told(reading))
        return upload
    upload.lines = len(reading.lines)
    done = set(upload.staged.values_list("line", flat=True))
    left = [line for line in reading.lines if line.number not in done]
    cells = combinations(upload.initiative_id, {line.combination for line in left})
    keys = {code: row.pk for code, row in cells.items()}
    language = upload.settings.get("language", translation.get_language())
    for start in range(0, len(left), CHUNK):
        _stage(upload, [_row(upload.pk, line, keys, language) for line in left[start : start + CHUNK]])
    _finish(actor, upload, "stage")
    return upload


@transaction.atomic
def _stage(upload: Upload, rows: list[tuple[Any, ...]]) -> None:
    """One chunk, if the upload was not left meanwhile; the page counts it against `lines`."""
    if not Upload.objects.filter(pk=upload.pk, state=UploadState.RECEIVED).update(lines=upload.lines):
        raise Conflict(_("The file was left meanwhile: nothing of it counts."), "moved_on")
    bulk.insert(StagedValue, _COLUMNS, rows, ignore_conflicts=True)


@transaction.atomic
def _finish(actor: Actor, upload: Upload, act: str, **columns: Any) -> None:
    move(upload, act, workflow.UPLOAD, lines=upload.lines, **columns)
    audit.record(
        actor=actor,
        kind="measurement.upload.checked",
        subject=upload,
        initiative=upload.initiative,
        organisation=upload.request.participation.organisation if upload.request is not None else None,
        changes={"lines": ["", upload.lines], "findings": ["", len(upload.findings)]},
    )


_COLUMNS = (
    "upload_id",
    "line",
    "column",
    "definition_id",
    "combination_id",
    "number",
    "weight",
    "blank",
    "quality",
    "note",
    "note_language",
    "period",
    "series",
    "source",
    "url",
    "retrieved_on",
)


_FINAL = Quality.FINAL.value


def _row(upload: int, line: Any, cells: dict[str, int], language: str) -> tuple[Any, ...]:
    return (
        upload,
        line.number,
        0,
        line.definition.id,
        cells[line.combination],
        line.value,
        line.weight,
        line.blank,
        _FINAL,
        line.note,
        language,
        line.period,
        line.series,
        line.source,
        line.url,
        line.retrieved_on,
    )


def _told(reading: Any) -> list[dict[str, Any]]:
    """The findings as they are kept, each sentence in every language, and how many more there are."""
    out = [
        {"code": one.code, "place": one.place, "row": one.row or 0, "sentence": in_every_language(one.sentence)}
        for one in reading.findings
    ]
    if reading.more:
        sentence = ngettext_lazy(
            "One more error is not listed: correct these first.",
            "%(count)s more errors are not listed: correct these first.",
            reading.more,
        )
        out.append(
            {"code": "more", "place": "", "row": 0, "sentence": in_every_language(sentence, {"count": reading.more})}
        )
    return out


def in_every_language(sentence: Any, values: dict[str, Any] | None = None) -> dict[str, str]:
    """A lazy sentence, written out once for each language."""
    out = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            out[code] = str(sentence % values if values else sentence)
    return out


def unreadable(*, actor: Actor, upload: Upload, sentence: Any) -> None:
    """Who: the portal. What: a file that made its reader fail is refused with a sentence, and not tried for ever."""
    require(policies.may_read(actor, upload))
    finding = {"code": "unreadable", "place": "", "row": 0, "sentence": in_every_language(sentence)}
    _finish(actor, upload, "refuse", findings=[finding])


def waiting() -> Sequence[Upload]:
    """The uploads that nobody has read yet, the oldest first."""
    rows = Upload.objects.filter(state=UploadState.RECEIVED, document__isnull=False)
    return list(
        rows.select_related(
            "initiative", "document", "request__cycle__measure_set__initiative", "request__participation__organisation"
        ).order_by("pk")[:50]
    )
