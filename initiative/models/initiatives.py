"""An initiative: its name, its address, its languages and its look. Who takes part in it stands a floor above."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from initiative.querysets import InitiativeQuerySet
from initiative.validation import RESERVED
from kernel import languages
from kernel.models import Created, Dated, PublicId, Versioned, in_order, one_of, required


class InitiativeKind(models.TextChoices):
    """The two kinds on one engine."""

    INITIATIVE = "initiative", _("Collective impact initiative")
    SPHERE = "sphere", _("Impact sphere")


class GroupWord(models.TextChoices):
    """What this initiative calls its groups."""

    GROUP = "group", _("Working group")
    TEAM = "team", _("Team")
    FORUM = "forum", _("Forum")


class Accent(models.TextChoices):
    """Colours of a palette whose contrast was measured in both themes."""

    PETROL = "petrol", _("Petrol")
    INDIGO = "indigo", _("Indigo")
    PLUM = "plum", _("Plum")
    FOREST = "forest", _("Forest")
    BRICK = "brick", _("Brick")


def every_language() -> list[str]:
    """The languages of the portal."""
    return list(languages.codes())


class Initiative(PublicId, Created, Dated, Versioned):
    """Reference. A common effort with one address of its own."""

    slug = models.CharField(_("address"), max_length=40, unique=True)
    kind = models.CharField(max_length=10, choices=InitiativeKind.choices, default=InitiativeKind.INITIATIVE)
    name = models.CharField(_("name"), max_length=120)
    is_public = models.BooleanField(default=False)
    languages = models.JSONField(default=every_language)
    group_word = models.CharField(max_length=10, choices=GroupWord.choices, default=GroupWord.GROUP)
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
    sender_name = models.CharField(_("sender's name"), max_length=60, blank=True)
    logo = models.ForeignKey("documents.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    accent = models.CharField(max_length=10, choices=Accent.choices, default=Accent.PETROL)

    objects = InitiativeQuerySet.as_manager()

    class Meta:
        constraints = [
            required("name", "initiative"),
            one_of("kind", InitiativeKind, "initiative"),
            one_of("group_word", GroupWord, "initiative"),
            one_of("accent", Accent, "initiative"),
            in_order("starts_on", "ends_on", "initiative"),
            models.CheckConstraint(condition=~models.Q(slug=""), name="initiative_has_slug"),
            models.CheckConstraint(condition=~models.Q(slug__in=RESERVED), name="initiative_slug_is_not_reserved"),
        ]

    def __str__(self) -> str:
        return str(languages.text(self, "name"))

    def get_absolute_url(self) -> str:
        """Its public page."""
        return reverse("portal:initiative", args=[self.slug])

    @property
    def is_sphere(self) -> bool:
        """Whether it is an impact sphere of the third sector."""
        return self.kind == InitiativeKind.SPHERE
