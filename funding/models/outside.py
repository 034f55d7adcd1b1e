"""What stands beside the pool: aligned money, a public match, gifts in kind. None of it is ever posted."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from funding import querysets
from funding.models.columns import Rated, agorot, language_column, positive, rated
from funding.models.funders import Funder
from funding.models.funds import Fund
from kernel.models import PublicId, one_of
from partners.models import MandateStamp


class OutsideKind(models.TextChoices):
    """Money and things beside the pool; none of it is ever posted."""

    ALIGNED = "aligned", _("Aligned funding")
    PUBLIC_MATCH = "public_match", _("Public money and matching")
    IN_KIND = "in_kind", _("In kind")


class SourceSector(models.TextChoices):
    """Whose money it is, for the leverage ratio."""

    PUBLIC = "public", _("Public")
    PHILANTHROPIC = "philanthropic", _("Philanthropic")
    BUSINESS = "business", _("Business")
    OWN = "own", _("Own resources")


class OutsideMoney(PublicId, MandateStamp, Rated):
    """Fact. Aligned money, a public match or a gift in kind, at its day; `replaces` corrects an earlier row."""

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="outside")
    kind = models.CharField(_("kind"), max_length=14, choices=OutsideKind.choices)
    sector = models.CharField(_("source"), max_length=14, choices=SourceSector.choices)
    funder = models.ForeignKey(Funder, null=True, blank=True, on_delete=models.PROTECT, related_name="outside")
    factor = models.ForeignKey("initiative.Factor", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    amount = agorot(_("amount"))
    on = models.DateField(_("on"))
    note = models.TextField(_("what it is"), max_length=1000)
    note_language = language_column()
    source_url = models.URLField(_("source"), max_length=500, blank=True)
    replaces = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by")

    objects = querysets.MoneyQuerySet.as_manager()

    class Meta:
        constraints = [
            positive("amount", "outsidemoney"),
            *rated("outsidemoney"),
            one_of("kind", OutsideKind, "outsidemoney"),
            one_of("sector", SourceSector, "outsidemoney"),
            models.CheckConstraint(condition=~Q(note=""), name="outsidemoney_says_what"),
            models.UniqueConstraint(
                fields=["replaces"], condition=Q(replaces__isnull=False), name="outsidemoney_replaced_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on}"
