"""The chart of a measure with its filters: a page by itself, and the fragment that the measure's page brings in."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from initiative.scope import InitiativeMixin
from kernel import downloads
from kernel.views import Page, find
from measurement.models import Measure
from measurement.selectors import known
from portal.dashboards import files
from portal.dashboards import measure as dashboards


class MeasureChart(InitiativeMixin, Page):
    """Values over time for whoever takes part, filtered by scope and period."""

    reach = "partners"
    policy = "visible"

    def get_template_names(self) -> list[str]:
        """The whole page, or the part of it that is swapped in."""
        part = self.request.headers.get("HX-Request") == "true"
        return ["portal/_measure_chart.html" if part else "portal/measure_chart.html"]

    def get_subject(self) -> Measure:
        """The measure, as far as it is the reader's."""
        rows = Measure.objects.visible_to(self.actor).filter(initiative=self.initiative)
        found: Measure = find(rows.select_related("initiative"), public_id=self.kwargs["public_id"])
        return found

    @cached_property
    def screen(self) -> dashboards.MeasureScreen:
        """The screen for the filters of the address."""
        asked = self.request.GET
        as_of = known.moment(asked.get(known.ASKED, ""))
        made = dashboards.measure(
            self.actor, self.get_subject(), asked.get("scope", ""), asked.get("period", ""), as_of
        )
        if made is None:
            raise Http404
        return made

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        """The page, its part, or its figures as a file."""
        if request.GET.get("format") in {"csv", "xlsx"}:
            self.check(self.get_subject())
            card = self.screen.card
            return downloads.respond(
                request, files.rows([card.series]), files.columns(), request.GET["format"], card.code
            )
        answer = super().get(request, *args, **kwargs)
        patch_vary_headers(answer, ["HX-Request"])
        if request.headers.get("HX-Request") == "true" and request.GET:
            # The choice stands in the address of the page around, so that it can be sent on.
            page = urlsplit(request.headers.get("HX-Current-URL", "")).path
            known = {request.path, self.get_subject().get_absolute_url()}
            if page in known:
                answer["HX-Replace-Url"] = f"{page}?{request.GET.urlencode()}"
        return answer

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        """The screen."""
        url = self.screen.card.url
        return {
            "screen": self.screen,
            "chart_url": url,
            "crumbs": [
                (_("Progress"), reverse("portal:steering", args=[self.initiative.slug])),
                (self.screen.card.title.value, ""),
            ],
        }
