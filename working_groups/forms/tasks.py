"""Forms of tasks."""

from typing import Any, cast

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kernel.actor import Actor
from kernel.forms import CleanForm
from working_groups.forms.fields import HolderField, RowField, day, long_text, short_text
from working_groups.models import Body, BodyState, Decision, Task
from working_groups.policies.roles import staff
from working_groups.selectors import people, words


class TaskForm(CleanForm):
    """A new task: what, who, by when, of which body."""

    title = short_text(_("Task"), max_length=250)
    holder = HolderField(label=_("Person and organisation"))
    due_on = day(pgettext_lazy("task", "Due"))
    body = RowField(Body.objects.none(), label=_("Committee or group"), required=False, empty_label=_("None"))
    decision = RowField(
        Decision.objects.none(),
        words.decision_name,
        label=_("Follows from decision"),
        required=False,
        empty_label=_("None"),
    )

    def __init__(self, *args: Any, actor: Actor, initiative: Any, body: Body | None = None, **kwargs: Any) -> None:
        if body is not None:
            kwargs.setdefault("initial", {"body": body.public_id})
        super().__init__(*args, **kwargs)
        cast(HolderField, self.fields["holder"]).offer(
            people.holders(actor, initiative, self._reach(actor, initiative))
        )
        rows = Body.objects.visible_to(actor).filter(initiative=initiative).exclude(state=BodyState.CLOSED)
        if not staff(actor, initiative.pk):
            mine = actor.keys("working_groups.chair", "working_groups.facilitator", "working_groups.member")
            rows = rows.filter(pk__in=mine)
        self.choice("body").queryset = rows.order_by("kind", "pk")
        self.choice("decision").queryset = (
            Decision.objects.visible_to(actor)
            .filter(Q(body__in=rows.values("pk")), body__initiative=initiative, decided_at__isnull=False)
            .select_related("body")
            .order_by("-decided_on")
        )

    def _reach(self, actor: Actor, initiative: Any) -> list[int] | None:
        """To whom: everybody for who runs a body, one's own people for a representative."""
        runs = staff(actor, initiative.pk) or actor.keys("working_groups.chair", "working_groups.facilitator")
        return None if runs else sorted(actor.keys("partners.representative"))


class TaskWordsForm(CleanForm):
    """Other words for a task."""

    title = short_text(_("Task"), max_length=250)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, task: Task | None = None, **kwargs: Any) -> None:
        if task is not None:
            kwargs.setdefault("initial", {"title": task.title, "version": task.version})
        super().__init__(*args, **kwargs)


class MoveTaskForm(CleanForm):
    """Another day for a task, and why."""

    due_on = day(_("New day"))
    reason = long_text(_("Reason"), rows=3, max_length=2000)


class HandOverForm(CleanForm):
    """Somebody else of the same organisation."""

    holder = HolderField(label=_("New owner"))

    def __init__(self, *args: Any, actor: Actor, task: Task, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = people.holders(actor, task.initiative, [task.participation_id])
        cast(HolderField, self.fields["holder"]).offer([row for row in rows if row.person.pk != task.person_id])
