"""What is typed into the grid: cells, saved as they come, guarded by their revisions; the story beside them.

Autosave is no act: the start of a draft is logged once, and nothing after it until the report is sent.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from kernel import bulk, clock, formatting
from kernel.actor import Actor
from kernel.errors import Conflict, Invalid
from kernel.permissions import require
from kernel.text import sentence
from measurement.models import FILLABLE, CycleState, DraftValue, ReportingRequest, RequestState
from measurement.policies import requests as policies
from measurement.selectors import sheets
from measurement.selectors.sheets import Cell, Frame, Line, Sheet
from measurement.services.recording import record

UNCHECKED = -1
_BATCH = 400
_MOVED_ON = _("The report was sent or its cycle closed meanwhile, so this was not saved: reload to see it.")
_STORY_MOVED_ON = _("The story was changed meanwhile, and yours was not saved: join the two, then save again.")


@dataclass(frozen=True)
class Change:
    """What came for one cell: only the columns that were sent. `revision` is the one the sender saw (-1: whatever)."""

    name: str
    columns: Mapping[str, Any]
    revision: int = UNCHECKED


@dataclass
class Saved:
    """What became of the changes, by the cell's name. A conflict keeps both values for the person to choose."""

    sheet: Sheet
    cells: dict[str, Cell] = field(default_factory=dict)
    conflicts: dict[str, Any] = field(default_factory=dict)

    @property
    def sentences(self) -> dict[str, Any]:
        """The first finding of each saved cell."""
        out: dict[str, Any] = {}
        for line in self.sheet.lines:
            for finding in line.findings:
                cell = line.cell(finding.combination)
                if cell is not None and finding.code not in {"missing", "part_missing"}:
                    out.setdefault(cell.name, finding.sentence)
        return out


@transaction.atomic
def save_cells(
    *, actor: Actor, request: ReportingRequest, changes: Sequence[Change], shared: Frame | None = None
) -> Saved:
    """The representative, alternate or data officer, while the cycle is open and the report is not sent.

    Writes the cells that changed, each with its next revision; a cell that somebody else saved meanwhile stays as it is
    and is told as a conflict with both values. A reason answers for its own number: another number alone takes it away.
    Refuses a report that was sent or a cycle that was closed meanwhile.
    """
    require(policies.may_fill(actor, request))
    _claim(actor, request)
    page = sheets.sheet(request, shared)  # read after the claim, so that nobody writes in between
    known = _known(page, changes)
    result = Saved(page)
    new: list[DraftValue] = []
    old: list[DraftValue] = []
    for change in changes:
        _save(actor, result, change, *known[change.name], new, old)
    bulk.create(new)
    DraftValue.objects.bulk_update(old, [*sheets.COLUMNS, "revision", "at"], batch_size=_BATCH)
    for line in page.lines:
        sheets.check(line)
    return result


def _save(
    actor: Actor, result: Saved, change: Change, line: Line, cell: Cell, new: list[DraftValue], old: list[DraftValue]
) -> None:
    """One change: into the rows to insert or to update, among the conflicts, or nowhere because it says the same."""
    page = result.sheet
    draft = page.drafts.get((cell.definition_id, cell.combination))
    seen = change.revision in (UNCHECKED, draft.revision if draft else 0)
    # Whoever says what stands there already contradicts nobody: a retry whose answer was lost, a second tab.
    if not seen and not (draft is not None and _is_same(draft, change)):
        _show(cell, draft)
        result.conflicts[change.name] = _both(cell, change, line)
        return
    result.cells[change.name] = cell
    if draft is None:
        if _is_empty(change):
            return
        draft = DraftValue(request_id=page.request.pk, definition_id=line.definition.pk, revision=0)
        draft.combination_id = page.combinations[cell.combination].pk
        new.append(draft)
        _write(draft, change, actor)
    elif not _is_same(draft, change):
        old.append(draft)
        _write(draft, change, actor)
    _show(cell, draft)


def story_mark(request: ReportingRequest) -> str:
    """Names the story as it stands: whoever sends this back has seen it."""
    return sha256(f"{request.minutes}\0{request.narrative}".encode()).hexdigest()[:16]


