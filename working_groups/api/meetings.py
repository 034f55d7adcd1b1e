"""Endpoints of meetings, agendas, attendance and minutes."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from kernel.api import require_match, validated
from kernel.api_bodies import body, no_body
from kernel.views import find
from working_groups.api.serializers import (
    AttendanceSerializer,
    MeetingSerializer,
    MinutesSerializer,
    MinutesVersionSerializer,
)
from working_groups.api.shared import Inside
from working_groups.filters import MeetingFilter
from working_groups.forms.fields import ReasonForm, initial_of
from working_groups.forms.meetings import (
    DETAILS,
    AttendanceForm,
    GuestForm,
    MeetingDetailsForm,
    MeetingForm,
    MinutesForm,
    MoveForm,
)
from working_groups.models import Attendance, Meeting, Minutes, MinutesVersion
from working_groups.services import meetings, minutes

TIMES = ("starts_at", "ends_at")


class Meetings(Inside):
    """Meetings one may see."""

    model = Meeting
    serializer_class = MeetingSerializer
    filterset_class = MeetingFilter
    path_to_initiative = "body__initiative"
    select = ("body__initiative",)
    sorts = ("-starts_at", "pk")

    @extend_schema(request=body("MeetingChange", translated=("topic",), optional=DETAILS))
    def partial_update(self, request: Request, **kwargs: Any) -> Response:
        """Change topic, place, link or who sees it."""
        row = self.get_object()
        return self.submit(
            "meeting.edit",
            row,
            MeetingDetailsForm,
            lambda form: meetings.change(actor=self.actor, meeting=row, values=form.values()),
            defaults=initial_of(row, ("topic",), DETAILS),
        )

    @extend_schema(request=body("MoveOrder", required=(*TIMES, "reason")))
    def move(self, request: Request, **kwargs: Any) -> Response:
        """Another time, with its reason."""
        row = self.get_object()
        return self.submit(
            "meeting.edit",
            row,
            MoveForm,
            lambda form: meetings.move(actor=self.actor, meeting=row, **form.cleaned_data),
        )

    @extend_schema(request=body("CancelOrder", required=("reason",)))
    def cancel(self, request: Request, **kwargs: Any) -> Response:
        """It does not take place."""
        row = self.get_object()
        return self.submit(
            "meeting.cancel",
            row,
            ReasonForm,
            lambda form: meetings.cancel(actor=self.actor, meeting=row, **form.cleaned_data),
        )

    @no_body()
    def open(self, request: Request, **kwargs: Any) -> Response:
        """Open the agenda for proposals."""
        return self.press("meeting.open", meetings.open_agenda, meeting=self.get_object())

    @no_body()
    def call(self, request: Request, **kwargs: Any) -> Response:
        """Send the agenda."""
        return self.press("meeting.call", meetings.call, meeting=self.get_object())

    @no_body()
    def hold(self, request: Request, **kwargs: Any) -> Response:
        """It was held."""
        return self.press("meeting.hold", meetings.hold, meeting=self.get_object())


class BodyMeetings(Meetings):
    """Meetings of one body."""

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Those of this body."""
        return rows.filter(body=self.body)

    @extend_schema(
        request=body("MeetingOrder", translated=("topic",), required=TIMES, optional=DETAILS),
        responses={201: MeetingSerializer},
    )
    def create(self, request: Request, **kwargs: Any) -> Response:
        """Plan a meeting."""

        def act(form: Any) -> Meeting:
            times = {name: form.cleaned_data[name] for name in TIMES}
            return meetings.plan(actor=self.actor, body=self.body, values=form.values(), **times)

        defaults = {"visibility": "body"}
        return self.submit("meeting.plan", self.body, MeetingForm, act, defaults=defaults, created=True)


