"""Pure rules of partners: registration numbers, who may be a full member of a sphere. No table is known here."""

import re

# An impact sphere belongs to the third sector; these may only be guests in it.
GUESTS_IN_A_SPHERE = frozenset({"public", "business", "local"})
_DIGITS = re.compile(r"[0-9]{9}\Z")


def registration_number(typed: str) -> str:
    """The number without spaces and hyphens."""
    return re.sub(r"[\s\-\u2010-\u2015\u05be]", "", typed)


def is_registration_number(number: str) -> bool:
    """Nine digits whose last is right by the check-digit rule of Israeli registers."""
    if not _DIGITS.match(number):
        return False
    total = 0
    for place, digit in enumerate(number):
        product = int(digit) * (1 + place % 2)
        total += product if product < 10 else product - 9
    return total % 10 == 0


def may_join_sphere(sector: str, kind: str) -> bool:
    """Whether an organisation of that sector may take part in a sphere in that kind."""
    return kind == "guest" or sector not in GUESTS_IN_A_SPHERE
