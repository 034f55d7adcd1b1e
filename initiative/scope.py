"""What every page and endpoint inside an initiative shares: the initiative of its address, or nothing at all.

    class BodyList(InitiativeMixin, ScopedList):      # first in the bases
        reach = "partners"

`reach` says for whom the address exists at all; everybody else gets 404, as for an initiative that is not there:
  "inside"    (the default) whoever has any part in it: guests and those invited too
  "partners"  whoever takes part, guests not
  "backbone"  staff of the backbone
  "all"       whoever may see the initiative: its public pages
The objects behind it are still scoped by `visible_to`, the acts by their policies.
"""

from functools import cached_property
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse

from initiative.models import Initiative
from kernel.actor import Actor
from kernel.api_rules import actor_of
from kernel.views import find

_REACH = {
    "inside": ("partners.initiative",),
    "partners": ("partners.takes_part",),
    "backbone": ("partners.backbone",),
}


def initiative_for(actor: Actor, slug: str, reach: str = "inside") -> Initiative:
    """The initiative of an address, if it exists for that actor; else 404."""
    initiative: Initiative = find(Initiative.objects.visible_to(actor), slug=slug)
    return within_reach(actor, initiative, reach)


def within_reach(actor: Actor, initiative: Initiative, reach: str = "inside") -> Initiative:
    """An initiative that the actor may see, if its pages of this reach exist for that actor; else 404."""
    if reach != "all" and not actor.is_system and not actor.has(initiative.pk, *_REACH[reach]):
        raise Http404
    return initiative


class InitiativeMixin:
    """A page inside an initiative: `self.initiative`, `request.initiative`, and `initiative` in the template."""

    reach: ClassVar[str] = "inside"
    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def initiative(self) -> Initiative:
        """The initiative of the address."""
        return initiative_for(self.request.actor, self.kwargs["initiative"], self.reach)  # type: ignore[attr-defined]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The initiative comes before everything else."""
        request.initiative = self.initiative  # type: ignore[attr-defined]
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc, no-any-return]

    def get_subject(self) -> Any:
        """Where a page names no object of its own, its policy is asked about the initiative."""
        return super().get_subject() or self.initiative  # type: ignore[misc]

    def render_to_response(self, context: Any, **kwargs: Any) -> HttpResponse:
        """Every template knows the initiative."""
        return super().render_to_response({"initiative": self.initiative, **context}, **kwargs)  # type: ignore[misc, no-any-return]


class InitiativeApiMixin:
    """An endpoint inside an initiative: `self.initiative`; everything else as for pages."""

    reach: ClassVar[str] = "inside"
    request: Any
    kwargs: dict[str, Any]

    @cached_property
    def initiative(self) -> Initiative:
        """The initiative of the address."""
        return initiative_for(actor_of(self.request), self.kwargs["initiative"], self.reach)

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        """After the door has opened, the initiative comes first."""
        super().initial(request, *args, **kwargs)  # type: ignore[misc]
        if "initiative" in self.kwargs:
            self.initiative  # noqa: B018
