"""How a bank account is written: a number in digits or an IBAN, and its bank and branch or the bank's BIC.

    account_number(typed) -> str      bare digits, or an IBAN whose check digits fit (ISO 13616, mod 97)
    bank_code(typed) -> str           "12-600", or a BIC (ISO 9362)

Both refuse anything else at their field. A wrong digit would come back as a returned payment, weeks later.
"""

import re

from django.utils.translation import gettext_lazy as _

from kernel.errors import Invalid

_DIGITS = re.compile(r"\d{4,20}", re.ASCII)
_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", re.ASCII)
_ISRAELI = 23  # characters of an IBAN from Israel: IL, two check digits, bank, branch and account
_BRANCH = re.compile(r"(\d{1,3})[-/](\d{1,4})", re.ASCII)
_BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?", re.ASCII)


def account_number(typed: str) -> str:
    """Without spaces and hyphens."""
    bare = re.sub(r"[\s-]", "", typed).upper()
    if _DIGITS.fullmatch(bare):
        return bare
    if not _IBAN.fullmatch(bare) or (bare.startswith("IL") and not (len(bare) == _ISRAELI and bare[2:].isdecimal())):
        said = _("Type the account's number in digits, or its IBAN: in Israel IL and 21 digits.")
        raise Invalid(said, fields={"number": [said]})
    if int("".join(str(int(sign, 36)) for sign in bare[4:] + bare[:4])) % 97 != 1:
        said = _("A digit of this IBAN is wrong: compare it with the bank's own paper.")
        raise Invalid(said, fields={"number": [said]})
    return bare


def bank_code(typed: str) -> str:
    """Bank and branch with one hyphen, or the BIC in capitals."""
    bare = re.sub(r"\s", "", typed).upper()
    if found := _BRANCH.fullmatch(bare):
        return "-".join(found.groups())
    if _BIC.fullmatch(bare):
        return bare
    said = _("Type the bank and the branch in digits, like 12-600; of a bank abroad its BIC.")
    raise Invalid(said, fields={"bank_code": [said]})
