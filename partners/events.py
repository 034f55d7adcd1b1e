"""The kinds of entries that this floor writes."""

from django.utils.translation import gettext_lazy as _

from audit.kinds import Kind, register

_STAFF = ("initiative.director", "initiative.coordinator")
_BOTH = ("organisation.all", "initiative.coordinator")

register(
    Kind("partners.organisation.created", _("Organisation entered")),
    Kind(
        "partners.organisation.changed",
        _("Profile of the organisation changed"),
        audience=("organisation.representative", "initiative.coordinator"),
        line=_("The profile of %(title)s was changed."),
    ),
    Kind("partners.contact.added", _("Contact added"), audience=("organisation.representative",)),
    Kind("partners.contact.changed", _("Contact changed"), audience=("organisation.representative",)),
    Kind("partners.contact.erased", _("Contact erased"), audience=("organisation.representative",)),
    Kind(
        "partners.participation.invited",
        _("Invited to take part"),
        audience=("organisation.representative", "person"),
        at_once=True,
        line=_("%(title)s is invited to take part."),
    ),
    Kind(
        "partners.participation.accepted",
        _("Invitation to take part accepted"),
        audience=_STAFF,
        line=_("%(title)s accepted the invitation to take part."),
    ),
    Kind(
        "partners.participation.declined",
        _("Invitation to take part declined"),
        audience=_STAFF,
        line=_("%(title)s declined the invitation to take part."),
    ),
    Kind(
        "partners.participation.activated",
        _("Participation active"),
        audience=(*_BOTH, "person"),
        line=_("%(title)s takes part from now on."),
    ),
    Kind(
        "partners.participation.paused",
        _("Participation paused"),
        audience=(*_BOTH, "person"),
        line=_("The participation of %(title)s is paused."),
    ),
    Kind(
        "partners.participation.resumed",
        _("Participation resumed"),
        audience=(*_BOTH, "person"),
        line=_("%(title)s takes part again."),
    ),
    Kind(
        "partners.participation.ended",
        _("Participation ended"),
        audience=(*_BOTH, *_STAFF, "person"),
        line=_("The participation of %(title)s has ended."),
    ),
    Kind(
        "partners.mandate.granted",
        _("Mandate given"),
        audience=("person", "organisation.representative"),
        line=_("A mandate was given: %(title)s."),
    ),
    Kind(
        "partners.mandate.ended",
        _("Mandate ended"),
        audience=("person", "organisation.representative"),
        line=_("A mandate has its last day: %(title)s."),
    ),
    Kind("partners.interest.declared", _("Interest declared"), audience=("person", "initiative.director")),
    Kind("partners.interest.ended", _("Interest ended"), audience=("person", "initiative.director")),
)
