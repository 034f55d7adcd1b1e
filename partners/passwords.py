"""A password is not made of the names that everybody around a person knows."""

from typing import Any

from django.db.models import Q

from accounts.passwords import GuessableValidator
from kernel import languages
from partners.models import Participation


class NamesValidator(GuessableValidator):
    """Refuses also what is easy to guess from the initiatives and organisations that the person belongs to or did."""

    def names(self, user: Any) -> list[str]:
        """Theirs in all languages, beside the person's own."""
        names = super().names(user)
        if user.pk is None:
            return names
        mine = Participation.objects.filter(Q(mandates__person_id=user.pk) | Q(person_id=user.pk)).order_by().distinct()
        for one in mine.select_related("initiative", "organisation"):
            names += [one.initiative.slug, *_names(one.initiative, "name"), *_names(one.initiative, "short_name")]
            if one.organisation is not None:
                names += _names(one.organisation, "name")
        return names


def _names(named: Any, field: str) -> list[str]:
    return [name for name in languages.values(named, field).values() if name]
