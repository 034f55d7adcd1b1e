"""Reports: what grantees tell, what the fund tells its funders, and what the nightly check found."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from funding import querysets
from funding.models.columns import agorot, language_column
from funding.models.funders import Funder
from funding.models.funds import Fund
from funding.models.grants import BudgetLine, Grant
from kernel import clock
from kernel.models import PublicId, Stamp, one_of
from partners.models import MandateStamp


class ReportKind(models.TextChoices):
    """What a grantee's report is about; the last asks a year after the end what was preserved."""

    PROGRESS = "progress", _("Progress report")
    FINAL = "final", _("Final report")
    FOLLOW_UP = "follow_up", _("A year after")


class GranteeReportState(models.TextChoices):
    """The life of a grantee's report."""

    SCHEDULED = "scheduled", pgettext_lazy("report", "Scheduled")
    OPEN = "open", pgettext_lazy("report", "Open")
    SUBMITTED = "submitted", pgettext_lazy("report", "Submitted")
    RETURNED = "returned", pgettext_lazy("report", "Returned")
    ACCEPTED = "accepted", pgettext_lazy("report", "Accepted")
    WAIVED = "waived", pgettext_lazy("report", "Waived")


class GranteeReport(PublicId):
    """Claim. A report a grantee owes; what it sends are versions.

    `narrative` is the draft, in one language; `draft` what else was typed and not sent: `spent` by line of the budget
    (public id: agorot) and `quotes` (keys of published figures). It is empty once sent.
    """

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="reports")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=ReportKind.choices, default=ReportKind.PROGRESS)
    due_on = models.DateField(_("due on"))
    first_due_on = models.DateField()
    reason = models.TextField(max_length=1000, blank=True)
    reason_language = language_column()
    narrative = models.TextField(_("what was done"), max_length=20000, blank=True)
    narrative_language = language_column()
    draft = models.JSONField(default=dict, blank=True)
    version = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=GranteeReportState.choices, default=GranteeReportState.SCHEDULED)
    decision = models.ForeignKey(
        "working_groups.Decision", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = querysets.ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("grantee report")
        constraints = [
            one_of("kind", ReportKind, "granteereport"),
            one_of("state", GranteeReportState, "granteereport"),
            models.UniqueConstraint(fields=["grant", "number"], name="granteereport_number_once_per_grant"),
            models.CheckConstraint(
                condition=~Q(state="waived") | Q(decision__isnull=False), name="granteereport_waived_by_decision"
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="granteereport_by_day")]

    def __str__(self) -> str:
        return f"{self.grant} {self.number}"

    def get_absolute_url(self) -> str:
        """The report's page."""
        fund = self.grant.fund
        return reverse("funding:grantee-report", args=[fund.initiative.slug, fund.public_id, self.public_id])


class ReportVersion(PublicId, MandateStamp):
    """Fact. One sending of a grantee's report; its narrative is in one language and never machine-made in another."""

    report = models.ForeignKey(GranteeReport, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    narrative = models.TextField(max_length=20000)
    narrative_language = language_column()

    objects = querysets.ThroughReport.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="reportversion_number_once_per_report"),
            models.CheckConstraint(condition=~Q(narrative=""), name="reportversion_tells_something"),
        ]

    def __str__(self) -> str:
        return f"{self.report} {self.number}"


class ReportQuote(models.Model):
    """Fact. A published figure that a version quotes: never typed again. `result` is what it said then."""

    version = models.ForeignKey(ReportVersion, on_delete=models.PROTECT, related_name="quotes")
    definition = models.ForeignKey("measurement.Definition", on_delete=models.PROTECT, related_name="+")
    period = models.CharField(max_length=20)
    result = models.DecimalField(max_digits=15, decimal_places=4)

    objects = querysets.ThroughVersion.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "definition", "period"], name="reportquote_once_per_version")
        ]

    def __str__(self) -> str:
        return f"{self.definition} {self.period}"


class BudgetActual(models.Model):
    """Fact. What a version says was spent on a line of the budget so far."""

    version = models.ForeignKey(ReportVersion, on_delete=models.PROTECT, related_name="actuals")
    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="actuals")
    amount = agorot()

    objects = querysets.ThroughVersion.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "line"], name="budgetactual_once_per_line"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="budgetactual_amount_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.line} {self.amount}"

    @property
    def left(self) -> int:
        """What the line of the budget still holds; less than nothing is more than was planned."""
        return int(self.line.amount - self.amount)


class ReportQuestion(PublicId, MandateStamp):
    """Claim. A reviewer's question about a version, and the grantee's answer."""

    version = models.ForeignKey(ReportVersion, on_delete=models.PROTECT, related_name="questions")
    text = models.TextField(max_length=2000)
    text_language = language_column()
    answer = models.TextField(max_length=4000, blank=True)
    answer_language = language_column()
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = querysets.ThroughVersion.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="reportquestion_asks_something")]

    def __str__(self) -> str:
        return self.text[:80]


class FundReport(PublicId, Stamp):
    """Fact. The fund's report as of a day, or one funder's: its canonical content, its hash, and what it was made of.

    `last_entry` and `at` bound the facts, so that making it again gives the same hash; a re-issue names the report it
    replaces.
    """

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="reports")
    funder = models.ForeignKey(Funder, null=True, blank=True, on_delete=models.PROTECT, related_name="reports")
    number = models.PositiveIntegerField()
    starts_on = models.DateField(_("from"))
    as_of = models.DateField(_("as of"))
    method = models.CharField(max_length=40)
    last_entry = models.PositiveIntegerField()
    content = models.TextField()
    hash = models.CharField(max_length=64)
    replaces = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by")

    objects = querysets.FundReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("fund report")
        constraints = [
            models.UniqueConstraint(fields=["fund", "number"], name="fundreport_number_once_per_fund"),
            models.UniqueConstraint(
                fields=["replaces"], condition=Q(replaces__isnull=False), name="fundreport_replaced_once"
            ),
            models.CheckConstraint(
                condition=Q(as_of__gte=models.F("starts_on")), name="fundreport_as_of_not_before_starts_on"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}"

    def get_absolute_url(self) -> str:
        """The report's page."""
        return reverse("funding:report", args=[self.fund.initiative.slug, self.fund.public_id, self.public_id])


class LedgerCheck(PublicId):
    """Derivation. One run of the check of M1 to M24: when, how long, what it looked at, what it found."""

    began_at = models.DateTimeField(default=clock.now)
    milliseconds = models.PositiveIntegerField()
    postings_count = models.PositiveIntegerField()
    breaks_count = models.PositiveIntegerField()
    findings = models.JSONField(default=list)

    objects = querysets.CheckQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["began_at"], name="ledgercheck_by_time")]

    def __str__(self) -> str:
        return f"{self.began_at:%Y-%m-%d} {self.breaks_count}"
