"""Funders: the relation with each, the role it chose, what it answers for, and what it promised."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from funding import querysets
from funding.models.columns import Rated, agorot, language_column, positive, rated, within
from funding.models.funds import Fund, Restriction
from kernel.models import Created, PublicId, Versioned, one_of
from partners.models import MandateStamp


class FunderState(models.TextChoices):
    """Where the relation stands."""

    PROSPECT = "prospect", pgettext_lazy("funder", "Prospect")
    IN_TALKS = "in_talks", pgettext_lazy("funder", "In talks")
    PLEDGED = "pledged", pgettext_lazy("funder", "Pledged")
    ACTIVE = "active", pgettext_lazy("funder", "Active")
    RENEWED = "renewed", pgettext_lazy("funder", "Renewed")
    ENDED = "ended", pgettext_lazy("funder", "Ended")


class FunderRole(models.TextChoices):
    """The role a funder chooses in the network. A seat is given by the bodies, not by this word."""

    CONVENER = "convener", _("Convener")
    BACKBONE = "backbone", _("Funds the backbone")
    LEADING = "leading", _("Sits in the leading team")
    POOLED = "pooled", _("Gives to the pooled fund")
    ALIGNED = "aligned", _("Funds in line with the road map")
    LEARNING = "learning", _("Learning partner")


class Visibility(models.TextChoices):
    """What others may know of a pledge."""

    AMOUNT = "amount", _("Name and amount")
    BAND = "band", _("Name and range")
    NAME = "name", _("Name only")
    ANONYMOUS = "anonymous", _("Anonymous")


class Involvement(models.IntegerChoices):
    """The continuum of involvement, from gift to shared leadership; 0 before the fit test (`funding.fit`)."""

    UNKNOWN = 0, _("Not asked yet")
    GIVES = 1, _("Gives and reads reports")
    CONSULTS = 2, _("Wants to be consulted")
    DECIDES = 3, _("Wants to decide with others")
    LEADS = 4, _("Wants to lead with others")


class Funder(PublicId, Created, Versioned):
    """Reference. One participation's relation with one fund."""

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="funders")
    participation = models.ForeignKey("partners.Participation", on_delete=models.PROTECT, related_name="funding")
    role = models.CharField(_("role"), max_length=10, choices=FunderRole.choices, default=FunderRole.POOLED)
    involvement = models.PositiveSmallIntegerField(choices=Involvement.choices, default=Involvement.UNKNOWN)
    visibility = models.CharField(
        _("what others may know"), max_length=10, choices=Visibility.choices, default=Visibility.NAME
    )
    state = models.CharField(max_length=10, choices=FunderState.choices, default=FunderState.PROSPECT)

    objects = querysets.FunderQuerySet.as_manager()

    class Meta:
        verbose_name = _("funder")
        constraints = [
            one_of("role", FunderRole, "funder"),
            one_of("visibility", Visibility, "funder"),
            one_of("state", FunderState, "funder"),
            models.CheckConstraint(condition=Q(involvement__in=Involvement.values), name="funder_involvement_is_known"),
            models.UniqueConstraint(fields=["fund", "participation"], name="funder_once_per_fund"),
        ]

    def __str__(self) -> str:
        return str(self.participation)

    def get_absolute_url(self) -> str:
        """The relation's page."""
        return reverse("funding:funder", args=[self.fund.initiative.slug, self.fund.public_id, self.public_id])


class FunderStep(MandateStamp):
    """Fact. One line of the dated log of a relation."""

    funder = models.ForeignKey(Funder, on_delete=models.PROTECT, related_name="steps")
    state = models.CharField(max_length=10, choices=FunderState.choices)
    on = models.DateField()
    note = models.TextField(max_length=2000, blank=True)
    note_language = language_column()

    objects = querysets.ThroughFunder.as_manager()

    class Meta:
        constraints = [one_of("state", FunderState, "funderstep")]

    def __str__(self) -> str:
        return f"{self.funder} {self.state}"


class FunderGoal(models.Model):
    """Reference. A result that a funder shares the responsibility for."""

    funder = models.ForeignKey(Funder, on_delete=models.PROTECT, related_name="goals")
    goal = models.ForeignKey("initiative.Goal", on_delete=models.PROTECT, related_name="+")

    objects = querysets.ThroughFunder.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["funder", "goal"], name="fundergoal_once")]

    def __str__(self) -> str:
        return f"{self.funder} {self.goal}"


class PledgeState(models.TextChoices):
    """The life of a pledge."""

    DRAFTED = "drafted", pgettext_lazy("pledge", "Draft")
    SIGNED = "signed", pgettext_lazy("pledge", "Signed")
    ENDED = "ended", pgettext_lazy("pledge", "Ended")


