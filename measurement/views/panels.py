"""Fragments that the pages of lower floors bring in by address: a goal's measures, a group's measures."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from initiative.models import Goal
from initiative.scope import InitiativeMixin
from kernel.views import ScopedDetail
from measurement.selectors import measure_page, progress, series, shown
from working_groups.models import Body


class Panel(InitiativeMixin, ScopedDetail):
    """A fragment about a thing of the initiative."""

    reach = "partners"

    def get_queryset(self) -> QuerySet[Any]:
        """Those of the initiative."""
        return super().get_queryset().filter(initiative=self.initiative)


class GoalPanel(Panel):
    """The measures of a goal, a fragment for the page of the goal."""

    model = Goal
    template_name = "measurement/_goal_panel.html"

    def get_context(self, subject: Goal) -> Mapping[str, Any]:
        """Its measures with their latest figures."""
        rows = list(measure_page.measures(self.actor, self.initiative).filter(goal=subject, retired_on__isnull=True))
        found = series.many(self.actor, rows)
        return {"rows": [(row, shown.series(found[row.pk])) for row in rows], "object": subject}


class BodyPanel(Panel):
    """The measures that a group takes care of, a fragment for its page and for its chair's home."""

    model = Body
    template_name = "measurement/_body_panel.html"

    def get_context(self, subject: Body) -> Mapping[str, Any]:
        """Each measure against the period before and its target."""
        return {"rows": progress.by_body(self.actor, [subject]), "object": subject}