@transaction.atomic
def save_story(
    *, actor: Actor, request: ReportingRequest, narrative: str, minutes: int | None, seen: str = ""
) -> ReportingRequest:
    """The same people. The story of the period and how long the report took; no entry of its own, as for the cells.

    Refuses a story that another was written over since it was `seen`, unless both say the same.
    """
    require(policies.may_fill(actor, request))
    _claim(actor, request)
    request.refresh_from_db(fields=["narrative", "narrative_language", "minutes"])
    stands = (request.narrative, request.minutes)
    if seen and seen != story_mark(request) and stands != (narrative, minutes):
        raise Conflict(_STORY_MOVED_ON, "stale")
    new = {"narrative": narrative, "narrative_language": actor.language, "minutes": minutes}
    ReportingRequest.objects.filter(pk=request.pk).update(**new)
    for name, value in new.items():
        setattr(request, name, value)
    return request


def _claim(actor: Actor, request: ReportingRequest) -> None:
    """Touch the request if it may still be filled in: one save at a time, and none after it was sent or closed."""
    now = clock.now()
    rows = ReportingRequest.objects.filter(pk=request.pk, cycle__state=CycleState.OPENED)
    starting = request.state == RequestState.REQUESTED and rows.filter(state=RequestState.REQUESTED).update(
        state=RequestState.IN_PROGRESS, touched_at=now
    )
    if starting:
        request.state = RequestState.IN_PROGRESS
        record(actor, "request.started", request)
    elif not rows.filter(state__in=FILLABLE).update(touched_at=now):
        raise Conflict(_MOVED_ON, "moved_on")
    request.touched_at = now


def hold(request: ReportingRequest) -> None:
    """Take hold of a report that is about to be sent, in the state it was seen in: nobody writes until it has gone.

    Refuses a report that moved on and a cycle that was closed meanwhile. The story is read anew.
    """
    rows = ReportingRequest.objects.filter(pk=request.pk, state=request.state, cycle__state=CycleState.OPENED)
    # Closing touches every report of its cycle: whoever waited for it here is asked again, and reads what is now.
    held = rows.update(touched_at=F("touched_at")) and rows.values("narrative", "narrative_language", "minutes").first()
    if not held:
        raise Conflict(_MOVED_ON, "moved_on")
    for name, value in held.items():
        setattr(request, name, value)


def _known(page: Sheet, changes: Sequence[Change]) -> dict[str, tuple[Line, Cell]]:
    """The cells by name; a cell that the request does not ask for is refused by its name."""
    known = page.by_name()
    unknown = [change.name for change in changes if change.name not in known]
    if unknown:
        sentence_ = _("This report does not ask for that cell.")
        raise Invalid(sentence_, "unknown_cell", fields={name: [sentence_] for name in unknown})
    return known


def _is_same(draft: DraftValue, change: Change) -> bool:
    return all(getattr(draft, name) == value for name, value in change.columns.items())


def _is_empty(change: Change) -> bool:
    return not any(value not in (None, "") for name, value in change.columns.items() if name != "quality")


def _write(draft: DraftValue, change: Change, actor: Actor) -> None:
    answered = (draft.number, draft.weight, draft.blank)
    for name, value in change.columns.items():
        setattr(draft, name, value)
        if name in {"note", "reason"}:
            setattr(draft, f"{name}_language", actor.language)
    # A number typed over "not applicable" takes its place, and the other way round.
    if change.columns.get("number") is not None:
        draft.blank = ""
    elif change.columns.get("blank"):
        draft.number = draft.weight = None
    if "reason" not in change.columns and (draft.number, draft.weight, draft.blank) != answered:
        draft.reason = ""  # it was given for another number
    draft.revision += 1
    draft.at = clock.now()


def _show(cell: Cell, draft: DraftValue | None) -> None:
    for name in sheets.COLUMNS:
        if draft is not None:
            setattr(cell, name, getattr(draft, name))
    cell.revision = draft.revision if draft is not None else 0


def _both(cell: Cell, change: Change, line: Line) -> Any:
    decimals = line.definition.decimals
    return sentence(
        _("%(stored)s was saved here meanwhile, and you typed %(typed)s: type the right one again to replace it."),
        stored=_shown(cell, cell.number, cell.blank, decimals),
        typed=_shown(cell, change.columns.get("number"), change.columns.get("blank", ""), decimals),
    )


def _shown(cell: Cell, number: Decimal | None, blank: str, decimals: int) -> Any:
    if number is not None:
        return formatting.figure(number)
    return _("not applicable") if blank else _("nothing")
