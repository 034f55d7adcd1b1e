"""What we compute from the facts; it may be thrown away and rebuilt."""

from django.db import models
from django.db.models import Q

from kernel import clock
from kernel.querysets import OwnerOnly
from measurement.models.stamps import Quality


class StaleSlice(models.Model):
    """Derivation. A definition's period has to be computed anew: written with the fact, removed by the task."""

    definition = models.ForeignKey("measurement.Definition", on_delete=models.CASCADE, related_name="+")
    period = models.CharField(max_length=20)
    at = models.DateTimeField(default=clock.now)

    objects = OwnerOnly.as_manager()

    class Meta:
        indexes = [models.Index(fields=["definition", "period"], name="staleslice_of_definition")]

    def __str__(self) -> str:
        return f"{self.definition_id} {self.period}"


class Rollup(models.Model):
    """Derivation. The total of a cell for a scope, with how many of the expected partners are in it.

    `scope_key`: `initiative`, `sector:third`, `district:north`, `body:14`, `organisation:7`. Never shown raw.
    """

    definition = models.ForeignKey("measurement.Definition", on_delete=models.CASCADE, related_name="+")
    period = models.CharField(max_length=20)
    combination = models.ForeignKey("measurement.Combination", on_delete=models.CASCADE, related_name="+")
    scope_key = models.CharField(max_length=60)
    number = models.DecimalField(max_digits=15, decimal_places=4, null=True)
    weight = models.DecimalField(max_digits=15, decimal_places=4, null=True)
    result = models.DecimalField(max_digits=15, decimal_places=4, null=True)
    reported = models.PositiveIntegerField(default=0)
    expected = models.PositiveIntegerField(default=0)
    quality = models.CharField(max_length=20, choices=Quality.choices, blank=True)
    input_hash = models.CharField(max_length=64)
    computed_at = models.DateTimeField(default=clock.now)

    objects = OwnerOnly.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["definition", "period", "combination", "scope_key"], name="rollup_once_a_cell_and_scope"
            ),
            models.CheckConstraint(condition=Q(reported__lte=models.F("expected")), name="rollup_reported_of_expected"),
        ]
        indexes = [models.Index(fields=["scope_key", "period"], name="rollup_of_scope")]

    def __str__(self) -> str:
        return f"{self.definition_id} {self.period} {self.scope_key}"
