"""What is typed and not yet sent; what a file brought and does not yet count."""

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kernel import clock, languages
from kernel.models import PublicId, one_of
from measurement.models.stamps import Blank, Figure, Quality, language_column, not_both
from measurement.querysets import DraftQuerySet, StagedQuerySet, UploadQuerySet
from partners.models import MandateStamp


class DraftValue(Figure):
    """Claim. One cell as it stands in the grid. An emptied cell stays as a row, so that its revision goes on counting.

    `reason` answers a warning; `note` explains the number to its readers, or why it is not applicable.
    """

    request = models.ForeignKey("measurement.ReportingRequest", on_delete=models.PROTECT, related_name="drafts")
    definition = models.ForeignKey("measurement.Definition", on_delete=models.PROTECT, related_name="+", db_index=False)
    combination = models.ForeignKey(
        "measurement.Combination", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    note = models.TextField(blank=True, max_length=1000)
    note_language = language_column()
    reason = models.TextField(blank=True, max_length=1000)
    reason_language = language_column()
    revision = models.PositiveIntegerField(default=1)
    at = models.DateTimeField(default=clock.now)

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [
            not_both("draftvalue"),
            one_of("blank", Blank, "draftvalue"),
            one_of("quality", Quality, "draftvalue"),
            models.UniqueConstraint(fields=["request", "definition", "combination"], name="draftvalue_once_a_cell"),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.definition_id} {self.combination_id}"


class UploadState(models.TextChoices):
    """The life of an upload."""

    RECEIVED = "received", pgettext_lazy("file", "Received")
    STAGED = "staged", _("Checked, waits for confirmation")
    REFUSED = "refused", _("Refused")
    COUNTED = "counted", _("Taken in")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class UploadKind(models.TextChoices):
    """What the lines of a file become."""

    REQUEST = "request", _("A partner's report")
    FIGURES = "figures", _("Public figures")


class Upload(PublicId, MandateStamp):
    """Claim. One file for one purpose, known by its hash: the same file again changes nothing.

    The worker reads it: `lines` is how many values the file holds, `staged` counts how far it has come. `findings`
    holds all errors of all lines at once, each with its sentence in every language; `settings` a person's choices.
    """

    initiative = models.ForeignKey("initiative.Initiative", on_delete=models.PROTECT, related_name="uploads")
    request = models.ForeignKey(
        "measurement.ReportingRequest", null=True, blank=True, on_delete=models.PROTECT, related_name="uploads"
    )
    kind = models.CharField(max_length=10, choices=UploadKind.choices)
    scope_key = models.CharField(max_length=60)
    sha256 = models.CharField(max_length=64)
    file_name = models.CharField(max_length=200)
    document = models.ForeignKey(
        "documents.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=10, choices=UploadState.choices, default=UploadState.RECEIVED)
    settings = models.JSONField(default=dict)
    findings = models.JSONField(default=list)
    lines = models.PositiveIntegerField(default=0)
    counted_at = models.DateTimeField(null=True, blank=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        constraints = [
            one_of("state", UploadState, "upload"),
            one_of("kind", UploadKind, "upload"),
            models.UniqueConstraint(
                fields=["scope_key", "sha256"], condition=~models.Q(state="withdrawn"), name="upload_file_once_a_scope"
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def found(self) -> list[dict[str, Any]]:
        """The findings with their sentences in the reader's language."""
        language, other = languages.current(), languages.default()
        return [
            {**one, "sentence": one["sentence"].get(language) or one["sentence"].get(other, "")}
            for one in self.findings
        ]

    @property
    def is_being_read(self) -> bool:
        """Whether the worker has not told yet what is in it."""
        return self.state == UploadState.RECEIVED

    def get_absolute_url(self) -> str:
        """The preview."""
        if self.request is not None:
            return reverse("measurement:upload", args=[self.initiative.slug, self.request.public_id, self.public_id])
        return reverse("measurement:figures-upload", args=[self.initiative.slug, self.public_id])


class StagedValue(Figure):
    """Claim. One cell of an upload; it counts nowhere until the upload is counted."""

    upload = models.ForeignKey("measurement.Upload", on_delete=models.CASCADE, related_name="staged", db_index=False)
    line = models.PositiveIntegerField()
    column = models.PositiveSmallIntegerField()
    definition = models.ForeignKey("measurement.Definition", on_delete=models.PROTECT, related_name="+", db_index=False)
    combination = models.ForeignKey(
        "measurement.Combination", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    period = models.CharField(max_length=20, blank=True)
    series = models.CharField(max_length=40, blank=True)
    source = models.CharField(max_length=300, blank=True)
    url = models.URLField(max_length=500, blank=True)
    retrieved_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True, max_length=1000)
    note_language = language_column()

    objects = StagedQuerySet.as_manager()

    class Meta:
        constraints = [
            not_both("stagedvalue"),
            models.UniqueConstraint(fields=["upload", "line", "column"], name="stagedvalue_once_a_cell"),
        ]

    def __str__(self) -> str:
        return f"{self.upload_id} {self.line}:{self.column}"
