"""The seats a person holds or was given, as lines of text: for an invitation and one's own profile."""

from django.db.models import Q
from django.utils.translation import gettext as _

from kernel import clock, languages
from kernel.text import isolate
from working_groups.models import Seat


def invited_roles(person_id: int) -> list[str]:
    """Seats that have not ended, in the reader's language."""
    seats = (
        Seat.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=clock.today()), person_id=person_id)
        .select_related("body")
        .order_by("starts_on", "pk")
    )
    return [
        _("%(role)s in %(body)s")
        % {"role": seat.get_role_display(), "body": isolate(str(languages.text(seat.body, "name")))}
        for seat in seats
    ]
