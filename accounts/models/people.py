"""A person who can sign in, and the terms of administrators."""

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.querysets import AdminTermQuerySet, PersonManager
from kernel import languages
from kernel.models import Created, Dated, PublicId, Stamp, has_any_language, in_order


class Calendar(models.TextChoices):
    """Whose rest days are kept when mails are sent."""

    JEWISH = "jewish", _("Jewish holidays and Shabbat")
    MUSLIM = "muslim", _("Muslim holidays")
    CHRISTIAN = "christian", _("Christian holidays")
    DRUZE = "druze", _("Druze holidays")
    CIVIL = "civil", _("Public holidays only")
    NONE = "none", _("No quiet days")


class Person(PublicId, Created, AbstractBaseUser):
    """Reference. One human being, known by a mail address; never deleted, only made anonymous.

    `joined_at` is empty until an invitation was accepted: before that no sign-in and no mail but the invitation.
    """

    PERSONAL = ("email", "name", "function", "telephone", "password")

    email = models.EmailField(_("mail address"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=120)
    function = models.CharField(_("function"), max_length=120, blank=True)
    function_language = models.CharField(max_length=10, default=languages.default, choices=settings.LANGUAGES)
    telephone = models.CharField(_("telephone"), max_length=20, blank=True)
    language = models.CharField(_("language"), max_length=10, default=languages.default, choices=settings.LANGUAGES)
    time_zone = models.CharField(_("time zone"), max_length=60, default="Asia/Jerusalem")
    calendar = models.CharField(_("quiet days"), max_length=10, choices=Calendar.choices, default=Calendar.JEWISH)
    joined_at = models.DateTimeField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    last_seen_on = models.DateField(null=True, blank=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []  # type: ignore[misc]

    objects = PersonManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="person_email_once"),
            models.CheckConstraint(condition=has_any_language("name"), name="person_name_in_any_language"),
        ]

    def __str__(self) -> str:
        return str(languages.text(self, "name"))

    def get_absolute_url(self) -> str:
        """The person's page."""
        from django.urls import reverse

        return reverse("accounts:person", args=[self.public_id])


class AdminTerm(PublicId, Dated, Stamp):
    """Fact. Who administers the installation, from when to when; only the last day and the moment of ending change.

    `ended_at` is the moment at which somebody took it back: from then on it gives nothing, whatever its last day.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="admin_terms")
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = AdminTermQuerySet.as_manager()

    class Meta:
        constraints = [
            in_order("starts_on", "ends_on", "adminterm"),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True) | models.Q(ends_on__isnull=False),
                name="adminterm_ended_has_last_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.starts_on}"
