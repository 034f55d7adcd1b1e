"""Who came: figures by sector for a body's key, and the grid of one meeting."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, Subquery
from django.utils.translation import gettext as _

from kernel import clock
from kernel.models import dates_cover
from partners.models import Sector
from working_groups.models import Attendance, Body, Meeting, MeetingState, Presence, Seat, SeatRole
from working_groups.models.attendance import CAME
from working_groups.representation import SectorSeats, representation

# Marks exist for three sectors; those between them take the nearest.
LOOKS = {"public": "public", "local": "public", "business": "business"}


@dataclass(frozen=True)
class KeyLine:
    """One sector of the key, with the geometry of its drawing (x, width, class of each square)."""

    sector: str
    label: str
    filled: int
    least: int
    most: int
    came: int
    asked: int
    is_short: bool
    squares: list[tuple[str, str, str]]
    frame: str


@dataclass(frozen=True)
class AttendanceRow:
    """One line of the grid."""

    public_id: str
    person: str
    organisation: str
    role: str
    sector: str
    presence: str
    presence_label: str
    substitute: str
    is_guest: bool


def of_body(body: Body) -> list[KeyLine]:
    """Seats by sector against the key, and who came to the last meeting; observers do not count."""
    filled = dict(
        Seat.objects.filter(dates_cover(clock.today()), body=body)
        .exclude(role=SeatRole.OBSERVER)
        .values_list("sector")
        .annotate(n=Count("pk"))
        .order_by("sector")
    )
    key = {row.sector: (row.least, row.most) for row in body.seat_keys.order_by("pk")}
    last = Meeting.objects.filter(body=body, state=MeetingState.HELD).order_by("-starts_at").values("pk")[:1]
    counted = (
        Attendance.objects.filter(meeting__in=Subquery(last), seat__isnull=False)
        .exclude(presence="")
        .values_list("seat__sector")
        .annotate(present=Count("pk", filter=Q(presence__in=CAME)), asked=Count("pk"))
        .order_by("seat__sector")
    )
    came = {sector: (present, asked) for sector, present, asked in counted}
    lines = representation(filled, key, came).lines
    places = max((max(line.most, line.filled, line.came) for line in lines), default=0)
    return [_drawn(line, places) for line in lines]


def _drawn(line: SectorSeats, places: int) -> KeyLine:
    """The line with its squares: solid came, pale sits, empty is free; the frame is the key."""
    width = 100 / places if places else 0
    look = LOOKS.get(line.sector, "third")
    squares = []
    for place in range(places):
        kind = f"g-{look}" if place < line.came else f"g-flow g-flow--{look}" if place < line.filled else "g-bar--track"
        squares.append((f"{place * width + width * 0.05:.2f}", f"{width * 0.9:.2f}", kind))
    frame = ""
    if line.most:
        begin, end = max(line.least - 1, 0) * width + 0.3, line.most * width - 0.3
        frame = f"M{begin:.2f},3 H{end:.2f} M{begin:.2f},27 H{end:.2f}"
    return KeyLine(
        sector=look,
        label=str(Sector(line.sector).label),
        filled=line.filled,
        least=line.least,
        most=line.most,
        came=line.came,
        asked=line.invited,
        is_short=line.is_short,
        squares=squares,
        frame=frame,
    )


def grid(meeting: Meeting) -> list[AttendanceRow]:
    """Seats, then guests."""
    rows = meeting.attendance.select_related(
        "seat__person",
        "seat__participation__organisation",
        "seat__participation__person",
        "guest",
        "substitute",
        "seat__substitute",
    ).order_by("pk")
    seats = [row for row in rows if row.seat is not None]
    out = [
        AttendanceRow(
            row.public_id,
            str(row.seat.person),
            str(row.seat.participation.organisation or ""),
            str(row.seat.get_role_display()),
            row.seat.sector,
            row.presence,
            _label(row),
            str(row.substitute or row.seat.substitute or ""),
            False,
        )
        for row in sorted(seats, key=lambda row: (row.seat.role != "chair", str(row.seat.participation)))
    ]
    return out + [
        AttendanceRow(row.public_id, str(row.guest), "", "", "", row.presence, _label(row), "", True)
        for row in rows
        if row.guest is not None
    ]


def _label(row: Attendance) -> str:
    return str(row.get_presence_display()) if row.presence else str(_("Not recorded"))


def counted(meeting: Meeting, rows: Sequence[AttendanceRow] | None = None) -> dict[str, int]:
    """How many rows of each presence; of the grid, where the reader has it."""
    out: dict[str, int] = defaultdict(int)
    given = meeting.attendance.values_list("presence", flat=True) if rows is None else [row.presence for row in rows]
    for presence in given:
        out[presence] += 1
    out["came"] = sum(out[str(word)] for word in CAME)
    out["total"] = sum(out[word] for word in ["", *map(str, Presence)])
    return dict(out)