class OfMeeting(Inside):
    """Rows of one meeting."""

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Those of this meeting."""
        return rows.filter(meeting=self.meeting)


class AttendanceRows(OfMeeting):
    """Who came."""

    model = Attendance
    serializer_class = AttendanceSerializer
    select = ("seat", "guest", "substitute")

    @extend_schema(request=body("AttendanceOrder"), responses=AttendanceSerializer(many=True))
    def record(self, request: Request, **kwargs: Any) -> Response:
        """Record attendance: the id of each row to its presence; rows that are not named stay."""
        self.may("attendance.record", self.meeting)

        def act() -> Response:
            known = dict(self.meeting.attendance.values_list("public_id", "presence"))
            sent = request.data if isinstance(request.data, dict) else {}
            form = validated(AttendanceForm, {**known, **sent}, meeting=self.meeting)
            meetings.record_attendance(actor=self.actor, meeting=self.meeting, presence=form.cleaned_data)
            return Response(self.get_serializer(self.get_queryset(), many=True).data)

        return self.once(act)

    @extend_schema(request=body("GuestOrder", required=("holder",)), responses={201: AttendanceSerializer})
    def guest(self, request: Request, **kwargs: Any) -> Response:
        """Note a guest; `holder` is `<participation>.<person>`."""

        def act(form: Any) -> Attendance:
            person = form.cleaned_data["holder"].person
            return meetings.add_guest(actor=self.actor, meeting=self.meeting, person=person)

        options: dict[str, Any] = {"actor": self.actor, "meeting": self.meeting}
        return self.submit("attendance.guest", self.meeting, GuestForm, act, created=True, **options)


class MinutesOfMeeting(OfMeeting):
    """The minutes of one meeting."""

    model = Minutes
    serializer_class = MinutesSerializer
    select = ("meeting__body__initiative", "written_by")

    def get_object(self) -> Minutes:
        """The one that is there."""
        return find(self.get_queryset(), meeting=self.meeting)  # type: ignore[no-any-return]

    @extend_schema(request=body("MinutesText", translated=("text",)))
    def write(self, request: Request, **kwargs: Any) -> Response:
        """Write the draft, or go on writing; a language that is not named stays."""
        self.may("minutes.write", self.meeting)
        row = getattr(self.meeting, "minutes", None)

        def act() -> Response:
            if row is None:
                form = validated(MinutesForm, request.data)
                made = minutes.draft(actor=self.actor, meeting=self.meeting, texts=form.texts())
                return self.answer(made, status.HTTP_201_CREATED)
            require_match(request, row)
            sent = request.data if isinstance(request.data, dict) else {}
            form = validated(MinutesForm, {**initial_of(row, ("text",)), **sent})
            return self.answer(minutes.change(actor=self.actor, minutes=row, texts=form.texts()))

        return self.once(act)

    @no_body()
    def approve(self, request: Request, **kwargs: Any) -> Response:
        """Approve them."""
        return self.press("minutes.approve", minutes.approve, minutes=self.get_object())

    @no_body()
    def send(self, request: Request, **kwargs: Any) -> Response:
        """Send them to the recipients, who are frozen now."""
        return self.press("minutes.send", minutes.send, minutes=self.get_object())

    @no_body()
    def confirm(self, request: Request, **kwargs: Any) -> Response:
        """Confirm them."""
        return self.press("minutes.confirm", minutes.confirm, minutes=self.get_object())

    @no_body()
    def lock(self, request: Request, **kwargs: Any) -> Response:
        """Lock them."""
        return self.press("minutes.lock", minutes.lock, minutes=self.get_object())

    @extend_schema(request=body("CorrectOrder", required=("reason",)))
    def correct(self, request: Request, **kwargs: Any) -> Response:
        """Open them for correction."""
        row = self.get_object()
        return self.submit(
            "minutes.correct",
            row,
            ReasonForm,
            lambda form: minutes.correct(actor=self.actor, minutes=row, **form.cleaned_data),
        )


class MinutesVersions(Inside):
    """The approved versions of the minutes of one meeting."""

    model = MinutesVersion
    serializer_class = MinutesVersionSerializer
    select = ("by",)
    sorts = ("-number",)
    lookup_field = "number"

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Those of this meeting."""
        return rows.filter(minutes__meeting=self.meeting)
