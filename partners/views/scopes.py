"""What the pages of one partner share: the participation of the address, its tabs and crumbs."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from initiative.models import Initiative
from initiative.scope import InitiativeMixin
from kernel import languages
from kernel.actor import Actor
from kernel.permissions import ask
from kernel.views import find
from partners.models import Mandate, Participation
from partners.selectors.directory import COLOURED


@dataclass(frozen=True)
class Tab:
    """One part of a partner's page."""

    url: str
    label: str
    current: bool
    count: int | None = None
    kind: str = ""


def circle(initiative: Initiative, here: str, actor: Actor) -> list[Tab]:
    """The lists of who takes part: partners, people, interests; for whoever gives mandates invitations too."""
    parts = [("participations", _("Partners")), ("people", _("People")), ("interests", _("Interests"))]
    if ask("partners.invitation.view", actor, initiative):
        parts.append(("invitations", _("Invitations")))
    return [Tab(reverse(f"partners:{name}", args=[initiative.slug]), label, name == here) for name, label in parts]


class PartnerScope(InitiativeMixin):
    """One participation of this initiative: invited ones and guests reach their own."""

    reach = "inside"
    tab = ""
    actor: Actor
    kwargs: dict[str, Any]

    def get_subject(self) -> Any:
        """The participation of the address."""
        return self.participation()

    def participation(self) -> Participation:
        """The participation of the address, or 404."""
        rows = Participation.objects.visible_to(self.actor).of(self.initiative)
        rows = rows.select_related("initiative", "organisation", "person")
        return find(rows, public_id=self.kwargs["public_id"])  # type: ignore[no-any-return]

    def url(self, name: str, participation: Participation, *more: str) -> str:
        """The address of a page of that partner."""
        return reverse(f"partners:{name}", args=[self.initiative.slug, participation.public_id, *more])

    def name_of(self, participation: Participation) -> languages.Text:
        """The organisation's name, or the person's."""
        return languages.text(participation.organisation or participation.person, "name")

    def frame(self, participation: Participation, here: str = "", title: str = "") -> dict[str, Any]:
        """Title, crumbs, tabs and head of such a page."""
        name = self.name_of(participation)
        own = self.url("partner", participation)
        listed = reverse("partners:participations", args=[self.initiative.slug])
        crumbs = [(_("Partners"), listed)] if self.actor.has(self.initiative.pk, "partners.takes_part") else []
        crumbs += [(name.value, own), (here, "")] if here else [(name.value, "")]
        organisation = participation.organisation
        return {
            "title": title or name.value,
            "name": name,
            "crumbs": crumbs,
            "tabs": self.tabs(participation),
            "participation": participation,
            "organisation": organisation,
            "sector": organisation.sector if organisation and organisation.sector in COLOURED else "",
            "own_url": own,
            "cancel_url": own,
        }

    def tabs(self, participation: Participation) -> list[Tab]:
        """The parts that the actor may open."""
        organisation = participation.organisation
        parts = [("partner", _("Profile"), True)]
        if organisation is not None:
            parts.append(("mandates", _("People"), bool(ask("partners.mandate.view", self.actor, participation))))
            parts.append(("contacts", _("Contacts"), bool(ask("partners.contact.view", self.actor, organisation))))
        parts.append(("partner-history", _("History"), True))
        return [
            Tab(self.url(name, participation), label, current=name == self.tab) for name, label, may in parts if may
        ]


class MandateScope(PartnerScope):
    """One mandate of the participation of the address."""

    def get_subject(self) -> Any:
        """The mandate of the address, or 404."""
        rows = Mandate.objects.visible_to(self.actor).filter(participation=self.participation())
        rows = rows.select_related(
            "person", "by", "participation__initiative", "participation__organisation", "participation__person"
        )
        return find(rows, public_id=self.kwargs["mandate"])
