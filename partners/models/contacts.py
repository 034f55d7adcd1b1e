"""People to call at an organisation who do not sign in. Never public; erased on request."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kernel import languages
from kernel.models import Created, PublicId, Versioned, has_any_language, one_of
from partners.models.organisations import Organisation
from partners.querysets import ContactQuerySet


class ShownTo(models.TextChoices):
    """Who may see a contact besides the backbone."""

    OWN = "own", _("Our organisation and the backbone")
    PARTNERS = "partners", _("All partners")


class Contact(PublicId, Created, Versioned):
    """Reference. A contact person; shown to partners only with a consent that has a date."""

    PERSONAL = ("name", "function", "mail", "telephone")

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="contacts")
    name = models.CharField(_("name"), max_length=120)
    function = models.CharField(_("function"), max_length=120, blank=True)
    function_language = models.CharField(max_length=10, default=languages.default, choices=settings.LANGUAGES)
    mail = models.EmailField(_("mail address"), max_length=254, blank=True)
    telephone = models.CharField(_("telephone"), max_length=20, blank=True)
    language = models.CharField(_("language"), max_length=10, default=languages.default, choices=settings.LANGUAGES)
    shown_to = models.CharField(max_length=10, choices=ShownTo.choices, default=ShownTo.OWN)
    consent_on = models.DateField(null=True, blank=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        constraints = [
            one_of("shown_to", ShownTo, "contact"),
            models.CheckConstraint(condition=has_any_language("name"), name="contact_name_in_any_language"),
            models.CheckConstraint(
                condition=Q(shown_to="own") | Q(consent_on__isnull=False), name="contact_shown_only_with_consent"
            ),
        ]

    def __str__(self) -> str:
        return str(languages.text(self, "name"))
