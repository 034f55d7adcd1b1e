"""The log of acts and the worker's heartbeat."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models

from audit.querysets import EntryQuerySet
from kernel import clock, languages
from kernel.querysets import OwnerOnly


class Entry(models.Model):
    """Fact. One act: what, by whom, about what, what changed. No update, no delete: held by the database.

    Titles of the subject and the organisation are copied as text, in the portal's first language and under `names` in
    each other one in which they read otherwise: {language: [title, organisation]}. A person's name is not, so that a
    person can be anonymised. `about` holds the keys the audience is found by: initiative, participation, organisation,
    body, people.
    """

    kind = models.CharField(max_length=80)
    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.BigIntegerField()
    subject = GenericForeignKey("content_type", "object_id")
    subject_title = models.CharField(max_length=300, blank=True)
    initiative_key = models.CharField(max_length=80, blank=True)
    organisation_name = models.CharField(max_length=300, blank=True)
    names = models.JSONField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    about = models.JSONField(default=dict)
    changes = models.JSONField(default=dict)
    at = models.DateTimeField(default=clock.now)

    objects = EntryQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["content_type", "object_id", "at"], name="entry_of_subject"),
            models.Index(fields=["initiative_key", "at"], name="entry_of_initiative"),
            models.Index(fields=["kind", "at"], name="entry_of_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"

    @property
    def title(self) -> str:
        """What the subject was called then, in the reader's language."""
        return self._named(0, self.subject_title)

    @property
    def organisation(self) -> str:
        """What the organisation was called then, in the reader's language; empty where there is none."""
        return self._named(1, self.organisation_name)

    def _named(self, place: int, first: str) -> str:
        told = (self.names or {}).get(languages.current())
        return str(told[place]) if told else first


class Heartbeat(models.Model):
    """Derivation. The last sign of life of a worker; `/readyz` reads it."""

    name = models.CharField(max_length=80, unique=True)
    at = models.DateTimeField(default=clock.now)

    objects = OwnerOnly.as_manager()

    def __str__(self) -> str:
        return self.name
