"""A fund, the guidelines it runs under, and the buckets of purpose its money lies in."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from funding import querysets, shares
from funding.models.columns import CostType, agorot, currency, currency_is_known
from kernel import languages
from kernel.models import Created, PublicId, Versioned, one_of, required
from kernel.text_states import TextState, states_are_known
from partners.models import MandateStamp
from partners.models.organisations import District, OrganisationKind


class Stream(models.TextChoices):
    """The two streams that are kept apart."""

    PROGRAMME = "programme", _("Programme grants")
    BACKBONE = "backbone", _("Backbone funding")


class Fund(PublicId, Created, Versioned):
    """Reference. One pot of money of an initiative. `body` decides about it; `entries_count` numbers its journal.

    `share_method` is fixed with the first entry: it tells whose money was spent.
    """

    initiative = models.ForeignKey("initiative.Initiative", on_delete=models.PROTECT, related_name="funds")
    name = models.CharField(_("name"), max_length=120)
    stream = models.CharField(_("stream"), max_length=12, choices=Stream.choices, default=Stream.PROGRAMME)
    body = models.ForeignKey(
        "working_groups.Body", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        verbose_name=_("deciding body"),
    )  # fmt: skip
    share_method = models.CharField(max_length=20, default=shares.METHOD, editable=False)
    is_public = models.BooleanField(_("shown to the public"), default=False)
    entries_count = models.PositiveIntegerField(default=0, editable=False)

    objects = querysets.FundQuerySet.as_manager()

    class Meta:
        verbose_name = _("fund")
        constraints = [required("name", "fund"), one_of("stream", Stream, "fund")]

    def __str__(self) -> str:
        return str(languages.text(self, "name"))

    def get_absolute_url(self) -> str:
        """The fund's page."""
        return reverse("funding:fund", args=[self.initiative.slug, self.public_id])


class GuidelineState(models.TextChoices):
    """The life of a version of the guidelines."""

    DRAFTED = "drafted", pgettext_lazy("guidelines", "Draft")
    ADOPTED = "adopted", pgettext_lazy("guidelines", "In force")
    SUPERSEDED = "superseded", pgettext_lazy("guidelines", "Replaced")


class ConflictRule(models.TextChoices):
    """What a tied member may still see."""

    HIDE = "hide", _("Papers are hidden, no vote")
    NO_VOTE = "no_vote", _("Papers are open, no vote")


