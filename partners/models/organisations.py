"""An organisation: who it is, in all initiatives alike. What it does in one stands in its participation."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kernel import languages, text
from kernel.models import Created, PublicId, Versioned, one_of, required
from partners.querysets import OrganisationQuerySet


class Sector(models.TextChoices):
    """The three sectors, and those that stand beside or between them."""

    PUBLIC = "public", _("Public sector")
    BUSINESS = "business", _("Business sector")
    THIRD = "third", _("Third sector")
    PHILANTHROPY = "philanthropy", _("Philanthropy")
    ACADEMIA = "academia", _("Academia")
    LOCAL = "local", _("Local government")
    COMMUNITY = "community", _("Community")


class OrganisationKind(models.TextChoices):
    """What it is in law or in practice."""

    MINISTRY = "ministry", _("Government ministry")
    AUTHORITY = "authority", _("Local or public authority")
    SCHOOL_NETWORK = "school_network", _("School network")
    NGO = "ngo", _("Association or public benefit company")
    COMPANY = "company", _("Company")
    COOPERATIVE = "cooperative", _("Cooperative")
    FOUNDATION = "foundation", _("Foundation")
    UNIVERSITY = "university", _("University")
    COLLEGE = "college", _("College")
    MUSEUM = "museum", _("Museum or science centre")
    UMBRELLA = "umbrella", _("Umbrella organisation or union")
    MOVEMENT = "movement", _("Movement or network")
    OTHER = "other", _("Other")


class District(models.TextChoices):
    """Districts of the country, with the whole of it for those who work everywhere."""

    JERUSALEM = "jerusalem", _("Jerusalem district")
    NORTH = "north", _("Northern district")
    HAIFA = "haifa", _("Haifa district")
    CENTRE = "centre", _("Central district")
    TEL_AVIV = "tel_aviv", _("Tel Aviv district")
    SOUTH = "south", _("Southern district")
    JUDEA_SAMARIA = "judea_samaria", _("Judea and Samaria")
    NATIONAL = "national", _("The whole country")
    __empty__ = _("Not given")


class OrganisationSize(models.TextChoices):
    """By people employed."""

    VOLUNTEERS = "volunteers", _("Volunteers only")
    SMALL = "small", _("1 to 10 employees")
    MEDIUM = "medium", _("11 to 50 employees")
    LARGE = "large", _("51 to 250 employees")
    HUGE = "huge", _("More than 250 employees")
    __empty__ = _("Not given")

    @classmethod
    def of(cls, employees: int) -> "OrganisationSize":
        """The size of that many people employed."""
        for most, size in ((0, cls.VOLUNTEERS), (10, cls.SMALL), (50, cls.MEDIUM), (250, cls.LARGE)):
            if employees <= most:
                return size
        return cls.HUGE


class Organisation(PublicId, Created, Versioned):
    """Reference. The actor of the house: people act for it under a dated mandate.

    `name_key` is what search compares: the names in all languages, folded by `kernel.text.search_key`.
    """

    name = models.CharField(_("name"), max_length=160)
    name_key = models.CharField(max_length=700, default="", editable=False)
    sector = models.CharField(_("sector"), max_length=20, choices=Sector.choices)
    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind.choices, default=OrganisationKind.OTHER)
    registration_no = models.CharField(_("registration number"), max_length=20, blank=True)
    is_demo = models.BooleanField(default=False)
    about = models.TextField(_("about"), max_length=2000, blank=True)
    website = models.URLField(_("website"), max_length=300, blank=True)
    mail = models.EmailField(_("mail address"), max_length=254, blank=True)
    telephone = models.CharField(_("telephone"), max_length=20, blank=True)
    district = models.CharField(_("district"), max_length=20, choices=District.choices, blank=True)
    size = models.CharField(_("size"), max_length=20, choices=OrganisationSize.choices, blank=True)
    logo = models.ForeignKey("documents.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        constraints = [
            required("name", "organisation"),
            one_of("sector", Sector, "organisation"),
            one_of("kind", OrganisationKind, "organisation"),
            models.CheckConstraint(
                condition=Q(district__in=["", *District.values]), name="organisation_district_is_known"
            ),
            models.CheckConstraint(
                condition=Q(size__in=["", *OrganisationSize.values]), name="organisation_size_is_known"
            ),
            models.UniqueConstraint(
                fields=["registration_no"],
                condition=~Q(registration_no=""),
                name="organisation_registration_no_once",
            ),
        ]
        indexes = [models.Index(fields=["sector", "district"], name="organisation_by_sector")]

    def __str__(self) -> str:
        return str(languages.text(self, "name"))

    def get_absolute_url(self) -> str:
        """Its profile, in all initiatives alike."""
        return reverse("partners:organisation", args=[self.public_id])

    def key_of_names(self) -> str:
        """What `name_key` must be for its present names."""
        names = [name for name in languages.values(self, "name").values() if name]
        return " | ".join(text.search_key(name) for name in names)[:700]
