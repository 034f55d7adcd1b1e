"""How measures, cycles, reports and reviews are told by the API: explicit fields, public ids, no keys."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from kernel.api_bodies import Texts
from measurement.models import (
    Cycle,
    Definition,
    Measure,
    MeasureSet,
    Question,
    Reply,
    ReportingRequest,
    Submission,
)

DECIMAL = {"type": "string", "format": "decimal", "nullable": True}


class MeasureSerializer(serializers.ModelSerializer[Measure]):
    """A measure. `goal` and `steward` are ids."""

    id = serializers.CharField(source="public_id", read_only=True)
    name = Texts("name")
    purpose = Texts("purpose")
    level = serializers.CharField(read_only=True)
    direction = serializers.CharField(read_only=True)
    goal = serializers.CharField(source="goal.public_id", read_only=True, default=None)
    steward = serializers.CharField(source="steward.public_id", read_only=True, default=None)

    class Meta:
        model = Measure
        fields = (
            "id",
            "code",
            "name",
            "purpose",
            "level",
            "direction",
            "goal",
            "steward",
            "baseline_period",
            "baseline_number",
            "retired_on",
            "version",
        )
        read_only_fields = fields


class DefinitionSerializer(serializers.ModelSerializer[Definition]):
    """One version of a definition; `cells` are the combinations a report is asked for, "" the total."""

    id = serializers.CharField(source="public_id", read_only=True)
    measure = serializers.CharField(source="measure.code", read_only=True)
    state = serializers.CharField(read_only=True)
    text = Texts("text")
    counted = Texts("counted")
    source = Texts("source")  # type: ignore[assignment]
    unit = Texts("unit")
    weight_name = Texts("weight_name")
    text_state = Texts("text_state")
    aggregation = serializers.CharField(read_only=True)
    frequency = serializers.CharField(read_only=True)
    cells = serializers.ListField(child=serializers.CharField(), read_only=True)

    class Meta:
        model = Definition
        fields = (
            "id",
            "measure",
            "version",
            "state",
            "text",
            "counted",
            "source",
            "unit",
            "weight_name",
            "text_state",
            "aggregation",
            "frequency",
            "counts_people",
            "decimals",
            "lowest",
            "highest",
            "minutes",
            "cells",
            "live_on",
        )
        read_only_fields = fields


class MeasureSetSerializer(serializers.ModelSerializer[MeasureSet]):
    """A set with the codes of its measures."""

    id = serializers.CharField(source="public_id", read_only=True)
    name = Texts("name")
    measures: Any = serializers.SlugRelatedField(slug_field="code", many=True, read_only=True)

    class Meta:
        model = MeasureSet
        fields = ("id", "name", "is_for_all", "measures", "version")
        read_only_fields = fields


class CycleSerializer(serializers.ModelSerializer[Cycle]):
    """A cycle."""

    id = serializers.CharField(source="public_id", read_only=True)
    measure_set = serializers.CharField(source="measure_set.public_id", read_only=True)
    state = serializers.CharField(read_only=True)

    class Meta:
        model = Cycle
        fields = ("id", "measure_set", "period", "due_on", "state", "opened_at", "closed_at")
        read_only_fields = fields


class CoverageSerializer(serializers.Serializer[Any]):
    """How many of the expected partners are in a measure."""

    measure = serializers.CharField(source="code")
    reported = serializers.IntegerField()
    expected = serializers.IntegerField()


class RequestSerializer(serializers.ModelSerializer[ReportingRequest]):
    """What a partner owes in a cycle."""

    id = serializers.CharField(source="public_id", read_only=True)
    cycle = serializers.CharField(source="cycle.public_id", read_only=True)
    period = serializers.CharField(source="cycle.period", read_only=True)
    participation = serializers.CharField(source="participation.public_id", read_only=True)
    organisation = serializers.CharField(source="participation.organisation.public_id", read_only=True)
    state = serializers.CharField(read_only=True)
    excuse = serializers.CharField(read_only=True)
    is_late = serializers.BooleanField(read_only=True)

    class Meta:
        model = ReportingRequest
        fields = (
            "id",
            "cycle",
            "period",
            "participation",
            "organisation",
            "due_on",
            "state",
            "is_late",
            "asked_due_on",
            "excuse",
        )
        read_only_fields = fields


class CellSerializer(serializers.Serializer[Any]):
    """A cell of the draft, with what the checks say about it."""

    measure = serializers.CharField()
    combination = serializers.CharField(allow_blank=True)
    number = serializers.DecimalField(max_digits=15, decimal_places=4, allow_null=True)
    weight = serializers.DecimalField(max_digits=15, decimal_places=4, allow_null=True)
    blank = serializers.CharField(allow_blank=True)
    quality = serializers.CharField()
    note = serializers.CharField(allow_blank=True)
    reason = serializers.CharField(allow_blank=True)
    revision = serializers.IntegerField()
    last = serializers.DecimalField(max_digits=15, decimal_places=4, allow_null=True)
    findings = serializers.ListField(child=serializers.DictField(child=serializers.CharField()))


class DraftSerializer(serializers.Serializer[Any]):
    """The whole draft."""

    filled = serializers.IntegerField()
    asked = serializers.IntegerField()
    cells = CellSerializer(many=True)
    narrative = serializers.CharField()
    minutes = serializers.IntegerField(allow_null=True)
    story_seen = serializers.CharField()


class SavedCellSerializer(serializers.Serializer[Any]):
    """What became of a cell that was sent: saved, refused (with the sentence) or in conflict (with both values)."""

    state = serializers.CharField()
    revision = serializers.IntegerField(required=False)
    value = serializers.CharField(required=False)
    sentence = serializers.CharField(required=False)


class SavedSerializer(serializers.Serializer[Any]):
    """By cell: `M-01|sex=f`."""

    cells = serializers.DictField(child=SavedCellSerializer())


class SubmissionSerializer(serializers.ModelSerializer[Submission]):
    """One round of a report."""

    id = serializers.CharField(source="public_id", read_only=True)
    request = serializers.CharField(source="request.public_id", read_only=True)
    state = serializers.CharField(source="request.state", read_only=True)

    class Meta:
        model = Submission
        fields = ("id", "request", "round", "state", "narrative", "narrative_language", "minutes", "at")
        read_only_fields = fields


class ReportedSerializer(serializers.Serializer[Any]):
    """A cell as it stands after a round; `round` is the one that last changed it."""

    measure = serializers.CharField()
    combination = serializers.CharField(allow_blank=True)
    number = serializers.DecimalField(max_digits=15, decimal_places=4, allow_null=True)
    weight = serializers.DecimalField(max_digits=15, decimal_places=4, allow_null=True)
    blank = serializers.CharField(allow_blank=True)
    quality = serializers.CharField()
    note = serializers.CharField(allow_blank=True)
    reason = serializers.CharField(allow_blank=True)
    round = serializers.IntegerField()
    is_derived = serializers.BooleanField()


class ReplySerializer(serializers.ModelSerializer[Reply]):
    """An answer in a thread."""

    by = serializers.CharField(source="by.public_id", read_only=True)

    class Meta:
        model = Reply
        fields = ("by", "at", "text", "text_language")
        read_only_fields = fields


class QuestionSerializer(serializers.ModelSerializer[Question]):
    """A question with its thread."""

    id = serializers.CharField(source="public_id", read_only=True)
    submission = serializers.CharField(source="submission.public_id", read_only=True)
    measure = serializers.SerializerMethodField()
    combination = serializers.SerializerMethodField()
    by = serializers.SerializerMethodField()
    replies = ReplySerializer(many=True, read_only=True)

    class Meta:
        model = Question
        fields = (
            "id",
            "submission",
            "measure",
            "combination",
            "by",
            "at",
            "text",
            "text_language",
            "closed_at",
            "replies",
        )
        read_only_fields = fields

    @extend_schema_field({"type": "string", "nullable": True})
    def get_measure(self, row: Question) -> str | None:
        """The measure's code."""
        return row.definition.measure.code if row.definition else None

    @extend_schema_field({"type": "string", "nullable": True})
    def get_combination(self, row: Question) -> str | None:
        """The combination's code; "" is the total."""
        return row.combination.code if row.combination else None

    @extend_schema_field({"type": "string", "nullable": True})
    def get_by(self, row: Question) -> str | None:
        """The person's id."""
        return row.by.public_id if row.by else None
