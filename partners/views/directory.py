"""The list of partners and the list of people."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from initiative.scope import InitiativeMixin
from kernel.views import ScopedList
from partners import exports
from partners.filters import FellowFilter, PartnerFilter
from partners.models import Participation, Sector
from partners.selectors import directory, people
from partners.views.scopes import circle


class PartnerList(InitiativeMixin, ScopedList):
    """Who takes part, with search, filters, sorting, paging and export."""

    reach = "partners"
    template_name = "partners/partner_list.html"
    model = Participation
    filterset_class = PartnerFilter
    sorts = {
        "name": ("shown_name",),
        "sector": ("organisation__sector", "shown_name"),
        "kind": ("kind", "shown_name"),
        "state": ("state", "shown_name"),
        "district": ("organisation__district", "shown_name"),
        "since": ("starts_on", "shown_name"),
    }
    columns = exports.PARTNERS
    export_name = "partners"

    def get_queryset(self) -> Any:
        return directory.partners(self.actor, self.initiative)

    def shape(self, rows: Any) -> list[Any]:
        return directory.rows(self.actor, rows)

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        counts = directory.counts(self.actor, self.initiative)
        slug = self.initiative.slug
        sectors = [(label, counts[value]) for value, label in Sector.choices if counts.get(value)]
        return {
            "title": _("Partners"),
            "crumbs": [(_("Partners"), "")],
            "tabs": circle(self.initiative, "participations", self.actor),
            "organisations": sum(number for _label, number in sectors),
            "sectors": sectors,
            "people": counts["people"],
            "staff": self.actor.has(self.initiative.pk, "partners.backbone"),
            "new_url": reverse("partners:partner-new", args=[slug]),
            "person_url": reverse("partners:person-new", args=[slug]),
        }


class FellowList(InitiativeMixin, ScopedList):
    """The people of the initiative: name, function, organisation."""

    reach = "partners"
    template_name = "partners/person_list.html"
    model = Participation  # scoped by the selector: a fellow is seen through the initiative, not through the account
    filterset_class = FellowFilter
    sorts = {"name": ("shown_name",), "function": ("function", "shown_name")}
    columns = exports.FELLOWS
    export_name = "people"

    def get_queryset(self) -> Any:
        return people.fellows(self.actor, self.initiative)

    def shape(self, rows: Any) -> list[Any]:
        return people.rows(self.actor, self.initiative, rows)

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        return {
            "title": _("People"),
            "crumbs": [(_("People"), "")],
            "tabs": circle(self.initiative, "people", self.actor),
            "staff": self.actor.has(self.initiative.pk, "partners.backbone"),
        }