class Guideline(PublicId, Versioned, MandateStamp):
    """Fact once adopted. One version of the joint funding guidelines; rounds, allocations and payments name theirs.

    Amounts: `ceiling` of one grant (0: none), `two_approvers_above`, `decision_above` (0: never) of one payment;
    `upper_body` decides about each allocation above `upper_above` (0: the fund's body decides about all).
    `advance_percent` of a grant at most is paid before a report of it is accepted.
    """

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="guidelines")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(_("text"))
    text_state = models.CharField(max_length=10, choices=TextState.choices, default=TextState.MISSING)
    state = models.CharField(max_length=12, choices=GuidelineState.choices, default=GuidelineState.DRAFTED)
    decision = models.ForeignKey(
        "working_groups.Decision", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    document = models.ForeignKey(
        "documents.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    adopted_on = models.DateField(null=True, blank=True)
    ceiling = agorot(_("ceiling of one grant"), default=0)
    two_approvers_above = agorot(_("two approvers above"), default=0)
    decision_above = agorot(_("decision of the committee above"), default=0)
    upper_above = agorot(_("another body decides above"), default=0)
    upper_body = models.ForeignKey(
        "working_groups.Body", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        verbose_name=_("body that decides above this amount"),
    )  # fmt: skip
    advance_percent = models.PositiveSmallIntegerField(
        _("paid before a report is accepted, at most, per cent of a grant"), default=100
    )
    hold_days = models.PositiveSmallIntegerField(_("days that a new account waits"), default=3)
    report_days = models.PositiveSmallIntegerField(_("days to report after a period"), default=45)
    learning_percent = models.PositiveSmallIntegerField(_("learning line, per cent of a budget"), default=5)
    conflict_rule = models.CharField(max_length=10, choices=ConflictRule.choices, default=ConflictRule.HIDE)
    publishes_grants = models.BooleanField(_("grants are published"), default=True)

    objects = querysets.MoneyQuerySet.as_manager()

    class Meta:
        verbose_name = _("funding guidelines")
        constraints = [
            required("text", "guideline"),
            states_are_known("text_state", "guideline"),
            one_of("state", GuidelineState, "guideline"),
            one_of("conflict_rule", ConflictRule, "guideline"),
            models.UniqueConstraint(fields=["fund", "number"], name="guideline_number_once_per_fund"),
            models.UniqueConstraint(fields=["fund"], condition=Q(state="adopted"), name="guideline_one_in_force"),
            models.CheckConstraint(
                condition=Q(state="drafted") | Q(decision__isnull=False, adopted_on__isnull=False),
                name="guideline_adopted_by_decision",
            ),
            models.CheckConstraint(
                condition=Q(ceiling__gte=0, two_approvers_above__gte=0, decision_above__gte=0, upper_above__gte=0),
                name="guideline_amounts_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(upper_above=0, upper_body__isnull=True) | Q(upper_above__gt=0, upper_body__isnull=False),
                name="guideline_names_the_body_above",
            ),
            models.CheckConstraint(
                condition=Q(advance_percent__lte=100, learning_percent__lte=100), name="guideline_percents_of_a_hundred"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fund} {self.number}"

    def get_absolute_url(self) -> str:
        """The page of this version."""
        return reverse("funding:guideline", args=[self.fund.initiative.slug, self.fund.public_id, self.public_id])


class Criterion(PublicId):
    """Fact once its guidelines are adopted. What proposals are assessed by: weight of all, most points."""

    guideline = models.ForeignKey(Guideline, on_delete=models.PROTECT, related_name="criteria")
    position = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(_("name"), max_length=200)
    weight = models.PositiveSmallIntegerField(_("weight"), default=1)
    points = models.PositiveSmallIntegerField(_("most points"), default=5)

    objects = querysets.ThroughGuideline.as_manager()

    class Meta:
        constraints = [
            required("name", "criterion"),
            models.UniqueConstraint(fields=["guideline", "position"], name="criterion_position_once"),
            models.CheckConstraint(condition=Q(weight__gte=1, points__gte=1), name="criterion_weighs_something"),
        ]

    def __str__(self) -> str:
        return str(languages.text(self, "name"))


class RestrictionKind(models.TextChoices):
    """Who bound the money: nobody yet, nobody, its donor, or the committee itself."""

    UNASSIGNED = "unassigned", _("Waits for its purpose")
    FREE = "free", pgettext_lazy("restriction", "Free")
    DONOR = "donor", _("Restricted by the donor")
    DESIGNATED = "designated", _("Designated by the committee")


class RestrictionState(models.TextChoices):
    """The life of a bucket."""

    OPEN = "open", pgettext_lazy("restriction", "Open")
    EXPIRED = "expired", pgettext_lazy("restriction", "Expired")
    RELEASED = "released", pgettext_lazy("restriction", "Released")


class Restriction(PublicId, Created, Versioned):
    """Reference. A bucket of money under one rule. `available` is derived from its postings and moves with the seal.

    Every part of the rule may be empty. What the committee designated it may lift; what a donor bound only the donor.
    """

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="restrictions")
    kind = models.CharField(_("kind"), max_length=12, choices=RestrictionKind.choices, default=RestrictionKind.FREE)
    name = models.CharField(_("name"), max_length=160)
    currency = currency()
    funder = models.ForeignKey("funding.Funder", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    factor = models.ForeignKey("initiative.Factor", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    goal = models.ForeignKey("initiative.Goal", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    district = models.CharField(_("district"), max_length=20, choices=District.choices, blank=True)
    cost_type = models.CharField(_("kind of cost"), max_length=12, choices=CostType.choices, blank=True)
    recipient_kind = models.CharField(
        _("kind of recipient"), max_length=20, choices=OrganisationKind.choices, blank=True
    )
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    decision = models.ForeignKey(
        "working_groups.Decision", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    document = models.ForeignKey(
        "documents.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=10, choices=RestrictionState.choices, default=RestrictionState.OPEN)
    available = agorot(_("available"), default=0, editable=False)

    objects = querysets.MoneyQuerySet.as_manager()

    class Meta:
        verbose_name = _("restriction")
        constraints = [
            required("name", "restriction"),
            one_of("kind", RestrictionKind, "restriction"),
            one_of("state", RestrictionState, "restriction"),
            currency_is_known("restriction"),
            models.CheckConstraint(condition=Q(available__gte=0), name="restriction_available_not_negative"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
                name="restriction_ends_on_not_before_starts_on",
            ),
            models.CheckConstraint(
                condition=~Q(kind="donor") | Q(funder__isnull=False), name="restriction_of_a_donor_names_it"
            ),
            models.UniqueConstraint(
                fields=["fund", "currency"], condition=Q(kind="unassigned"), name="restriction_one_unassigned"
            ),
        ]

    def __str__(self) -> str:
        """What everybody who reads of its money may read: a donor's bucket by its rule, for its name may tell who gave.

        Who knows the donor reads `own_name` (`selectors.buckets.name`).
        """
        return self._rule_in_words() if self.kind == RestrictionKind.DONOR else self.own_name

    def _rule_in_words(self) -> str:
        parts = [self.get_kind_display(), self.get_district_display(), self.get_cost_type_display()]
        parts.append(self.get_recipient_kind_display())
        if self.ends_on:
            parts.append(_("until %(day)s") % {"day": f"{self.ends_on:%d.%m.%Y}"})
        told = [str(part) for part in parts if part]
        return ", ".join(told if len(told) > 1 else [*told, self.public_id[:4]])

    @property
    def own_name(self) -> str:
        """The name it was given; money without a purpose is called so in every fund."""
        return str(self.get_kind_display() if self.is_waiting else languages.text(self, "name"))

    def get_absolute_url(self) -> str:
        """Its line on the fund's page."""
        return f"{self.fund.get_absolute_url()}#r-{self.public_id}"

    @property
    def is_waiting(self) -> bool:
        """Whether its money has no purpose yet."""
        return self.kind == RestrictionKind.UNASSIGNED


class PeriodClose(PublicId, MandateStamp):
    """Fact. The books are closed until a day: nothing is posted on it or before it any more."""

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="closes")
    closed_until = models.DateField()

    objects = querysets.LedgerQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["fund", "closed_until"], name="periodclose_once_per_day")]

    def __str__(self) -> str:
        return f"{self.closed_until}"
