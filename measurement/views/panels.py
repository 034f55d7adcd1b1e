"""What pages of lower floors bring in by address: a goal's measures, a group's measures. Opened by itself, a page."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from initiative.models import Goal
from initiative.scope import InitiativeMixin
from kernel import languages
from kernel.views import ScopedDetail
from measurement.selectors import measure_page, progress, series, shown
from working_groups.models import Body


class Panel(InitiativeMixin, ScopedDetail):
    """The measures of a thing of the initiative: a part of its page, and a page where it is opened by its address."""

    reach = "partners"
    part: ClassVar[str]
    home: ClassVar[str]  # the address's name of the thing's own page

    def get_template_names(self) -> list[str]:
        """The part alone, or the page around it."""
        return [self.part if self.request.headers.get("HX-Request") == "true" else "measurement/panel.html"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """One address, two answers: caches must know."""
        answer = super().get(request, *args, **kwargs)
        patch_vary_headers(answer, ["HX-Request"])
        return answer

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        """The way back to the thing."""
        name = languages.text(subject, "name")
        crumbs = [(str(name), reverse(self.home, args=[self.initiative.slug, subject.public_id])), (_("Measures"), "")]
        return {"object": subject, "part": self.part, "name": name, "crumbs": crumbs}

    def get_queryset(self) -> QuerySet[Any]:
        """Those of the initiative."""
        return super().get_queryset().filter(initiative=self.initiative)


class GoalPanel(Panel):
    """The measures of a goal, for the page of the goal."""

    model = Goal
    part, home = "measurement/_goal_panel.html", "initiative:goal"

    def get_context(self, subject: Goal) -> Mapping[str, Any]:
        """Its measures with their latest figures."""
        rows = list(measure_page.measures(self.actor, self.initiative).filter(goal=subject, retired_on__isnull=True))
        found = series.many(self.actor, rows)
        return {**super().get_context(subject), "rows": [(row, shown.series(found[row.pk])) for row in rows]}


class BodyPanel(Panel):
    """The measures that a group takes care of, for its page and for its chair's home."""

    model = Body
    part, home = "measurement/_body_panel.html", "working_groups:body"

    def get_context(self, subject: Body) -> Mapping[str, Any]:
        """Each measure against the period before and its target."""
        return {**super().get_context(subject), "rows": progress.by_body(self.actor, [subject])}
