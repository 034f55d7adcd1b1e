"""The roles a person holds or was given, as lines of text: for an invitation and one's own profile."""

from django.db.models import Q
from django.utils.translation import gettext as _

from kernel import clock, languages
from kernel.text import isolate
from partners.models import Mandate, Participation


def invited_roles(person_id: int) -> list[str]:
    """Mandates that have not ended, then parts one takes without an organisation; in the reader's language."""
    open_still = Q(ends_on__isnull=True) | Q(ends_on__gte=clock.today())
    mandates = (
        Mandate.objects.filter(open_still, person_id=person_id)
        .select_related("participation__organisation", "participation__initiative")
        .order_by("starts_on", "pk")
    )
    parts = (
        Participation.objects.filter(open_still, person_id=person_id)
        .select_related("initiative")
        .order_by("starts_on", "pk")
    )
    lines = [
        _("%(role)s, %(organisation)s, in the initiative %(initiative)s")
        % {
            "role": mandate.get_kind_display(),
            "organisation": isolate(str(languages.text(mandate.participation.organisation, "name"))),
            "initiative": isolate(str(languages.text(mandate.participation.initiative, "name"))),
        }
        for mandate in mandates
    ]
    return lines + [
        _("Taking part in the initiative %(initiative)s")
        % {"initiative": isolate(str(languages.text(part.initiative, "name")))}
        for part in parts
    ]
