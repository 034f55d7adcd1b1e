"""A file, its versions, and what it is attached to. Files are private: no web server hands them out by itself."""

from uuid import uuid4

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models

from documents.querysets import DocumentQuerySet, LinkQuerySet, VersionQuerySet
from kernel import languages
from kernel.models import PublicId, Stamp


def private_place(instance: "Version", filename: str) -> str:
    """Where the bytes lie: a name that says nothing, below the private store."""
    return f"documents/{uuid4().hex}"


class Document(PublicId, Stamp):
    """Reference. A file under one title; who may open it is decided by what it is attached to."""

    title = models.CharField(max_length=200)
    title_language = models.CharField(max_length=10, default=languages.default, choices=settings.LANGUAGES)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(title=""), name="document_has_title")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Where the newest version is handed out."""
        from django.urls import reverse

        return reverse("documents:document-download", args=[self.public_id])


class Version(PublicId, Stamp):
    """Fact. One state of a file, with the hash and size of its bytes. A later one follows, none is changed."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    file = models.FileField(upload_to=private_place, max_length=120)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=120)
    hash = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    language = models.CharField(max_length=10, default=languages.default, choices=settings.LANGUAGES)

    objects = VersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="version_number_once_per_document"),
            models.CheckConstraint(condition=models.Q(size__gt=0), name="version_is_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"


class Link(models.Model):
    """Reference. A document attached to the thing that owns it."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="links")
    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.BigIntegerField()
    owner = GenericForeignKey("content_type", "object_id")

    objects = LinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "content_type", "object_id"], name="link_once_per_owner"),
        ]
        indexes = [models.Index(fields=["content_type", "object_id"], name="link_of_owner")]

    def __str__(self) -> str:
        return f"{self.document_id} {self.object_id}"
