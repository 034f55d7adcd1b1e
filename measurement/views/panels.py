"""Fragments that the pages of lower floors bring in by address: a goal's measures, a group's measures."""

from collections.abc import Mapping
from typing import Any

from initiative.models import Goal
from initiative.scope import InitiativeMixin
from kernel.views import Page, find
from measurement.selectors import measure_page, progress, series, shown
from working_groups.models import Body


class GoalPanel(InitiativeMixin, Page):
    """The measures of a goal, a fragment for the page of the goal."""

    reach = "partners"
    policy = "visible"
    template_name = "measurement/_goal_panel.html"

    def get_subject(self) -> Goal:
        """The goal, or 404."""
        return find(  # type: ignore[no-any-return]
            Goal.objects.visible_to(self.actor), initiative=self.initiative, public_id=self.kwargs["public_id"]
        )

    def get_context(self, subject: Goal) -> Mapping[str, Any]:
        """Its measures with their latest figures."""
        rows = list(measure_page.measures(self.actor, self.initiative).filter(goal=subject, retired_on__isnull=True))
        found = series.many(self.actor, rows)
        return {"rows": [(row, shown.series(found[row.pk])) for row in rows], "object": subject}


class BodyPanel(InitiativeMixin, Page):
    """The measures that a group takes care of, a fragment for its page and for its chair's home."""

    reach = "partners"
    policy = "visible"
    template_name = "measurement/_body_panel.html"

    def get_subject(self) -> Body:
        """The body, or 404."""
        return find(  # type: ignore[no-any-return]
            Body.objects.visible_to(self.actor), initiative=self.initiative, public_id=self.kwargs["public_id"]
        )

    def get_context(self, subject: Body) -> Mapping[str, Any]:
        """Each measure against the period before and its target."""
        return {"rows": progress.by_body(self.actor, [subject]), "object": subject}
