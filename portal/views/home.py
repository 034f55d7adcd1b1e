"""The first page of everybody: what waits for me."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.selectors import operations
from initiative.models import Initiative
from initiative.scope import InitiativeMixin
from kernel import duties
from kernel.actor import Actor
from kernel.views import Page
from portal.dashboards import balances, cockpit, giving, ours, own, public, steering
from portal.dashboards import home as dashboards

ICONS = {
    "funding": "coins",
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
    "invitation": "mail",
    "operations": "alert-triangle",
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
        """The home and its headline; under it the board of the initiative that the person works in most."""
        home = dashboards.home(self.actor)
        self.request.my_initiatives = home.mine  # type: ignore[attr-defined]  # the menu need not look for them again
        main = home.places[0] if home.places else None
        self.template_name = "portal/role_home.html" if main else self.template_name
        return {
            **context_of(home),
            "main": main,
            "board": dashboards.board_of(self.actor, main) if main else "",
            "without_factor": operations.without_factor() if self.actor.has(0, "accounts.admin") else None,
        }


class RoleHome(InitiativeMixin, Page):
    """The same inside one initiative: the role's screen. Its board comes after the duties, by itself."""

    policy = "visible"
    template_name = "portal/role_home.html"

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        """The home of this initiative."""
        home = dashboards.home(self.actor, self.initiative)
        self.request.my_initiatives = home.mine  # type: ignore[attr-defined]
        return {**context_of(home), "board": dashboards.board_of(self.actor, self.initiative)}


class _Part(InitiativeMixin, Page):
    """A screen that is a page by itself and a part of another where it is asked for so."""

    def get_template_names(self) -> list[str]:
        """The part alone, or the page around it."""
        part = self.request.headers.get("HX-Request") == "true"
        return ["portal/_board.html" if part else "portal/board.html"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """One address, two answers: caches must know."""
        answer = super().get(request, *args, **kwargs)
        patch_vary_headers(answer, ["HX-Request"])
        return answer


class Board(_Part):
    """The board of the role: the cockpit, own values, a funder's money, the goals, the published results.

    Two boards come in two parts, so that each is there soon: `?part=more` are a partner's reports and tasks, and the
    results that a funder shares.
    """

    policy = "visible"

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        """What this role's board shows; above it, for the treasurer, the line of each fund."""
        actor, initiative = self.actor, self.initiative
        board = dashboards.board_of(actor, initiative)
        if self.request.GET.get("part") == "more" and board in MORE:
            title, make = MORE[board]
            return {"title": title(), "board_template": f"portal/_board_{board}_more.html", **make(actor, initiative)}
        title, make = BOARDS[board]
        return {
            "title": title(),
            "board_template": f"portal/_board_{board}.html",
            "balances": balances.of(actor, initiative),
            **make(actor, initiative),
        }


class Cockpit(_Part):
    """The cockpit of the backbone, at an address of its own."""

    reach = "backbone"
    policy = "visible"

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        """The screen."""
        return {
            "title": _("Cockpit"),
            "board_template": "portal/_board_cockpit.html",
            "cockpit": cockpit.cockpit(self.actor, self.initiative),
        }


# What each board is called, and what makes it.
Made = tuple[Callable[[], str], Callable[[Actor, Initiative], dict[str, Any]]]
BOARDS: dict[str, Made] = {
    dashboards.COCKPIT: (lambda: _("Cockpit"), lambda *of: {"cockpit": cockpit.cockpit(*of)}),
    dashboards.OWN: (lambda: _("Our values and the whole"), lambda *of: {"boards": own.own(*of)}),
    dashboards.GOALS: (lambda: _("The goals' measures"), lambda *of: {"screen": steering.steering(*of)}),
    dashboards.GIVING: (lambda: _("Our money and results"), lambda *of: {"funds": giving.money(*of)}),
    dashboards.RESULTS: (lambda: _("Published results"), lambda *of: {"cards": public.page(*of).cards}),
}
MORE: dict[str, Made] = {
    dashboards.OWN: (lambda: _("Our reports"), lambda *of: {"ours": ours.ours(*of)}),
    dashboards.GIVING: (lambda: _("The goals' measures"), lambda *of: {"results": giving.results(*of)}),
}


def context_of(home: dashboards.Home) -> dict[str, Any]:
    """What the template shows: duties as lines with an icon, a kind and their day."""
    lines = [
        {"duty": duty, "icon": ICONS.get(duty.kind.split(".")[0], "clipboard-list"), "kind": KINDS[duty.urgency]}
        for duty in home.duties
    ]
    return {"home": home, "lines": lines, "title": title_of(len(lines))}
