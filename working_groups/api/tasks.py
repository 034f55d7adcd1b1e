"""Endpoints of tasks."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from kernel.api_bodies import body, no_body
from working_groups.api.serializers import TaskSerializer
from working_groups.api.shared import Inside
from working_groups.filters import TaskFilter
from working_groups.forms.fields import ReasonForm
from working_groups.forms.tasks import HandOverForm, MoveTaskForm, TaskForm, TaskWordsForm
from working_groups.models import Task
from working_groups.services import tasks

REASON = body("ReasonOrder", required=("reason",))


class Tasks(Inside):
    """Tasks one may see."""

    model = Task
    serializer_class = TaskSerializer
    filterset_class = TaskFilter
    select = ("initiative", "body", "decision", "participation__organisation", "person", "by")
    sorts = ("due_on", "pk")

    @extend_schema(
        request=body("TaskOrder", required=("title", "holder", "due_on"), optional=("body", "decision")),
        responses={201: TaskSerializer},
    )
    def create(self, request: Request, **kwargs: Any) -> Response:
        """Give a task; `holder` is `<participation>.<person>`."""

        def act(form: Any) -> Task:
            cleaned = dict(form.cleaned_data)
            holder = cleaned.pop("holder")
            return tasks.give(actor=self.actor, participation=holder.participation, person=holder.person, **cleaned)

        options: dict[str, Any] = {"actor": self.actor, "initiative": self.initiative}
        return self.submit("task.give_here", self.initiative, TaskForm, act, created=True, **options)

    @extend_schema(request=body("TaskChange", required=("title",)))
    def partial_update(self, request: Request, **kwargs: Any) -> Response:
        """Other words."""
        row = self.get_object()
        return self.submit(
            "task.edit",
            row,
            TaskWordsForm,
            lambda form: tasks.change(actor=self.actor, task=row, title=form.cleaned_data["title"]),
        )

    @no_body()
    def start(self, request: Request, **kwargs: Any) -> Response:
        """Work has begun."""
        return self.press("task.start", tasks.start, task=self.get_object())

    @no_body()
    def finish(self, request: Request, **kwargs: Any) -> Response:
        """It is done."""
        return self.press("task.finish", tasks.finish, task=self.get_object())

    @extend_schema(request=REASON)
    def drop(self, request: Request, **kwargs: Any) -> Response:
        """It will not be done."""
        row = self.get_object()

        def act(form: Any) -> Task:
            return tasks.drop(actor=self.actor, task=row, **form.cleaned_data)

        return self.submit("task.drop", row, ReasonForm, act)

    @extend_schema(request=REASON)
    def reopen(self, request: Request, **kwargs: Any) -> Response:
        """It is not done after all."""
        row = self.get_object()

        def act(form: Any) -> Task:
            return tasks.reopen(actor=self.actor, task=row, **form.cleaned_data)

        return self.submit("task.reopen", row, ReasonForm, act)

    @extend_schema(request=body("MoveTaskOrder", required=("due_on", "reason")))
    def move(self, request: Request, **kwargs: Any) -> Response:
        """Another day, with its reason."""
        row = self.get_object()

        def act(form: Any) -> Task:
            return tasks.move(actor=self.actor, task=row, **form.cleaned_data)

        return self.submit("task.move", row, MoveTaskForm, act)

    @extend_schema(request=body("HandOverOrder", required=("holder",)))
    def hand_over(self, request: Request, **kwargs: Any) -> Response:
        """To somebody else of the same organisation."""
        row = self.get_object()

        def act(form: Any) -> Task:
            return tasks.hand_over(actor=self.actor, task=row, person=form.cleaned_data["holder"].person)

        return self.submit("task.hand_over", row, HandOverForm, act, actor=self.actor, task=row)
