"""How an initiative reports."""

from django.db import models

from measurement.querysets import Backbone


class ReportingRules(models.Model):
    """Reference. One row an initiative: threshold of small numbers, one or two steps inside a partner, grace."""

    initiative = models.OneToOneField("initiative.Initiative", on_delete=models.PROTECT, related_name="reporting_rules")
    suppress_under = models.PositiveSmallIntegerField(default=10)
    two_step = models.BooleanField(default=False)
    grace_days = models.PositiveSmallIntegerField(default=7)

    objects = Backbone.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(suppress_under__gte=1), name="reportingrules_threshold_above_zero"
            )
        ]

    def __str__(self) -> str:
        return f"{self.initiative_id}"
