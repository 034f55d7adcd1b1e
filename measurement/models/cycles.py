"""A reporting cycle: one set of measures for one period."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kernel import periods
from kernel.models import Created, PublicId, one_of
from measurement.querysets import CycleQuerySet


class CycleState(models.TextChoices):
    """The life of a cycle."""

    PLANNED = "planned", _("Planned")
    OPENED = "opened", _("Open")
    CLOSED = "closed", _("Closed")
    PUBLISHED = "published", _("Published")


class Cycle(PublicId, Created):
    """Claim. Opening makes one request a partner; a set has one cycle a period."""

    measure_set = models.ForeignKey("measurement.MeasureSet", on_delete=models.PROTECT, related_name="cycles")
    period = models.CharField(_("period"), max_length=20)
    due_on = models.DateField(_("due on"))
    state = models.CharField(max_length=10, choices=CycleState.choices, default=CycleState.PLANNED)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = CycleQuerySet.as_manager()

    class Meta:
        constraints = [
            one_of("state", CycleState, "cycle"),
            models.UniqueConstraint(fields=["measure_set", "period"], name="cycle_once_a_set_and_period"),
            models.CheckConstraint(condition=~models.Q(period=""), name="cycle_has_period"),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="cycle_by_state_and_date")]

    def __str__(self) -> str:
        return f"{self.measure_set}, {periods.label(self.period)}"

    def get_absolute_url(self) -> str:
        """The cycle's page."""
        return reverse("measurement:cycle", args=[self.measure_set.initiative.slug, self.public_id])
