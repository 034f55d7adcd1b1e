"""Mandates: for whom a person acts, as what, from when to when; and the stamp of acts done under one."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kernel.models import Dated, PublicId, Stamp, in_order, one_of
from partners.models.participations import Participation
from partners.querysets import MandateQuerySet


class MandateKind(models.TextChoices):
    """A partner's five kinds, and the four of the backbone's staff."""

    REPRESENTATIVE = "representative", _("Representative")
    ALTERNATE = "alternate", _("Alternate representative")
    DATA_OFFICER = "data_officer", _("Data officer")
    SIGNATORY = "signatory", _("Signatory")
    FINANCE_CONTACT = "finance_contact", _("Finance contact")
    DIRECTOR = "director", _("Director")
    COORDINATOR = "coordinator", _("Coordinator")
    EVALUATOR = "evaluator", _("Evaluator")
    TREASURER = "treasurer", _("Treasurer")


BACKBONE_KINDS = (
    MandateKind.DIRECTOR,
    MandateKind.COORDINATOR,
    MandateKind.EVALUATOR,
    MandateKind.TREASURER,
)
PARTNER_KINDS = tuple(kind for kind in MandateKind if kind not in BACKBONE_KINDS)


class MandateStamp(Stamp):
    """Who did it, under which mandate, and when. The mandate is empty for individuals and for the system."""

    mandate = models.ForeignKey(
        "partners.Mandate", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        abstract = True


class Mandate(PublicId, Dated, MandateStamp):
    """Fact with a life. A person acts for an organisation in an initiative; only `ends_on` may change.

    Nobody gives a mandate to themselves. It counts by its participation: invited may answer, paused reads, ended is
    worth nothing.
    """

    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="mandates")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mandates")
    kind = models.CharField(max_length=20, choices=MandateKind.choices)
    document = models.ForeignKey(
        "documents.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = MandateQuerySet.as_manager()

    class Meta:
        constraints = [
            one_of("kind", MandateKind, "mandate"),
            in_order("starts_on", "ends_on", "mandate"),
            models.CheckConstraint(
                condition=Q(by__isnull=True) | ~Q(by=F("person")), name="mandate_giver_is_not_the_holder"
            ),
            models.UniqueConstraint(
                fields=["participation", "person", "kind"],
                condition=Q(ends_on__isnull=True),
                name="mandate_open_once_per_person_and_kind",
            ),
        ]
        indexes = [models.Index(fields=["person", "starts_on"], name="mandate_of_person")]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        """The mandates of its participation."""
        return f"{self.participation.get_absolute_url()}mandates/"
