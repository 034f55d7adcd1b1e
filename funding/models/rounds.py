"""From a gap on the road map to a decision: rounds, proposals, assessments, allocations."""

from functools import cached_property

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from funding import querysets
from funding.models.columns import CostType, agorot, language_column, positive, within
from funding.models.funds import Criterion, Fund, Guideline, Restriction
from funding.models.journal import JournalEntry
from kernel import languages
from kernel.models import Created, PublicId, Versioned, in_order, one_of, required
from partners.models import MandateStamp
from partners.models.organisations import District


class RoundState(models.TextChoices):
    """The life of a round."""

    OPENED = "opened", pgettext_lazy("round", "Open")
    ASSESSED = "assessed", pgettext_lazy("round", "Assessed")
    RECOMMENDED = "recommended", pgettext_lazy("round", "Recommended")
    DECIDED = "decided", pgettext_lazy("round", "Decided")
    ANNOUNCED = "announced", pgettext_lazy("round", "Announced")
    CANCELLED = "cancelled", pgettext_lazy("round", "Cancelled")


class FundingRound(PublicId, Created, Versioned):
    """Claim. A round of proposals for a gap on the road map, under one version of the guidelines."""

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="rounds")
    name = models.CharField(_("name"), max_length=160)
    factor = models.ForeignKey("initiative.Factor", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    restriction = models.ForeignKey(Restriction, on_delete=models.PROTECT, related_name="rounds")
    guideline = models.ForeignKey(Guideline, on_delete=models.PROTECT, related_name="rounds")
    ceiling = agorot(_("ceiling"))
    opens_on = models.DateField(_("opens on"))
    closes_on = models.DateField(_("closes on"))
    state = models.CharField(max_length=12, choices=RoundState.choices, default=RoundState.OPENED)

    objects = querysets.RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("allocation round")
        constraints = [
            required("name", "fundinground"),
            positive("ceiling", "fundinground"),
            one_of("state", RoundState, "fundinground"),
            in_order("opens_on", "closes_on", "fundinground"),
        ]

    def __str__(self) -> str:
        return str(languages.text(self, "name"))

    @cached_property
    def applicants(self) -> frozenset[int]:
        """Keys of the organisations whose proposals stand in it; read once."""
        rows = self.proposals.exclude(state=ProposalState.WITHDRAWN)
        return frozenset(rows.values_list("participation__organisation_id", flat=True))

    def get_absolute_url(self) -> str:
        """The round's page."""
        return reverse("funding:round", args=[self.fund.initiative.slug, self.fund.public_id, self.public_id])


class ProposalState(models.TextChoices):
    """The life of a proposal."""

    SUBMITTED = "submitted", pgettext_lazy("proposal", "Submitted")
    WITHDRAWN = "withdrawn", pgettext_lazy("proposal", "Withdrawn")
    RECOMMENDED = "recommended", pgettext_lazy("proposal", "Recommended")
    DECLINED = "declined", pgettext_lazy("proposal", "Declined")
    FUNDED = "funded", pgettext_lazy("proposal", "Funded")


class Proposal(PublicId, Versioned, MandateStamp):
    """Claim. What a partner asks for; it may be more than there is. `recommended` is the backbone's, not a promise."""

    round = models.ForeignKey(FundingRound, on_delete=models.PROTECT, related_name="proposals")
    participation = models.ForeignKey("partners.Participation", on_delete=models.PROTECT, related_name="proposals")
    title = models.CharField(_("title"), max_length=200)
    title_language = language_column()
    summary = models.TextField(_("summary"), max_length=5000, blank=True)
    summary_language = language_column()
    amount = agorot(_("amount"))
    district = models.CharField(_("district"), max_length=20, choices=District.choices, blank=True)
    cost_type = models.CharField(_("kind of cost"), max_length=12, choices=CostType.choices, blank=True)
    recommended = agorot(null=True, blank=True)
    state = models.CharField(max_length=12, choices=ProposalState.choices, default=ProposalState.SUBMITTED)
    decision = models.ForeignKey(
        "working_groups.Decision", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = querysets.ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal")
        constraints = [
            positive("amount", "proposal"),
            one_of("state", ProposalState, "proposal"),
            models.CheckConstraint(condition=~Q(title=""), name="proposal_has_title"),
            models.CheckConstraint(
                condition=Q(recommended__isnull=True) | Q(recommended__gte=0), name="proposal_recommended_not_negative"
            ),
            models.UniqueConstraint(
                fields=["round", "participation"], condition=~Q(state="withdrawn"), name="proposal_one_a_round"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The proposal's page."""
        fund = self.round.fund
        return reverse("funding:proposal", args=[fund.initiative.slug, fund.public_id, self.public_id])


class Assessment(PublicId, MandateStamp):
    """Claim. What one person gives a proposal by one criterion, with the reason."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="assessments")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    points = models.PositiveSmallIntegerField(_("points"))
    note = models.TextField(_("reason"), max_length=2000, blank=True)
    note_language = language_column()

    objects = querysets.AssessmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal", "criterion", "by"], name="assessment_once_per_person"),
            models.CheckConstraint(condition=Q(by__isnull=False), name="assessment_is_somebodys"),
        ]

    def __str__(self) -> str:
        return f"{self.proposal} {self.points}"


class AllocationState(models.TextChoices):
    """Active until its rest is released."""

    ACTIVE = "active", pgettext_lazy("allocation", "Active")
    CLOSED = "closed", pgettext_lazy("allocation", "Closed")


class Allocation(PublicId, MandateStamp):
    """Fact with a life. Money of a bucket set aside by a decision. `remaining` is derived: what no grant has taken."""

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="allocations")
    restriction = models.ForeignKey(Restriction, on_delete=models.PROTECT, related_name="allocations")
    decision = models.ForeignKey("working_groups.Decision", on_delete=models.PROTECT, related_name="allocations")
    guideline = models.ForeignKey(Guideline, on_delete=models.PROTECT, related_name="allocations")
    round = models.ForeignKey(FundingRound, null=True, blank=True, on_delete=models.PROTECT, related_name="allocations")
    proposal = models.OneToOneField(
        Proposal, null=True, blank=True, on_delete=models.PROTECT, related_name="allocation"
    )
    amount = agorot(_("amount"))
    remaining = agorot()
    state = models.CharField(max_length=8, choices=AllocationState.choices, default=AllocationState.ACTIVE)
    entry = models.OneToOneField(JournalEntry, on_delete=models.PROTECT, related_name="allocation_made")

    objects = querysets.MoneyQuerySet.as_manager()

    class Meta:
        verbose_name = _("allocation")
        constraints = [
            positive("amount", "allocation"),
            within("remaining", "amount", "allocation"),
            one_of("state", AllocationState, "allocation"),
        ]
        indexes = [models.Index(fields=["fund", "state"], name="allocation_of_fund")]

    def __str__(self) -> str:
        return f"{self.decision}"

    def get_absolute_url(self) -> str:
        """The allocation's page."""
        return reverse("funding:allocation", args=[self.fund.initiative.slug, self.fund.public_id, self.public_id])
