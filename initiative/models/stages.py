"""The stages an initiative goes through, and the entries into them. A gate points here from a floor above."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from initiative.models.initiatives import Initiative
from initiative.querysets import InsideQuerySet, StageEntryQuerySet
from kernel import languages
from kernel.models import PublicId, Stamp, in_order, required


class Stage(PublicId):
    """Reference. A stage of one initiative, copied from a set when the initiative was opened."""

    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="stages")
    code = models.SlugField(max_length=40)
    name = models.CharField(_("name"), max_length=120)
    position = models.PositiveSmallIntegerField(default=0)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    objects = InsideQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["initiative", "code"], name="stage_code_once_per_initiative"),
            required("name", "stage"),
            in_order("starts_on", "ends_on", "stage"),
        ]

    def __str__(self) -> str:
        return str(languages.text(self, "name"))


class StageEntry(PublicId, Stamp):
    """Fact. The initiative entered a stage on a day, for a reason; the last entry tells where it is now."""

    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="entries")
    on = models.DateField()
    reason = models.TextField(max_length=2000)
    reason_language = models.CharField(max_length=10, default=languages.default, choices=settings.LANGUAGES)

    objects = StageEntryQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="stageentry_has_reason")]
        indexes = [models.Index(fields=["stage", "on"], name="stageentry_by_day")]

    def __str__(self) -> str:
        return f"{self.stage} {self.on}"
