"""Telephone numbers as they are kept: with their country, or one sentence."""

import phonenumbers
from django.utils.translation import gettext_lazy as _

from kernel.errors import Invalid

HOME_REGION = "IL"


def cleaned(typed: str, field: str = "telephone") -> str:
    """The number in its international form; refuses what is no number."""
    try:
        number = phonenumbers.parse(typed, HOME_REGION)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        sentence = _("This is not a telephone number: write it as 03-1234567 or +972 3 1234567.")
        raise Invalid(_("Some fields are not right."), "bad_telephone", fields={field: [sentence]})
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL))[:20]
