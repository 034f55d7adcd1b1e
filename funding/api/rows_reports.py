"""What the API tells of reports: what grantees sent, and the reports of the fund with their content."""

import json
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from funding import models
from funding.api.rows import Row, ref


class ReportQuestionSerializer(Row):
    """A reviewer's question and its answer."""

    class Meta:
        model = models.ReportQuestion
        fields = ("id", "text", "text_language", "answer", "answer_language", "answered_at")
        read_only_fields = fields


class BudgetActualSerializer(serializers.ModelSerializer[models.BudgetActual]):
    """What was spent on a line of the budget."""

    line = ref("line", null=False)

    class Meta:
        model = models.BudgetActual
        fields = ("line", "amount")
        read_only_fields = fields


class ReportQuoteSerializer(serializers.ModelSerializer[models.ReportQuote]):
    """A published figure that a version quotes, by the version of its definition."""

    measure = ref("definition.measure", null=False)
    definition = serializers.IntegerField(source="definition.version", read_only=True)

    class Meta:
        model = models.ReportQuote
        fields = ("measure", "definition", "period", "result")
        read_only_fields = fields


class ReportVersionSerializer(Row):
    """One sending of a report."""

    quotes = ReportQuoteSerializer(many=True, read_only=True)
    actuals = BudgetActualSerializer(many=True, read_only=True)
    questions = ReportQuestionSerializer(many=True, read_only=True)

    class Meta:
        model = models.ReportVersion
        fields = ("id", "number", "narrative", "narrative_language", "at", "quotes", "actuals", "questions")
        read_only_fields = fields


class GranteeReportSerializer(Row):
    """A report that a grantee owes, with what it sent. The draft is the grantee's own."""

    grant = ref("grant", null=False)
    versions = ReportVersionSerializer(many=True, read_only=True)

    class Meta:
        model = models.GranteeReport
        fields = (
            "id", "grant", "number", "kind", "due_on", "first_due_on", "reason", "reason_language", "state", "versions",
        )  # fmt: skip
        read_only_fields = fields


class FundReportSerializer(Row):
    """A report of the fund as of a day, and what it was made of."""

    funder = ref("funder")
    replaces = ref("replaces")

    class Meta:
        model = models.FundReport
        fields = ("id", "number", "funder", "starts_on", "as_of", "method", "last_entry", "hash", "replaces", "at")
        read_only_fields = fields


class FundReportFullSerializer(FundReportSerializer):
    """The same with its content, exactly as it was kept."""

    content = serializers.SerializerMethodField()

    class Meta(FundReportSerializer.Meta):
        fields = (*FundReportSerializer.Meta.fields, "content")  # type: ignore[assignment]
        read_only_fields = fields  # type: ignore[assignment]

    @extend_schema_field({"type": "object", "additionalProperties": True})
    def get_content(self, row: models.FundReport) -> Any:
        """The canonical content."""
        return json.loads(row.content)
