"""Who takes part in an initiative: an organisation or, by themselves, a person."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kernel import languages
from kernel.models import Created, Dated, PublicId, Versioned, in_order, one_of
from partners import workflow
from partners.models.organisations import Organisation
from partners.querysets import ParticipationQuerySet


class ParticipationKind(models.TextChoices):
    """As what it takes part."""

    PARTNER = "partner", _("Partner")
    BACKBONE = "backbone", _("Backbone organisation")
    ADVISER = "adviser", _("Adviser")
    FUNDER = "funder", _("Funder")
    GUEST = "guest", _("Guest")


class ParticipationState(models.TextChoices):
    """The life of a participation: see `partners.workflow`."""

    INVITED = workflow.INVITED, pgettext_lazy("participation", "Invited")
    ONBOARDING = workflow.ONBOARDING, pgettext_lazy("participation", "Joining")
    ACTIVE = workflow.ACTIVE, pgettext_lazy("participation", "Active")
    PAUSED = workflow.PAUSED, pgettext_lazy("participation", "Paused")
    ENDED = workflow.ENDED, pgettext_lazy("participation", "Ended")
    DECLINED = workflow.DECLINED, pgettext_lazy("participation", "Declined")


class Participation(PublicId, Created, Dated, Versioned):
    """Reference, changed by audited acts. An organisation or a person in one initiative; `reason` is the last act's."""

    initiative = models.ForeignKey("initiative.Initiative", on_delete=models.PROTECT, related_name="participations")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="participations"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="participations"
    )
    kind = models.CharField(max_length=10, choices=ParticipationKind.choices, default=ParticipationKind.PARTNER)
    state = models.CharField(max_length=10, choices=ParticipationState.choices, default=ParticipationState.INVITED)
    reason = models.TextField(max_length=2000, blank=True)
    reason_language = models.CharField(max_length=10, default=languages.default, choices=settings.LANGUAGES)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        constraints = [
            one_of("kind", ParticipationKind, "participation"),
            one_of("state", ParticipationState, "participation"),
            in_order("starts_on", "ends_on", "participation"),
            models.CheckConstraint(
                condition=Q(organisation__isnull=True, person__isnull=False)
                | Q(organisation__isnull=False, person__isnull=True),
                name="participation_organisation_or_person",
            ),
            models.CheckConstraint(
                condition=~Q(kind="backbone") | Q(organisation__isnull=False),
                name="participation_backbone_is_an_organisation",
            ),
            models.UniqueConstraint(
                fields=["initiative", "organisation", "kind"],
                condition=Q(organisation__isnull=False, state__in=workflow.OPEN),
                name="participation_open_once_per_organisation",
            ),
            models.UniqueConstraint(
                fields=["initiative", "person", "kind"],
                condition=Q(person__isnull=False, state__in=workflow.OPEN),
                name="participation_open_once_per_person",
            ),
        ]
        indexes = [models.Index(fields=["initiative", "state", "kind"], name="participation_of_initiative")]

    def __str__(self) -> str:
        return str(self.organisation or self.person)

    def get_absolute_url(self) -> str:
        """Its part in the initiative."""
        return reverse("partners:partner", args=[self.initiative.slug, self.public_id])

    @property
    def is_open(self) -> bool:
        """Whether it is neither declined nor ended."""
        return self.state in workflow.OPEN
