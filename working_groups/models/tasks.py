"""A task: what a person does for an organisation by a day."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kernel import languages
from kernel.models import PublicId, Versioned, one_of
from partners.models import MandateStamp
from working_groups.models.bodies import Body
from working_groups.models.decisions import Decision
from working_groups.models.meetings import AgendaItem
from working_groups.querysets import TaskQuerySet


class TaskState(models.TextChoices):
    """The life of a task."""

    OPEN = "open", pgettext_lazy("task", "Open")
    DOING = "doing", pgettext_lazy("task", "In work")
    DONE = "done", pgettext_lazy("task", "Done")
    DROPPED = "dropped", pgettext_lazy("task", "Dropped")


LIVE = (TaskState.OPEN, TaskState.DOING)


class Task(PublicId, Versioned, MandateStamp):
    """Claim. One piece of work: its owner is a person and an organisation; the stamp is who gave it.

    `first_due_on` stays what was first agreed, so that moving the day is seen.
    """

    initiative = models.ForeignKey("initiative.Initiative", on_delete=models.PROTECT, related_name="tasks")
    body = models.ForeignKey(Body, null=True, blank=True, on_delete=models.PROTECT, related_name="tasks")
    item = models.ForeignKey(AgendaItem, null=True, blank=True, on_delete=models.PROTECT, related_name="tasks")
    decision = models.ForeignKey(Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="tasks")
    participation = models.ForeignKey("partners.Participation", on_delete=models.PROTECT, related_name="tasks")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="tasks", verbose_name=_("person")
    )
    title = models.CharField(_("task"), max_length=250)
    title_language = models.CharField(max_length=10, default=languages.default)
    due_on = models.DateField(_("due"))
    first_due_on = models.DateField(editable=False)
    state = models.CharField(max_length=10, choices=TaskState.choices, default=TaskState.OPEN)
    done_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Why it was dropped, opened again or moved: the last reason; all of them stand in the history.
    reason = models.TextField(_("reason"), blank=True)
    reason_language = models.CharField(max_length=10, default=languages.default)

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("task")
        constraints = [
            one_of("state", TaskState, "task"),
            models.CheckConstraint(condition=~Q(title=""), name="task_has_a_title"),
            models.CheckConstraint(
                condition=Q(state="done", done_at__isnull=False) | (~Q(state="done") & Q(done_at__isnull=True)),
                name="task_done_has_its_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["body", "state", "due_on"], name="task_of_body"),
            models.Index(fields=["person", "state", "due_on"], name="task_of_person"),
            models.Index(fields=["initiative", "state", "due_on"], name="task_of_initiative"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The task's page."""
        from django.urls import reverse

        return reverse("working_groups:task", args=[self.initiative.slug, self.public_id])

    @property
    def is_live(self) -> bool:
        """Whether it still waits to be done."""
        return self.state in LIVE
