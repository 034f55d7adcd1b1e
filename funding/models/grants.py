"""Grants: what was awarded, its budget, its tranches with their conditions, and what was changed later."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from funding import querysets
from funding.models.columns import CostType, agorot, language_column, positive, within
from funding.models.funds import Fund
from funding.models.journal import JournalEntry
from funding.models.rounds import Allocation
from kernel.models import PublicId, in_order, one_of
from partners.models import MandateStamp
from partners.models.organisations import District


class GrantState(models.TextChoices):
    """The life of a grant."""

    APPROVED = "approved", pgettext_lazy("grant", "Approved")
    AGREEMENT_SENT = "agreement_sent", pgettext_lazy("grant", "Agreement sent")
    SIGNED = "signed", pgettext_lazy("grant", "Agreement signed")
    ACTIVE = "active", pgettext_lazy("grant", "Active")
    SUSPENDED = "suspended", pgettext_lazy("grant", "Suspended")
    CLOSING = "closing", pgettext_lazy("grant", "Closing")
    CLOSED = "closed", pgettext_lazy("grant", "Closed")
    TERMINATED = "terminated", pgettext_lazy("grant", "Terminated")


class Grant(PublicId, MandateStamp):
    """Fact with a life. Money awarded to a partner; its amount changes by later rows (`GrantChange`) only."""

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="grants")
    allocation = models.ForeignKey(Allocation, on_delete=models.PROTECT, related_name="grants")
    participation = models.ForeignKey("partners.Participation", on_delete=models.PROTECT, related_name="grants")
    number = models.PositiveIntegerField()
    title = models.CharField(_("title"), max_length=200)
    title_language = language_column()
    amount = agorot(_("amount"))
    factor = models.ForeignKey("initiative.Factor", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    goal = models.ForeignKey("initiative.Goal", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    district = models.CharField(_("district"), max_length=20, choices=District.choices, blank=True)
    cost_type = models.CharField(_("kind of cost"), max_length=12, choices=CostType.choices, blank=True)
    awarded_on = models.DateField()
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    state = models.CharField(max_length=14, choices=GrantState.choices, default=GrantState.APPROVED)
    entry = models.OneToOneField(JournalEntry, on_delete=models.PROTECT, related_name="grant_awarded")
    agreement = models.ForeignKey(
        "documents.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    agreement_hash = models.CharField(max_length=64, blank=True)
    signed_on = models.DateField(null=True, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    signed_mandate = models.ForeignKey(
        "partners.Mandate", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_on = models.DateField(null=True, blank=True)

    objects = querysets.OwnOrMoney.as_manager()

    class Meta:
        verbose_name = _("grant")
        constraints = [
            positive("amount", "grant"),
            one_of("state", GrantState, "grant"),
            in_order("starts_on", "ends_on", "grant"),
            models.UniqueConstraint(fields=["fund", "number"], name="grant_number_once_per_fund"),
            models.CheckConstraint(condition=~Q(title=""), name="grant_has_title"),
            models.CheckConstraint(
                condition=Q(state__in=["approved", "agreement_sent", "terminated"])
                | Q(signed_on__isnull=False, signed_by__isnull=False),
                name="grant_signed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The grant's page."""
        return reverse("funding:grant", args=[self.fund.initiative.slug, self.fund.public_id, self.public_id])


class GrantChange(PublicId, MandateStamp):
    """Fact. An amendment: the amount by which the grant grew or shrank, why, and by which decision."""

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="changes")
    number = models.PositiveSmallIntegerField()
    amount = agorot(_("change of the amount"))
    reason = models.TextField(_("reason"), max_length=2000)
    reason_language = language_column()
    decision = models.ForeignKey("working_groups.Decision", on_delete=models.PROTECT, related_name="+")
    entry = models.OneToOneField(JournalEntry, on_delete=models.PROTECT, related_name="grant_changed")

    objects = querysets.ThroughGrant.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["grant", "number"], name="grantchange_number_once_per_grant"),
            models.CheckConstraint(condition=~Q(amount=0), name="grantchange_changes_something"),
            models.CheckConstraint(condition=~Q(reason=""), name="grantchange_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.grant} {self.number}"


class BudgetLine(PublicId):
    """Fact once the agreement is signed. What a grant is for; one of them is for learning."""

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="budget")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("name"), max_length=200)
    name_language = language_column()
    cost_type = models.CharField(_("kind of cost"), max_length=12, choices=CostType.choices, default=CostType.PROGRAMME)
    amount = agorot(_("amount"))

    objects = querysets.ThroughGrant.as_manager()

    class Meta:
        constraints = [
            positive("amount", "budgetline"),
            one_of("cost_type", CostType, "budgetline"),
            models.UniqueConstraint(fields=["grant", "position"], name="budgetline_position_once_per_grant"),
        ]

    def __str__(self) -> str:
        return self.name


class TrancheState(models.TextChoices):
    """The life of a tranche; due is marked by the morning job."""

    PLANNED = "planned", pgettext_lazy("tranche", "Planned")
    DUE = "due", pgettext_lazy("tranche", "Due")
    PAID = "paid", pgettext_lazy("tranche", "Paid")
    CANCELLED = "cancelled", pgettext_lazy("tranche", "Cancelled")


class Tranche(PublicId):
    """Fact with a life. A part of a grant with its day. `remaining` is derived: what no payment has claimed."""

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="tranches")
    number = models.PositiveSmallIntegerField()
    due_on = models.DateField(_("due on"))
    amount = agorot(_("amount"))
    remaining = agorot()
    state = models.CharField(max_length=10, choices=TrancheState.choices, default=TrancheState.PLANNED)

    objects = querysets.ThroughGrant.as_manager()

    class Meta:
        verbose_name = _("grant tranche")
        constraints = [
            positive("amount", "tranche"),
            within("remaining", "amount", "tranche"),
            one_of("state", TrancheState, "tranche"),
            models.UniqueConstraint(fields=["grant", "number"], name="tranche_number_once_per_grant"),
        ]

    def __str__(self) -> str:
        return f"{self.grant} {self.number}"

    def get_absolute_url(self) -> str:
        """Its line on the grant's page."""
        return self.grant.get_absolute_url()


class ConditionKind(models.TextChoices):
    """What a tranche waits for."""

    REPORT = "report", _("An accepted report")
    OTHER = "other", _("Something else")


class Condition(PublicId):
    """Fact with a life. What must be true before a tranche is paid, and the fact that made it true."""

    tranche = models.ForeignKey(Tranche, on_delete=models.PROTECT, related_name="conditions")
    kind = models.CharField(max_length=8, choices=ConditionKind.choices, default=ConditionKind.REPORT)
    text = models.CharField(_("condition"), max_length=300, blank=True)
    text_language = language_column()
    report = models.ForeignKey(
        "funding.GranteeReport", null=True, blank=True, on_delete=models.PROTECT, related_name="opens"
    )
    met_on = models.DateField(null=True, blank=True)
    met_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    document = models.ForeignKey(
        "documents.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = querysets.ThroughTranche.as_manager()

    class Meta:
        constraints = [
            one_of("kind", ConditionKind, "condition"),
            models.CheckConstraint(
                condition=(Q(kind="report", report__isnull=False)) | (Q(kind="other") & ~Q(text="")),
                name="condition_says_what",
            ),
        ]

    def __str__(self) -> str:
        return self.text or str(self.report)

    def get_absolute_url(self) -> str:
        """Its line on the grant's page."""
        return self.tranche.grant.get_absolute_url()
