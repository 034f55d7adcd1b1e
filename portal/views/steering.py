"""The committee's dashboard: page, sheet for print, file."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiative.scope import InitiativeMixin
from kernel import downloads
from kernel.views import Page
from measurement.selectors import known
from portal.dashboards import files
from portal.dashboards import steering as dashboards


class SteeringPage(InitiativeMixin, Page):
    """Is the needle moving? For whoever takes part; provisional totals are marked so."""

    reach = "partners"
    policy = "visible"

    @cached_property
    def screen(self) -> dashboards.Steering:
        """The screen for the filters of the address."""
        asked = self.request.GET
        as_of = known.moment(asked.get(known.ASKED, ""))
        return dashboards.steering(self.actor, self.initiative, asked.get("goal", ""), asked.get("period", ""), as_of)

    @property
    def is_sheet(self) -> bool:
        """Whether the sheet for print is asked for."""
        return self.request.GET.get("view") == "sheet"

    def get_template_names(self) -> list[str]:
        """The page, or the sheet."""
        return ["portal/steering_sheet.html" if self.is_sheet else "portal/steering.html"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        """The page, or the figures of what it shows as a file."""
        wanted = request.GET.get("format")
        if wanted in {"csv", "xlsx"}:
            self.check(self.get_subject())
            code = request.GET.get("measure", "")
            found = [card.series for card in self.screen.cards if code in {"", card.code}]
            name = code or f"{self.initiative.slug}-steering"
            return downloads.respond(request, files.rows(found), files.columns(), wanted, name)
        return super().get(request, *args, **kwargs)

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        """The screen and its summary."""
        return {"screen": self.screen, "summary": summary(self.screen.counts)}


def summary(counts: Mapping[str, int]) -> str:
    """How many measures stand how, in one sentence."""
    said = []
    on, watch, off, unknown = (counts[state] for state in dashboards.STATES)
    if on:
        said.append(ngettext("one measure is on track", "%(count)s measures are on track", on) % {"count": on})
    if watch:
        said.append(ngettext("one needs attention", "%(count)s need attention", watch) % {"count": watch})
    if off:
        said.append(ngettext("one is off track", "%(count)s are off track", off) % {"count": off})
    if unknown:
        said.append(
            ngettext("for one it is too early to tell", "for %(count)s it is too early to tell", unknown)
            % {"count": unknown}
        )
    if not said:
        return ""
    sentence = _(", ").join(said)
    return f"{sentence[:1].upper()}{sentence[1:]}."
