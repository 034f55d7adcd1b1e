"""What was sent: one submission a round, its changed cells, and the questions about them."""

from django.conf import settings
from django.db import models
from django.urls import reverse

from kernel import clock
from kernel.models import PublicId, one_of
from measurement.models.stamps import Blank, Figure, Quality, language_column, not_both
from measurement.querysets import ThroughQuestion, ThroughRequest, ThroughSubmission
from partners.models import MandateStamp


class Submission(PublicId, MandateStamp):
    """Fact. One sending of a request. `by` is its author and never accepts it; `seen_at`: when a reviewer opened it."""

    request = models.ForeignKey("measurement.ReportingRequest", on_delete=models.PROTECT, related_name="submissions")
    round = models.PositiveSmallIntegerField()
    narrative = models.TextField(blank=True, max_length=10000)
    narrative_language = language_column()
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    seen_at = models.DateTimeField(null=True, blank=True)

    objects = ThroughRequest.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "round"], name="submission_once_a_round")]
        indexes = [models.Index(fields=["at"], name="submission_by_time")]

    def __str__(self) -> str:
        return f"{self.request}"

    def get_absolute_url(self) -> str:
        """The review page."""
        initiative = self.request.cycle.measure_set.initiative
        return reverse("measurement:review", args=[initiative.slug, self.public_id])


class ReportedValue(Figure):
    """Claim, never edited. A cell as it was sent, with what the checks found and what the officer answered.

    Only cells that changed since the last round; neither number nor blank means that the cell was emptied.
    `is_derived`: the total of a complete dimension, computed at submission.
    """

    submission = models.ForeignKey("measurement.Submission", on_delete=models.PROTECT, related_name="values")
    definition = models.ForeignKey("measurement.Definition", on_delete=models.PROTECT, related_name="+", db_index=False)
    combination = models.ForeignKey(
        "measurement.Combination", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    note = models.TextField(blank=True, max_length=1000)
    note_language = language_column()
    reason = models.TextField(blank=True, max_length=1000)
    reason_language = language_column()
    findings = models.JSONField(default=list)
    is_derived = models.BooleanField(default=False)

    objects = ThroughSubmission.as_manager()

    class Meta:
        constraints = [
            not_both("reportedvalue"),
            one_of("blank", Blank, "reportedvalue"),
            one_of("quality", Quality, "reportedvalue"),
            models.UniqueConstraint(
                fields=["submission", "definition", "combination"], name="reportedvalue_once_a_cell"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.definition_id} {self.combination_id}"


class Question(PublicId, MandateStamp):
    """Claim. A reviewer's question on a submission, a measure of it or one cell; closed by a reviewer."""

    submission = models.ForeignKey("measurement.Submission", on_delete=models.PROTECT, related_name="questions")
    definition = models.ForeignKey(
        "measurement.Definition", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    combination = models.ForeignKey(
        "measurement.Combination", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    text = models.TextField(max_length=2000)
    text_language = language_column()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ThroughSubmission.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(text=""), name="question_has_text")]
        indexes = [models.Index(fields=["submission", "closed_at"], name="question_open_of_submission")]

    def __str__(self) -> str:
        return self.text[:80]

    def get_absolute_url(self) -> str:
        """The question on its review page."""
        return f"{self.submission.get_absolute_url()}#q-{self.public_id}"


class Reply(models.Model):
    """Claim, never edited. An answer in the thread of a question."""

    question = models.ForeignKey("measurement.Question", on_delete=models.PROTECT, related_name="replies")
    text = models.TextField(max_length=2000)
    text_language = language_column()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    objects = ThroughQuestion.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(text=""), name="reply_has_text")]

    def __str__(self) -> str:
        return self.text[:80]
