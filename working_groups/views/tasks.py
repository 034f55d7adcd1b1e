"""Pages of tasks: the list, one task, giving, moving, handing over, the owner's buttons."""

from collections.abc import Mapping
from functools import cached_property
from operator import attrgetter
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kernel import permissions
from kernel.downloads import Column
from kernel.views import Page, ScopedList, find
from working_groups.filters import BodyTaskFilter, TaskFilter
from working_groups.forms.fields import ReasonForm
from working_groups.forms.tasks import HandOverForm, MoveTaskForm, TaskForm, TaskWordsForm
from working_groups.models import Body, Task
from working_groups.selectors import tasks, words
from working_groups.services import tasks as acts
from working_groups.views.shared import Button, Crumb, Here, History, InBody, Submit

ACTS = ("edit", "start", "finish", "drop", "reopen", "move", "hand_over")
COLUMNS = (
    Column("title", gettext_lazy("Task"), attrgetter("title"), width=60),
    Column("person", gettext_lazy("Person"), lambda row: str(row.person)),
    Column("organisation", gettext_lazy("Organisation"), lambda row: words.owner(row.participation)),
    Column("body", gettext_lazy("Committee or group"), lambda row: str(row.body or "")),
    Column("due_on", pgettext_lazy("task", "Due"), attrgetter("due_on"), "date"),
    Column("first_due_on", gettext_lazy("First due"), attrgetter("first_due_on"), "date"),
    Column("state", gettext_lazy("State"), lambda row: str(row.get_state_display())),
)


class TaskList(Here, ScopedList):
    """Tasks that one may see: what is not finished first comes by its day."""

    model = Task
    template_name = "working_groups/task_list.html"
    filterset_class = TaskFilter
    export_name = "tasks"
    columns = COLUMNS
    sorts = {"due": ("due_on",), "title": ("title",), "state": ("state", "due_on"), "body": ("body", "due_on")}

    def get_queryset(self) -> Any:
        rows = Task.objects.visible_to(self.actor).filter(initiative=self.initiative)
        if not self.request.GET.get("state"):
            rows = rows.filter(state__in=("open", "doing"))
        return rows.select_related(*tasks.WITH)

    def shape(self, rows: Any) -> list[Any]:
        return [tasks.line(row) for row in rows]

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        return {
            "title": _("Tasks"),
            "crumbs": [(_("Tasks"), "")],
            "may_give": permissions.ask("working_groups.task.give_here", self.actor, self.initiative),
            "new_url": self.url("task-new"),
            "show_body": True,
        }


class BodyTasks(InBody, TaskList):
    """Tasks of one body."""

    tab = "tasks"
    filterset_class = BodyTaskFilter

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(body=self.body)

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        return {
            "title": _("Tasks: %(body)s") % {"body": self.body},
            "crumbs": self.crumbs((_("Tasks"), "")),
            "tabs": self.tabs(),
            "may_give": permissions.ask("working_groups.task.give", self.actor, self.body),
            "new_url": f"{self.url('task-new')}?body={self.body.public_id}",
        }


class InTask(Here):
    """An address of one task."""

    @cached_property
    def task(self) -> Task:
        """The task of the address."""
        rows = Task.objects.visible_to(self.actor).filter(initiative=self.initiative)  # type: ignore[attr-defined]
        rows = rows.select_related(*tasks.WITH, "decision__body", "item__meeting__body")
        return find(rows, public_id=self.kwargs["public_id"])  # type: ignore[no-any-return]

    def get_subject(self) -> Any:
        return self.task

    def crumbs(self, *more: Crumb) -> list[Crumb]:
        """Where the page stands."""
        here = self.url("task", self.task) if more else ""
        return [(_("Tasks"), self.url("tasks")), (self.task.title, here), *more]


class TaskDetail(InTask, Page):
    """One task: whose, by when, from where, and what may be done."""

    policy = "visible"
    template_name = "working_groups/task_detail.html"

    def get_context(self, subject: Task) -> Mapping[str, Any]:
        actor = self.actor
        seen_body = subject.body and Body.objects.visible_to(actor).filter(pk=subject.body_id).exists()
        decision = subject.decision
        return {
            "title": subject.title,
            "crumbs": self.crumbs(),
            "task": subject,
            "line": tasks.line(subject),
            "body_url": self.url("body", subject.body) if seen_body else "",
            "decision": decision,
            "decision_url": self.url("decision", decision) if decision else "",
            "verdicts": self.verdicts(subject, "task", *ACTS),
            "urls": {act: self.url(f"task-{act.replace('_', '-')}", subject) for act in (*ACTS, "history")},
        }


