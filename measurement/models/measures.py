"""What is measured: the measure, named in every language; how it is counted stands in its definitions."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kernel import languages
from kernel.models import Created, PublicId, Versioned, one_of, required
from measurement.querysets import TakesPart


class Level(models.TextChoices):
    """What a measure speaks of. A population's number never comes from the partners' sums."""

    POPULATION = "population", _("Population")
    PERFORMANCE = "performance", _("Partners' performance")
    PROCESS = "process", _("Process")


class Direction(models.TextChoices):
    """Which way is good."""

    UP = "up", _("A rise is an improvement")
    DOWN = "down", _("A fall is an improvement")
    NONE = "none", _("Neither way")


class Measure(PublicId, Created, Versioned):
    """Reference. One thing the initiative follows; its code is unique in the initiative.

    The baseline is where it stood before the work began; targets are facts of their own.
    """

    initiative = models.ForeignKey("initiative.Initiative", on_delete=models.PROTECT, related_name="measures")
    code = models.CharField(_("code"), max_length=20)
    name = models.CharField(_("name"), max_length=200)
    purpose = models.TextField(_("purpose"), blank=True, max_length=1000)
    level = models.CharField(_("level"), max_length=12, choices=Level.choices, default=Level.PERFORMANCE)
    direction = models.CharField(_("direction of good"), max_length=5, choices=Direction.choices, default=Direction.UP)
    goal = models.ForeignKey(
        "initiative.Goal", null=True, blank=True, on_delete=models.PROTECT, related_name="measures"
    )
    steward = models.ForeignKey(
        "working_groups.Body", null=True, blank=True, on_delete=models.PROTECT, related_name="measures"
    )
    baseline_period = models.CharField(max_length=20, blank=True, default="")
    baseline_number = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    retired_on = models.DateField(null=True, blank=True)

    objects = TakesPart.as_manager()

    class Meta:
        constraints = [
            required("name", "measure"),
            one_of("level", Level, "measure"),
            one_of("direction", Direction, "measure"),
            models.UniqueConstraint(fields=["initiative", "code"], name="measure_code_once_in_initiative"),
            models.CheckConstraint(condition=~Q(code=""), name="measure_has_code"),
            models.CheckConstraint(
                condition=Q(baseline_period="", baseline_number__isnull=True)
                | (~Q(baseline_period="") & Q(baseline_number__isnull=False)),
                name="measure_baseline_has_period_and_number",
            ),
        ]

    def __str__(self) -> str:
        return str(languages.text(self, "name"))

    def get_absolute_url(self) -> str:
        """The measure's page."""
        return reverse("measurement:measure", args=[self.initiative.slug, self.public_id])
