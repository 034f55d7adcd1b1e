"""How the fund's own things are told by the API: funds, rules, buckets, journal, promises, bank; explicit fields.

Amounts are whole minor units (agorot, cents) of the currency beside them.
"""

from typing import Any

from django.utils import translation
from rest_framework import serializers

from funding import models
from funding.selectors import matches
from kernel import clock, languages
from kernel.api_bodies import Texts


def ref(path: str, *, null: bool = True) -> serializers.CharField:
    """The id of a related row."""
    return serializers.CharField(source=f"{path}.public_id", read_only=True, allow_null=null)


class Row(serializers.ModelSerializer[Any]):
    """A row: its id, and the words of its choices as they are stored."""

    id = serializers.CharField(source="public_id", read_only=True)

    def build_standard_field(self, field_name: str, model_field: Any) -> Any:
        """A choice is told by its code."""
        if model_field.choices:
            return serializers.CharField, {"read_only": True}
        return super().build_standard_field(field_name, model_field)


class FundSerializer(Row):
    """A fund."""

    name = Texts("name")
    body = ref("body")

    class Meta:
        model = models.Fund
        fields = ("id", "name", "stream", "body", "share_method", "is_public", "version")
        read_only_fields = fields


class CriterionSerializer(Row):
    """What proposals are assessed by."""

    name = Texts("name")

    class Meta:
        model = models.Criterion
        fields = ("id", "position", "name", "weight", "points")
        read_only_fields = fields


class GuidelineSerializer(Row):
    """A version of the joint funding guidelines."""

    text = Texts("text")
    decision = ref("decision")
    upper_body = ref("upper_body")
    criteria = CriterionSerializer(many=True, read_only=True)

    class Meta:
        model = models.Guideline
        fields = (
            "id", "number", "text", "state", "decision", "adopted_on", "ceiling", "two_approvers_above",
            "decision_above", "upper_above", "upper_body", "advance_percent", "hold_days", "report_days",
            "learning_percent", "conflict_rule", "publishes_grants", "criteria", "version",
        )  # fmt: skip
        read_only_fields = fields


class RestrictionSerializer(Row):
    """A bucket of money under one rule, and what is free in it. The donor is named to whom its relation is open."""

    name = serializers.SerializerMethodField()
    funder = ref("funder")
    factor = ref("factor")
    goal = ref("goal")
    decision = ref("decision")

    class Meta:
        model = models.Restriction
        fields = (
            "id", "kind", "name", "currency", "funder", "factor", "goal", "district", "cost_type", "recipient_kind",
            "starts_on", "ends_on", "decision", "state", "available", "version",
        )  # fmt: skip
        read_only_fields = fields

    def get_name(self, row: models.Restriction) -> dict[str, str]:
        """In every language; of a donor's bucket its rule alone, where the relation with the donor is not open."""
        if row.kind != models.RestrictionKind.DONOR or row.funder is not None:
            return languages.values(row, "name")
        found = {}
        for code in languages.codes():
            with translation.override(code):
                found[code] = str(row)
        return found


class PostingSerializer(serializers.ModelSerializer[models.Posting]):
    """One leg: debit positive, credit negative."""

    book = serializers.CharField(read_only=True)
    account = serializers.CharField(read_only=True)
    currency = serializers.CharField(read_only=True)
    restriction = ref("restriction")
    grant = ref("grant")

    class Meta:
        model = models.Posting
        fields = ("book", "account", "currency", "amount", "restriction", "grant")
        read_only_fields = fields


class JournalEntrySerializer(Row):
    """One sealed entry of the journal with its legs."""

    reverses = ref("reverses")
    decision = ref("decision")
    document = ref("document")
    postings = PostingSerializer(many=True, read_only=True)

    class Meta:
        model = models.JournalEntry
        fields = (
            "id", "number", "kind", "on", "source", "reverses", "reason", "reason_language", "decision", "document",
            "at", "postings",
        )  # fmt: skip
        read_only_fields = fields


class FunderSerializer(Row):
    """A relation with a funder."""

    participation = ref("participation", null=False)
    goals = serializers.SerializerMethodField()

    class Meta:
        model = models.Funder
        fields = ("id", "participation", "role", "involvement", "visibility", "state", "goals", "version")
        read_only_fields = fields

    def get_goals(self, row: models.Funder) -> list[str]:
        """The results it shares the responsibility for."""
        return [one.goal.public_id for one in row.goals.all()]