class TaskNew(Here, Submit):
    """Give a task."""

    policy = "working_groups.task.give_here"
    form_class = TaskForm
    title = gettext_lazy("New task")
    submit = gettext_lazy("Give the task")
    success_message = gettext_lazy("The task was given.")
    after = (gettext_lazy("The owner is told, and sees it on the first screen."),)

    def get_crumbs(self, title: str) -> list[Crumb]:
        return [(_("Tasks"), self.url("tasks")), (title, "")]

    def get_back_url(self, subject: Any) -> str:
        return self.url("tasks")

    def get_form_kwargs(self, subject: Any) -> dict[str, Any]:
        rows = Body.objects.visible_to(self.actor).filter(initiative=self.initiative)
        asked = self.request.GET.get("body", "")[:12]
        body = rows.filter(public_id=asked).first() if asked.isalnum() else None  # a zero byte is none of PostgreSQL's
        return {"actor": self.actor, "initiative": self.initiative, "body": body}

    def act(self, subject: Any, form: Any) -> Any:
        cleaned = dict(form.cleaned_data)
        holder = cleaned.pop("holder")
        return acts.give(actor=self.actor, participation=holder.participation, person=holder.person, **cleaned)

    def get_success_url(self, subject: Any, result: Any) -> str:
        return str(result.get_absolute_url())


class TaskSubmit(InTask, Submit):
    """A form about one task."""

    def get_back_url(self, subject: Any) -> str:
        return self.url("task", self.task)


class TaskEdit(TaskSubmit):
    """Other words."""

    policy = "working_groups.task.edit"
    form_class = TaskWordsForm
    title = gettext_lazy("Words of the task")
    submit = gettext_lazy("Save the task")
    success_message = gettext_lazy("The task was saved.")

    def get_form_kwargs(self, subject: Task) -> dict[str, Any]:
        return {"task": subject}

    def act(self, subject: Task, form: Any) -> Any:
        cleaned = form.cleaned_data
        return acts.change(actor=self.actor, task=subject, title=cleaned["title"], seen=cleaned["version"])


class TaskMove(TaskSubmit):
    """Another day."""

    policy = "working_groups.task.move"
    form_class = MoveTaskForm
    title = gettext_lazy("Another day for the task")
    submit = gettext_lazy("Move the day")
    success_message = gettext_lazy("The day was moved.")
    after = (gettext_lazy("The first day stays to be seen, and so does the reason."),)

    def act(self, subject: Task, form: Any) -> Any:
        return acts.move(actor=self.actor, task=subject, **form.cleaned_data)


class TaskDrop(TaskSubmit):
    """It will not be done."""

    policy = "working_groups.task.drop"
    form_class = ReasonForm
    title = gettext_lazy("Drop the task")
    submit = gettext_lazy("Drop the task")
    danger = True
    success_message = gettext_lazy("The task was dropped.")

    def act(self, subject: Task, form: Any) -> Any:
        return acts.drop(actor=self.actor, task=subject, reason=form.cleaned_data["reason"])


class TaskReopen(TaskSubmit):
    """It is not done after all."""

    policy = "working_groups.task.reopen"
    form_class = ReasonForm
    title = gettext_lazy("Open the task again")
    submit = gettext_lazy("Open it again")
    success_message = gettext_lazy("The task is open again.")

    def act(self, subject: Task, form: Any) -> Any:
        return acts.reopen(actor=self.actor, task=subject, reason=form.cleaned_data["reason"])


class TaskHandOver(TaskSubmit):
    """To somebody else of the same organisation."""

    policy = "working_groups.task.hand_over"
    form_class = HandOverForm
    title = gettext_lazy("Hand the task over")
    submit = gettext_lazy("Hand it over")
    success_message = gettext_lazy("The task was handed over.")

    def get_form_kwargs(self, subject: Task) -> dict[str, Any]:
        return {"actor": self.actor, "task": subject}

    def act(self, subject: Task, form: Any) -> Any:
        return acts.hand_over(actor=self.actor, task=subject, person=form.cleaned_data["holder"].person)


class TaskStart(InTask, Button):
    """Work has begun."""

    policy = "working_groups.task.start"
    service = staticmethod(acts.start)
    argument = "task"
    success_message = gettext_lazy("The task is in work.")


class TaskFinish(InTask, Button):
    """It is done."""

    policy = "working_groups.task.finish"
    service = staticmethod(acts.finish)
    argument = "task"
    success_message = gettext_lazy("The task is done.")


class TaskHistory(InTask, History):
    """What happened to the task."""
