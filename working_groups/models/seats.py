"""A seat: who sits in a body, for whom, from when to when."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kernel.models import Dated, PublicId, in_order, one_of
from partners.models import MandateStamp, Sector
from working_groups.models.bodies import Body
from working_groups.querysets import OfBodyQuerySet


class SeatRole(models.TextChoices):
    """What the person is in the body."""

    CHAIR = "chair", pgettext_lazy("seat", "Chair")
    CO_CHAIR = "co_chair", pgettext_lazy("seat", "Co-chair")
    MEMBER = "member", pgettext_lazy("seat", "Member")
    OBSERVER = "observer", pgettext_lazy("seat", "Observer")


CHAIRS = (SeatRole.CHAIR, SeatRole.CO_CHAIR)
VOTERS = (SeatRole.CHAIR, SeatRole.CO_CHAIR, SeatRole.MEMBER)


class Seat(PublicId, Dated, MandateStamp):
    """Reference. A participation's place in a body, held by a person; only the last day and the substitute change."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="seats")
    participation = models.ForeignKey("partners.Participation", on_delete=models.PROTECT, related_name="seats")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="seats")
    role = models.CharField(_("role"), max_length=10, choices=SeatRole.choices, default=SeatRole.MEMBER)
    sector = models.CharField(_("sector"), max_length=20, choices=Sector.choices)
    substitute = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="substitute_seats",
        verbose_name=_("substitute"),
    )

    objects = OfBodyQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat")
        constraints = [
            one_of("role", SeatRole, "seat"),
            one_of("sector", Sector, "seat"),
            in_order("starts_on", "ends_on", "seat"),
            models.UniqueConstraint(
                fields=["body", "participation"],
                condition=Q(ends_on__isnull=True),
                name="seat_one_open_per_participation",
            ),
            models.UniqueConstraint(
                fields=["body", "person"], condition=Q(ends_on__isnull=True), name="seat_one_open_per_person"
            ),
            models.UniqueConstraint(
                fields=["body"], condition=Q(ends_on__isnull=True, role="chair"), name="seat_one_chair"
            ),
            models.CheckConstraint(
                condition=Q(substitute__isnull=True) | ~Q(substitute=models.F("person")),
                name="seat_substitute_is_another",
            ),
        ]
        indexes = [models.Index(fields=["person", "ends_on"], name="seat_of_person")]

    def __str__(self) -> str:
        return f"{self.person} · {self.body}"
