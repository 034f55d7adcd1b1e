"""Who came: figures by sector for a body's key, and the grid of one meeting."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Q

from kernel import clock
from kernel.models import dates_cover
from working_groups.models import Attendance, Body, Meeting, MeetingState, Presence, Seat, SeatRole
from working_groups.models.attendance import CAME
from working_groups.representation import Representation, representation

MEETINGS = 6


@dataclass(frozen=True)
class AttendanceRow:
    """One line of the grid."""

    public_id: str
    person: str
    organisation: str
    role: str
    sector: str
    presence: str
    substitute: str
    is_guest: bool


def of_body(body: Body) -> Representation:
    """Seats by sector against the key, and who came to the last meetings; observers do not count."""
    filled = dict(
        Seat.objects.filter(dates_cover(clock.today()), body=body)
        .exclude(role=SeatRole.OBSERVER)
        .values_list("sector")
        .annotate(Count("pk"))
        .order_by("sector")
    )
    key = {row.sector: (row.least, row.most) for row in body.seat_keys.order_by("pk")}
    last = Meeting.objects.filter(body=body, state=MeetingState.HELD).order_by("-starts_at").values("pk")[:MEETINGS]
    came: dict[str, tuple[int, int]] = {}
    counted = (
        Attendance.objects.filter(meeting__in=[row["pk"] for row in last], seat__isnull=False)
        .exclude(presence="")
        .values_list("seat__sector")
        .annotate(Count("pk", filter=Q(presence__in=CAME)), Count("pk"))
        .order_by("seat__sector")
    )
    for sector, present, asked in counted:
        came[sector] = (present, asked)
    return representation(filled, key, came)


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
            str(row.substitute or row.seat.substitute or ""),
            False,
        )
        for row in sorted(seats, key=lambda row: (row.seat.role != "chair", str(row.seat.participation)))
    ]
    return out + [
        AttendanceRow(row.public_id, str(row.guest), "", "", "", row.presence, "", True)
        for row in rows
        if row.guest is not None
    ]


def counted(meeting: Meeting) -> dict[str, int]:
    """How many rows of each presence."""
    out: dict[str, int] = defaultdict(int)
    for presence in meeting.attendance.values_list("presence", flat=True):
        out[presence] += 1
    out["came"] = sum(out[str(word)] for word in CAME)
    out["total"] = sum(out[word] for word in ["", *map(str, Presence)])
    return dict(out)
