"""What the endpoints of this floor share: rows of the initiative, one act with its form, one act without."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework import status
from rest_framework.response import Response

from initiative.scope import InitiativeApiMixin
from kernel.api import Scoped, require_match, validated
from kernel.api_bodies import filled, gate
from kernel.models import Versioned
from kernel.permissions import ask
from kernel.views import find
from working_groups.models import Body, Meeting


class Inside(InitiativeApiMixin, Scoped):
    """Rows of one initiative, found by a path to it."""

    path_to_initiative: ClassVar[str] = "initiative"

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Those of this initiative."""
        return rows.filter(**{self.path_to_initiative: self.initiative})

    @cached_property
    def body(self) -> Body:
        """The body of a nested address."""
        rows = Body.objects.visible_to(self.actor).filter(initiative=self.initiative).select_related("initiative")
        return find(rows, public_id=self.kwargs["body"])  # type: ignore[no-any-return]

    @cached_property
    def meeting(self) -> Meeting:
        """The meeting of a nested address."""
        rows = Meeting.objects.visible_to(self.actor).filter(body__initiative=self.initiative)
        rows = rows.select_related("body__initiative", "minutes")
        return find(rows, public_id=self.kwargs["meeting"])  # type: ignore[no-any-return]

    def may(self, name: str, subject: Any) -> None:
        """Ask a policy before the body is read; the act asks it again."""
        gate(ask(f"working_groups.{name}", self.actor, subject))

    def press(self, name: str, service: Callable[..., Any], **subject: Any) -> Response:
        """An act without a form, once for each key; the answer is the row after it."""
        (row,) = subject.values()
        self.may(name, row)

        def act() -> Response:
            self.require_seen(row)
            service(actor=self.actor, **subject)
            return self.answer(self.again(row))

        return self.once(act)

    def submit(
        self,
        name: str,
        subject: Any,
        form_class: Any,
        act: Callable[[Any], Any],
        *,
        defaults: Mapping[str, Any] | None = None,
        created: bool = False,
        **options: Any,
    ) -> Response:
        """An act with the form of the page; the answer is what it made, or the row after it."""
        self.may(name, subject)

        def run() -> Response:
            if isinstance(subject, Versioned) and not created:
                require_match(self.request, subject)
            form = validated(form_class, filled(defaults or {}, self.request.data), **options)
            result = act(form)
            return self.answer(self.again(result), status.HTTP_201_CREATED if created else status.HTTP_200_OK)

        return self.once(run)

    def again(self, row: Any) -> Any:
        """The row with what its serializer reads."""
        rows = type(row)._default_manager.select_related(*self.select).prefetch_related(*self.prefetch)
        return rows.get(pk=row.pk)