class InstalmentSerializer(Row):
    """A part of a pledge."""

    decision = ref("decision")

    class Meta:
        model = models.Instalment
        fields = ("id", "number", "due_on", "amount", "received", "lapsed", "state", "decision")
        read_only_fields = fields


class PledgeSerializer(Row):
    """A promise with its instalments. It is no money until it is received."""

    funder = ref("funder", null=False)
    restriction = ref("restriction", null=False)
    replaces = ref("replaces")
    document = ref("document")
    instalments = InstalmentSerializer(many=True, read_only=True)
    match = serializers.SerializerMethodField()

    class Meta:
        model = models.Pledge
        fields = (
            "id", "funder", "restriction", "amount", "currency", "rate", "rate_source", "rate_on", "condition",
            "match_percent", "match_until", "match", "visibility", "state", "document", "signed_on", "content_hash",
            "replaces", "instalments", "version",
        )  # fmt: skip
        read_only_fields = fields

    def get_match(self, row: models.Pledge) -> dict[str, int] | None:
        """How a matching promise stands today: earned by what others brought, open until its day, lapsed."""
        context: dict[str, Any] = self.context  # type: ignore[assignment]
        known = context.setdefault("matches", {})
        if row.pk not in known:
            listed = getattr(self.parent, "instance", None)
            rows = listed if isinstance(listed, list) else [row]
            known |= {one.pk: None for one in rows} | matches.of_many(rows, clock.today())
        found = known[row.pk]
        return None if found is None else {"earned": found.earned, "open": found.unearned, "lapsed": found.lapsed}


class BankAccountSerializer(Row):
    """The fund's account of a currency."""

    class Meta:
        model = models.BankAccount
        fields = ("id", "name", "currency", "last_digits")
        read_only_fields = fields


class BankFileSerializer(Row):
    """A file of the bank that was taken in."""

    account = ref("account", null=False)

    class Meta:
        model = models.BankFile
        fields = ("id", "account", "name", "hash", "rows_count", "new_count", "at")
        read_only_fields = fields


class BankLineSerializer(Row):
    """A line of the statement: positive came in, negative went out."""

    account = ref("account", null=False)
    currency = serializers.CharField(source="account.currency", read_only=True)

    class Meta:
        model = models.BankLine
        fields = ("id", "account", "bank_id", "on", "amount", "currency", "payer", "text")
        read_only_fields = fields


class ReceiptPartSerializer(serializers.ModelSerializer[models.ReceiptPart]):
    """How much of a receipt meets which instalment."""

    instalment = ref("instalment", null=False)

    class Meta:
        model = models.ReceiptPart
        fields = ("instalment", "amount")
        read_only_fields = fields


class ReceiptSerializer(Row):
    """Money that came."""

    line = ref("line", null=False)
    entry = ref("entry", null=False)
    funder = ref("funder")
    instalment = ref("instalment")
    parts = ReceiptPartSerializer(many=True, read_only=True)
    waiting = serializers.IntegerField(read_only=True)

    class Meta:
        model = models.Receipt
        fields = (
            "id", "line", "amount", "currency", "rate", "rate_source", "rate_on", "on", "entry", "funder", "instalment",
            "parts", "home", "assigned", "waiting", "paper_number", "state",
        )  # fmt: skip
        read_only_fields = fields


class ReconciliationSerializer(Row):
    """A day on which books and statement were compared."""

    account = ref("account", null=False)
    difference = serializers.IntegerField(read_only=True)

    class Meta:
        model = models.Reconciliation
        fields = (
            "id", "account", "until", "statement", "book", "difference", "open_lines", "note", "note_language", "at",
        )  # fmt: skip
        read_only_fields = fields


class OutsideSerializer(Row):
    """Money or things beside the pool: never in its cash."""

    funder = ref("funder")
    factor = ref("factor")
    replaces = ref("replaces")

    class Meta:
        model = models.OutsideMoney
        fields = (
            "id", "kind", "sector", "funder", "factor", "amount", "currency", "rate", "rate_source", "rate_on", "on",
            "note", "note_language", "source_url", "replaces",
        )  # fmt: skip
        read_only_fields = fields
