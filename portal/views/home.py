"""The first page of everybody: what waits for me."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiative.scope import InitiativeMixin
from kernel import duties
from kernel.views import Page
from portal.dashboards import home as dashboards

ICONS = {
    "minutes": "file-text",
    "meeting": "calendar-event",
    "decision": "scale",
    "task": "list-check",
    "request": "clipboard-list",
    "review": "clipboard-check",
    "question": "message-circle",
    "cycle": "calendar-event",
    "definition": "ruler-measure",
    "participation": "user-check",
    "partner": "building",
    "mandate": "user-check",
    "body": "users-group",
}
KINDS = {duties.LATE: "bad", duties.DUE: "watch", duties.OPEN: "info"}


def title_of(count: int) -> str:
    """The headline of a home: how many things wait, or that nothing does."""
    if not count:
        return _("Nothing waits for you today")
    return ngettext("One thing waits for you", "%(count)s things wait for you", count) % {"count": count}


class Home(Page):
    """What waits for the person, over all initiatives."""

    policy = "self"
    template_name = "portal/home.html"

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        """The home and its headline."""
        return context_of(dashboards.home(self.actor))


class RoleHome(InitiativeMixin, Page):
    """The same inside one initiative: the role's screen."""

    policy = "visible"
    template_name = "portal/home.html"

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        """The home of this initiative."""
        return context_of(dashboards.home(self.actor, self.initiative))


def context_of(home: dashboards.Home) -> dict[str, Any]:
    """What the template shows: duties as lines with an icon, a kind and their day."""
    lines = [
        {"duty": duty, "icon": ICONS.get(duty.kind.split(".")[0], "clipboard-list"), "kind": KINDS[duty.urgency]}
        for duty in home.duties
    ]
    return {"home": home, "lines": lines, "title": title_of(len(lines))}
