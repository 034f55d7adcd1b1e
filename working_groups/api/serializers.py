"""How bodies, meetings, decisions and tasks are told by the API: explicit fields, every text in every language."""

from typing import Any

from rest_framework import serializers

from kernel.api_bodies import Texts
from working_groups.models import (
    AgendaItem,
    Attendance,
    Body,
    Decision,
    Meeting,
    Minutes,
    MinutesVersion,
    Response,
    Seat,
    SeatKey,
    Task,
)


class PublicKey(serializers.CharField):
    """The public id of a related row, or null."""

    def __init__(self, source: str, **kwargs: Any) -> None:
        super().__init__(source=f"{source}.public_id", read_only=True, allow_null=True, default=None, **kwargs)


class Told(serializers.ModelSerializer[Any]):
    """A row by its public id; nothing is written here."""

    id = serializers.CharField(source="public_id", read_only=True)


class SeatKeySerializer(serializers.ModelSerializer[SeatKey]):
    """One sector of the key."""

    sector = serializers.CharField(read_only=True)

    class Meta:
        model = SeatKey
        fields = ("sector", "least", "most", "quorum_percent")
        read_only_fields = fields


class BodySerializer(Told):
    """A body with its key."""

    name = Texts("name")
    topic = Texts("topic")
    kind = serializers.CharField(read_only=True)
    state = serializers.CharField(read_only=True)
    goal = PublicKey("goal")
    facilitator = PublicKey("facilitator")
    charter = PublicKey("charter")
    keys = SeatKeySerializer(source="seat_keys", many=True, read_only=True)

    class Meta:
        model = Body
        fields = (
            "id",
            "kind",
            "name",
            "topic",
            "state",
            "goal",
            "facilitator",
            "charter",
            "quorum_percent",
            "size_limit",
            "starts_on",
            "ends_on",
            "product",
            "keys",
            "version",
        )
        read_only_fields = fields


class SeatSerializer(Told):
    """A seat: who, for whom, as what, from when to when."""

    body = PublicKey("body")
    participation = PublicKey("participation")
    person = PublicKey("person")
    substitute = PublicKey("substitute")
    role = serializers.CharField(read_only=True)
    sector = serializers.CharField(read_only=True)

    class Meta:
        model = Seat
        fields = ("id", "body", "participation", "person", "role", "sector", "starts_on", "ends_on", "substitute")
        read_only_fields = fields


class MeetingSerializer(Told):
    """A meeting."""

    body = PublicKey("body")
    topic = Texts("topic")
    state = serializers.CharField(read_only=True)
    visibility = serializers.CharField(read_only=True)

    class Meta:
        model = Meeting
        fields = (
            "id",
            "body",
            "number",
            "topic",
            "starts_at",
            "ends_at",
            "time_zone",
            "place",
            "place_language",
            "link",
            "visibility",
            "state",
            "version",
        )
        read_only_fields = fields


class AgendaItemSerializer(Told):
    """An item of an agenda; `accepted` is null while the proposal waits."""

    kind = serializers.CharField(read_only=True)
    lead = PublicKey("lead")
    proposed_by = PublicKey("proposed_by")

    class Meta:
        model = AgendaItem
        fields = ("id", "position", "kind", "title", "title_language", "minutes", "lead", "proposed_by", "accepted")
        read_only_fields = fields


class AttendanceSerializer(Told):
    """A row of attendance: a seat or a guest; an empty presence is not recorded."""

    seat = PublicKey("seat")
    guest = PublicKey("guest")
    substitute = PublicKey("substitute")
    presence = serializers.CharField(read_only=True)

    class Meta:
        model = Attendance
        fields = ("id", "seat", "guest", "presence", "substitute")
        read_only_fields = fields


class MinutesSerializer(Told):
    """Minutes as they are written now."""

    meeting = PublicKey("meeting")
    text = Texts("text")
    text_state = Texts("text_state")
    state = serializers.CharField(read_only=True)
    written_by = PublicKey("written_by")

    class Meta:
        model = Minutes
        fields = (
            "id",
            "meeting",
            "text",
            "text_state",
            "state",
            "written_by",
            "versions_count",
            "approved_at",
            "sent_at",
            "confirmed_at",
            "locked_at",
            "version",
        )
        read_only_fields = fields


class MinutesVersionSerializer(serializers.ModelSerializer[MinutesVersion]):
    """An approved version."""

    text = Texts("text")
    by = PublicKey("by")

    class Meta:
        model = MinutesVersion
        fields = ("number", "text", "sha256", "reason", "reason_language", "by", "at")
        read_only_fields = fields


class DecisionSerializer(Told):
    """A decision of the register."""

    body = PublicKey("body")
    item = PublicKey("item")
    text = Texts("text")
    text_state = Texts("text_state")
    rule = serializers.CharField(read_only=True)
    visibility = serializers.CharField(read_only=True)
    state = serializers.CharField(read_only=True)
    outcome = serializers.CharField(read_only=True)
    concerns = PublicKey("concerns")
    supersedes = PublicKey("supersedes")

    class Meta:
        model = Decision
        fields = (
            "id",
            "body",
            "number",
            "item",
            "text",
            "text_state",
            "rule",
            "quorum_percent",
            "visibility",
            "concerns",
            "supersedes",
            "state",
            "outcome",
            "due_on",
            "tabled_at",
            "decided_on",
            "version",
        )
        read_only_fields = fields


class ResponseSerializer(serializers.ModelSerializer[Response]):
    """The answer of one seat."""

    seat = PublicKey("seat")
    answer = serializers.CharField(read_only=True)

    class Meta:
        model = Response
        fields = ("seat", "is_recused", "answer", "reason", "reason_language", "answered_at")
        read_only_fields = fields


class TaskSerializer(Told):
    """A task with its owner: a person and the participation they act for."""

    body = PublicKey("body")
    decision = PublicKey("decision")
    participation = PublicKey("participation")
    person = PublicKey("person")
    given_by = PublicKey("by")
    given_at = serializers.DateTimeField(source="at", read_only=True)
    state = serializers.CharField(read_only=True)

    class Meta:
        model = Task
        fields = (
            "id",
            "title",
            "title_language",
            "body",
            "decision",
            "participation",
            "person",
            "due_on",
            "first_due_on",
            "state",
            "done_at",
            "reason",
            "reason_language",
            "given_by",
            "given_at",
            "version",
        )
        read_only_fields = fields