class Pledge(PublicId, Versioned, MandateStamp, Rated):
    """Claim, frozen once signed. A funder's promise; it is not money and posts nothing. An amendment is a later pledge.

    An amendment promises what has not come yet: `came_before` is what had come of the earlier pledge as it was written.
    `match_percent` above zero makes it a matching promise: so many per cent of what others bring, up to its amount,
    until `match_until`.
    """

    funder = models.ForeignKey(Funder, on_delete=models.PROTECT, related_name="pledges")
    restriction = models.ForeignKey(Restriction, on_delete=models.PROTECT, related_name="pledges")
    amount = agorot(_("amount"))
    condition = models.TextField(_("condition"), max_length=2000, blank=True)
    condition_language = language_column()
    match_percent = models.PositiveSmallIntegerField(_("matching, per cent"), default=0)
    match_until = models.DateField(_("the match lapses on"), null=True, blank=True)
    visibility = models.CharField(max_length=10, choices=Visibility.choices, default=Visibility.NAME)
    state = models.CharField(max_length=10, choices=PledgeState.choices, default=PledgeState.DRAFTED)
    document = models.ForeignKey(
        "documents.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    signed_on = models.DateField(null=True, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    signed_mandate = models.ForeignKey(
        "partners.Mandate", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    content_hash = models.CharField(max_length=64, blank=True)
    replaces = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by")
    came_before = agorot(_("came before the amendment"), default=0, editable=False)

    objects = querysets.PledgeQuerySet.as_manager()

    class Meta:
        verbose_name = _("pledge")
        constraints = [
            positive("amount", "pledge"),
            *rated("pledge"),
            one_of("visibility", Visibility, "pledge"),
            one_of("state", PledgeState, "pledge"),
            models.CheckConstraint(
                condition=Q(state="drafted")
                | (Q(signed_on__isnull=False, signed_by__isnull=False) & ~Q(content_hash="")),
                name="pledge_signed_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["replaces"], condition=Q(replaces__isnull=False), name="pledge_replaced_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.funder}"

    def get_absolute_url(self) -> str:
        """The pledge's page."""
        fund = self.funder.fund
        return reverse("funding:pledge", args=[fund.initiative.slug, fund.public_id, self.public_id])


class InstalmentState(models.TextChoices):
    """Where an instalment stands; due and overdue are marked by the morning job."""

    SCHEDULED = "scheduled", pgettext_lazy("instalment", "Scheduled")
    DUE = "due", pgettext_lazy("instalment", "Due")
    PART_RECEIVED = "part_received", pgettext_lazy("instalment", "Received in part")
    RECEIVED = "received", pgettext_lazy("instalment", "Received")
    OVERDUE = "overdue", pgettext_lazy("instalment", "Overdue")
    WRITTEN_OFF = "written_off", pgettext_lazy("instalment", "Written off")
    LAPSED = "lapsed", pgettext_lazy("instalment", "Lapsed")
    REPLACED = "replaced", pgettext_lazy("instalment", "Replaced by an amendment")


OPEN_INSTALMENTS = (
    InstalmentState.SCHEDULED,
    InstalmentState.DUE,
    InstalmentState.PART_RECEIVED,
    InstalmentState.OVERDUE,
)


class Instalment(PublicId):
    """Fact with a life. A part of a pledge with its day; `received` is derived from matched receipts.

    `percent` is how probable its coming is, for the forecast only. `lapsed` is what of a matching promise nobody earned
    until its day; the morning job derives it.
    """

    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="instalments")
    number = models.PositiveSmallIntegerField()
    due_on = models.DateField(_("due on"))
    amount = agorot(_("amount"))
    received = agorot(_("received"), default=0, editable=False)
    lapsed = agorot(_("lapsed"), default=0, editable=False)
    percent = models.PositiveSmallIntegerField(_("probability, per cent"), default=100)
    state = models.CharField(max_length=14, choices=InstalmentState.choices, default=InstalmentState.SCHEDULED)
    decision = models.ForeignKey(
        "working_groups.Decision", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = querysets.InstalmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("pledge instalment")
        constraints = [
            positive("amount", "instalment"),
            within("received", "amount", "instalment"),
            models.CheckConstraint(
                condition=Q(lapsed__gte=0, lapsed__lte=models.F("amount") - models.F("received")),
                name="instalment_lapsed_within_the_rest",
            ),
            one_of("state", InstalmentState, "instalment"),
            models.UniqueConstraint(fields=["pledge", "number"], name="instalment_number_once_per_pledge"),
            models.CheckConstraint(condition=Q(percent__lte=100), name="instalment_percent_at_most_hundred"),
            models.CheckConstraint(
                condition=~Q(state="written_off") | Q(decision__isnull=False),
                name="instalment_written_off_by_decision",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["received", "lapsed"]) | Q(received=models.F("amount") - models.F("lapsed")),
                name="instalment_received_in_full",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="instalment_by_day")]

    def __str__(self) -> str:
        return f"{self.pledge} {self.number}"

    @property
    def rest(self) -> int:
        """What is still to come."""
        return self.amount - self.received - self.lapsed

    def get_absolute_url(self) -> str:
        """Its line on the pledge's page."""
        return self.pledge.get_absolute_url()
