"""What one partner owes in one cycle, and the reminders that were sent of it."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kernel import clock
from kernel.models import Created, PublicId, one_of
from measurement.models.stamps import language_column
from measurement.querysets import RequestQuerySet, ThroughRequest


class RequestState(models.TextChoices):
    """The life of a request; late and not received are computed from `due_on`."""

    REQUESTED = "requested", _("Not started")
    IN_PROGRESS = "in_progress", _("In progress")
    PREPARED = "prepared", _("Waits for the organisation's approval")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned with questions")
    ACCEPTED = "accepted", _("Accepted")
    EXCUSED = "excused", _("Excused")


class Excuse(models.TextChoices):
    """Why a partner owes nothing this time."""

    NONE = "", _("None")
    NOT_APPLICABLE = "not_applicable", _("Not applicable")
    NO_ACTIVITY = "no_activity", _("No activity in this period")


FILLABLE = (RequestState.REQUESTED, RequestState.IN_PROGRESS, RequestState.RETURNED)
OWED = (RequestState.REQUESTED, RequestState.IN_PROGRESS, RequestState.PREPARED, RequestState.RETURNED)


class ReportingRequest(PublicId, Created):
    """Claim. A partner owes a report: by when, what it asked for (more time, an excuse), where it stands."""

    cycle = models.ForeignKey("measurement.Cycle", on_delete=models.PROTECT, related_name="requests")
    participation = models.ForeignKey("partners.Participation", on_delete=models.PROTECT, related_name="requests")
    due_on = models.DateField(_("due on"))
    state = models.CharField(max_length=12, choices=RequestState.choices, default=RequestState.REQUESTED)
    asked_due_on = models.DateField(null=True, blank=True)
    asked_reason = models.TextField(blank=True, max_length=1000)
    asked_reason_language = language_column()
    excuse = models.CharField(max_length=16, choices=Excuse.choices, blank=True, default=Excuse.NONE)
    excuse_reason = models.TextField(blank=True, max_length=1000)
    excuse_reason_language = language_column()
    narrative = models.TextField(blank=True, max_length=10000)
    narrative_language = language_column()
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    touched_at = models.DateTimeField(null=True, blank=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        constraints = [
            one_of("state", RequestState, "request"),
            one_of("excuse", Excuse, "request"),
            models.UniqueConstraint(fields=["cycle", "participation"], name="request_once_a_cycle_and_partner"),
        ]
        indexes = [
            models.Index(fields=["participation", "state"], name="request_of_partner"),
            models.Index(fields=["state", "due_on"], name="request_by_state_and_date"),
        ]

    def __str__(self) -> str:
        return f"{self.cycle}: {self.participation}"

    @property
    def is_owed(self) -> bool:
        """Whether the partner still has to send it."""
        return self.state in OWED

    @property
    def is_late(self) -> bool:
        """Whether the day has passed and it was not sent."""
        return self.is_owed and self.due_on < clock.today()

    def get_absolute_url(self) -> str:
        """The entry grid."""
        return reverse("measurement:request", args=[self.cycle.measure_set.initiative.slug, self.public_id])


class RequestedMeasure(models.Model):
    """Fact. A request asks for this version of a definition: made at opening, it freezes what is expected."""

    request = models.ForeignKey("measurement.ReportingRequest", on_delete=models.PROTECT, related_name="measures")
    definition = models.ForeignKey("measurement.Definition", on_delete=models.PROTECT, related_name="+")

    objects = ThroughRequest.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "definition"], name="requestedmeasure_once_a_request")
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.definition_id}"


class Reminder(models.Model):
    """Fact. One step of the ladder of reminders, once."""

    request = models.ForeignKey("measurement.ReportingRequest", on_delete=models.PROTECT, related_name="reminders")
    step = models.SmallIntegerField()
    at = models.DateTimeField(default=clock.now)

    objects = ThroughRequest.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "step"], name="reminder_once_a_step")]

    def __str__(self) -> str:
        return f"{self.request_id} {self.step}"
