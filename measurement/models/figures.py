"""Numbers from outside with their source, and the numbers that are aimed at."""

from django.db import models
from django.db.models import Q

from kernel.models import one_of
from measurement.models.stamps import Quality
from measurement.querysets import FigureQuerySet, TargetQuerySet
from partners.models import MandateStamp


class PublicFigure(MandateStamp):
    """Fact. A number that somebody published: population measures come from here, never from partners' sums.

    `series` keeps differing series apart (a break, another publisher, the press); `is_headline` marks the one that
    charts show, the others stand beside it with their sources.
    """

    # Of the keys only those are indexed alone that no index below begins with: each costs a part of every import.
    definition = models.ForeignKey(
        "measurement.Definition", on_delete=models.PROTECT, related_name="public_figures", db_index=False
    )
    period = models.CharField(max_length=20)
    combination = models.ForeignKey(
        "measurement.Combination", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    series = models.CharField(max_length=40, blank=True, default="")
    number = models.DecimalField(max_digits=15, decimal_places=4)
    weight = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    quality = models.CharField(max_length=20, choices=Quality.choices, default=Quality.FINAL)
    source = models.CharField(max_length=300)
    url = models.URLField(max_length=500, blank=True)
    retrieved_on = models.DateField(null=True, blank=True)
    is_headline = models.BooleanField(default=True)
    replaces = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by", db_index=False
    )

    objects = FigureQuerySet.as_manager()

    class Meta:
        constraints = [
            one_of("quality", Quality, "publicfigure"),
            models.UniqueConstraint(
                fields=["definition", "period", "combination", "series"],
                condition=Q(replaces__isnull=True),
                name="publicfigure_first_of_a_cell_once",
            ),
            models.UniqueConstraint(
                fields=["replaces"], condition=Q(replaces__isnull=False), name="publicfigure_replaced_once"
            ),
        ]
        indexes = [models.Index(fields=["definition", "period", "combination"], name="publicfigure_of_slice")]

    def __str__(self) -> str:
        return f"{self.definition_id} {self.period}"


class Target(MandateStamp):
    """Fact. What a definition should reach in a period, for a scope (`initiative`, `organisation:7`)."""

    definition = models.ForeignKey("measurement.Definition", on_delete=models.PROTECT, related_name="targets")
    period = models.CharField(max_length=20)
    scope_key = models.CharField(max_length=60, default="initiative")
    number = models.DecimalField(max_digits=15, decimal_places=4)
    decision = models.ForeignKey(
        "working_groups.Decision", null=True, blank=True, on_delete=models.PROTECT, related_name="targets"
    )
    replaces = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by")

    objects = TargetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["definition", "period", "scope_key"],
                condition=Q(replaces__isnull=True),
                name="target_first_of_a_scope_once",
            ),
            models.UniqueConstraint(
                fields=["replaces"], condition=Q(replaces__isnull=False), name="target_replaced_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.definition_id} {self.period} {self.scope_key}"
