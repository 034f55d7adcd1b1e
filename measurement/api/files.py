"""How files and public figures are told by the API."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from measurement.models import PublicFigure, Upload
from measurement.selectors import previewed


class FindingSerializer(serializers.Serializer[Any]):
    """One fault of a file: its cell, and the sentence of the page."""

    code = serializers.CharField()
    place = serializers.CharField()
    row = serializers.IntegerField()
    sentence = serializers.CharField()


class UploadSerializer(serializers.ModelSerializer[Upload]):
    """A file on its way in: how far the worker has read it, and everything that was found."""

    id = serializers.CharField(source="public_id", read_only=True)
    kind = serializers.CharField(read_only=True)
    state = serializers.CharField(read_only=True)
    values = serializers.IntegerField(source="lines", read_only=True)
    read = serializers.SerializerMethodField()
    findings = FindingSerializer(source="found", many=True, read_only=True)

    class Meta:
        model = Upload
        fields = ("id", "kind", "state", "file_name", "sha256", "at", "values", "read", "counted_at", "findings")
        read_only_fields = fields

    def get_read(self, row: Upload) -> int:
        """How many of its values are staged."""
        if row.state in {"refused", "withdrawn"}:
            return 0
        return row.lines if row.state in {"staged", "counted"} else row.staged.count()


class RemarkSerializer(serializers.Serializer[Any]):
    """One sentence of the checks on one cell; `row` is its row in the file, 0 where the file has none for it."""

    code = serializers.CharField(source="finding.code")
    row = serializers.IntegerField()
    cell = serializers.CharField(source="cell.name")
    measure = serializers.CharField()
    category = serializers.CharField(source="cell.label")
    number = serializers.DecimalField(max_digits=15, decimal_places=4, allow_null=True)
    weight = serializers.DecimalField(max_digits=15, decimal_places=4, allow_null=True)
    blank = serializers.CharField(source="cell.blank", allow_blank=True)
    sentence = serializers.CharField(source="finding.sentence")


class ChecksSerializer(serializers.Serializer[Any]):
    """What the checks would question: errors stop the report, warnings ask for a reason."""

    errors = RemarkSerializer(many=True)  # type: ignore[assignment]
    warnings = RemarkSerializer(many=True)


class CheckedUploadSerializer(UploadSerializer):
    """One file, with what the checks would question in it while a report's file waits to be counted."""

    checks = serializers.SerializerMethodField()

    class Meta(UploadSerializer.Meta):
        fields = (*UploadSerializer.Meta.fields, "checks")  # type: ignore[assignment]
        read_only_fields = fields  # type: ignore[assignment]

    @extend_schema_field(ChecksSerializer(allow_null=True))
    def get_checks(self, row: Upload) -> Any:
        """Errors and warnings by cell; null where the file does not wait, or belongs to no report."""
        found = previewed.checks(row)
        return None if found is None else ChecksSerializer(found).data


class FigureSerializer(serializers.ModelSerializer[PublicFigure]):
    """A public figure with its source; of a ratio `number` and `weight` are the two counts."""

    measure = serializers.CharField(source="definition.measure.code", read_only=True)
    version = serializers.IntegerField(source="definition.version", read_only=True)
    combination = serializers.CharField(source="combination.code", read_only=True)
    quality = serializers.CharField(read_only=True)

    class Meta:
        model = PublicFigure
        fields = (
            "measure",
            "version",
            "period",
            "combination",
            "series",
            "number",
            "weight",
            "quality",
            "source",
            "url",
            "retrieved_on",
            "is_headline",
            "at",
        )
        read_only_fields = fields
