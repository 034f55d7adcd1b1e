"""How money on its way out is told by the API: rounds, proposals, allocations, grants, payments, reports."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from funding import models
from funding.api.rows import Row, ref
from funding.selectors import looks
from kernel.api_bodies import Texts


class RoundSerializer(Row):
    """A round of proposals."""

    name = Texts("name")
    factor = ref("factor")
    restriction = ref("restriction", null=False)
    guideline = ref("guideline", null=False)

    class Meta:
        model = models.FundingRound
        fields = (
            "id", "name", "factor", "restriction", "guideline", "ceiling", "opens_on", "closes_on", "state", "version",
        )  # fmt: skip
        read_only_fields = fields


class ProposalSerializer(Row):
    """What a partner asks for. `recommended` is no promise."""

    round = ref("round", null=False)
    participation = ref("participation", null=False)
    decision = ref("decision")

    class Meta:
        model = models.Proposal
        fields = (
            "id", "round", "participation", "title", "title_language", "summary", "summary_language", "amount",
            "district", "cost_type", "recommended", "state", "decision", "version",
        )  # fmt: skip
        read_only_fields = fields


class AssessmentSerializer(Row):
    """One person's points by one criterion."""

    proposal = ref("proposal", null=False)
    criterion = ref("criterion", null=False)
    by = ref("by")

    class Meta:
        model = models.Assessment
        fields = ("id", "proposal", "criterion", "points", "note", "note_language", "by", "at")
        read_only_fields = fields


class AllocationSerializer(Row):
    """Money of a bucket set aside by a decision."""

    restriction = ref("restriction", null=False)
    decision = ref("decision", null=False)
    guideline = ref("guideline", null=False)
    round = ref("round")
    proposal = serializers.SerializerMethodField()
    entry = ref("entry", null=False)

    class Meta:
        model = models.Allocation
        fields = (
            "id", "restriction", "decision", "guideline", "round", "proposal", "amount", "remaining", "state", "entry",
            "at",
        )  # fmt: skip
        read_only_fields = fields

    def get_proposal(self, row: models.Allocation) -> str | None:
        """The proposal it answers, by its id alone: its papers are scoped by themselves."""
        return row.proposal.public_id if row.proposal else None


class ConditionSerializer(Row):
    """What a tranche waits for."""

    report = ref("report")

    class Meta:
        model = models.Condition
        fields = ("id", "kind", "text", "text_language", "report", "met_on")
        read_only_fields = fields


class TrancheSerializer(Row):
    """A part of a grant with its day."""

    grant = ref("grant", null=False)
    conditions = ConditionSerializer(many=True, read_only=True)

    class Meta:
        model = models.Tranche
        fields = ("id", "grant", "number", "due_on", "amount", "remaining", "state", "conditions")
        read_only_fields = fields


class BudgetLineSerializer(Row):
    """A line of a grant's budget."""

    class Meta:
        model = models.BudgetLine
        fields = ("id", "position", "name", "name_language", "cost_type", "amount")
        read_only_fields = fields


class GrantChangeSerializer(Row):
    """An amendment of a grant."""

    decision = ref("decision", null=False)

    class Meta:
        model = models.GrantChange
        fields = ("id", "number", "amount", "reason", "reason_language", "decision", "at")
        read_only_fields = fields


class GrantSerializer(Row):
    """A grant, as awarded; what was changed later stands in `changes`."""

    allocation = ref("allocation", null=False)
    participation = ref("participation", null=False)
    factor = ref("factor")
    goal = ref("goal")
    agreement = ref("agreement")
    decision = ref("allocation.decision", null=False)
    changes = GrantChangeSerializer(many=True, read_only=True)
    tranches = TrancheSerializer(many=True, read_only=True)
    budget = BudgetLineSerializer(many=True, read_only=True)

    class Meta:
        model = models.Grant
        fields = (
            "id", "number", "allocation", "decision", "participation", "title", "title_language", "amount", "factor",
            "goal", "district", "cost_type", "awarded_on", "starts_on", "ends_on", "state", "agreement",
            "agreement_hash", "signed_on", "closed_on", "changes", "tranches", "budget",
        )  # fmt: skip
        read_only_fields = fields


class ApprovalSerializer(serializers.ModelSerializer[models.PaymentApproval]):
    """One person approved exactly what the fingerprint stands for."""

    step = serializers.CharField(read_only=True)
    by = ref("by")
    is_valid = serializers.SerializerMethodField()  # type: ignore[assignment]

    class Meta:
        model = models.PaymentApproval
        fields = ("step", "by", "at", "fingerprint", "is_valid")
        read_only_fields = fields

    def get_is_valid(self, row: models.PaymentApproval) -> bool:
        """Void once the payment is another thing."""
        return bool(row.fingerprint == row.payment.fingerprint)


class PaymentSerializer(Row):
    """A payment; the account is told by its last four digits."""

    tranche = ref("tranche", null=False)
    grant = ref("tranche.grant", null=False)
    last_digits = serializers.CharField(source="account.last_digits", read_only=True)
    document = ref("document")
    decision = ref("decision")
    entry = ref("entry")
    by = ref("by")
    approvals = ApprovalSerializer(many=True, read_only=True)

    class Meta:
        model = models.Payment
        fields = (
            "id", "tranche", "grant", "last_digits", "amount", "invoice", "document", "fingerprint", "decision",
            "state", "executed_on", "entry", "by", "at", "approvals",
        )  # fmt: skip
        read_only_fields = fields


class PaymentFileSerializer(Row):
    """A file of payments that went to the bank; its text is taken on the page, after a fresh sign-in."""

    account = ref("account", null=False)

    class Meta:
        model = models.PaymentFile
        fields = ("id", "account", "number", "count", "total", "hash", "at")
        read_only_fields = fields


class PayeeSerializer(Row):
    """A grantee's account, masked; the number is shown on the page alone, after a fresh sign-in."""

    participation = ref("participation", null=False)
    looks = serializers.SerializerMethodField()

    class Meta:
        model = models.PayeeAccount
        fields = ("id", "participation", "holder", "bank_code", "last_digits", "state", "at", "confirmed_at", "looks")
        read_only_fields = fields

    @extend_schema_field({"type": "array", "items": {"type": "string", "format": "date-time"}})
    def get_looks(self, row: models.PayeeAccount) -> list[str]:
        """When somebody looked at the whole number, the newest first: the last few."""
        context: dict[str, Any] = self.context  # type: ignore[assignment]
        known = context.setdefault("looks", {})
        if row.pk not in known:
            listed = getattr(self.parent, "instance", None)
            known |= looks.of(listed if isinstance(listed, list) else [row])
        return [one.at.isoformat() for one in known[row.pk].newest]
