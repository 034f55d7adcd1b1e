"""Passwords that are easy to guess are refused by zxcvbn's estimate, and those that are too long to be read whole."""

import re
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from zxcvbn import zxcvbn

READ = 72  # letters that the estimate looks at; of a longer one it makes a fault
LONGEST = 128
SHORTEST_WORD = 3
GAPS = ("", "-", "_", ".")


class LongestValidator:
    """Refuses a password longer than any form of ours takes."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise with a sentence that says what to do."""
        if len(password) > LONGEST:
            raise ValidationError(
                _("This password is too long: choose one of at most %(count)s characters.") % {"count": LONGEST}
            )

    def get_help_text(self) -> str:
        """The rule in one sentence."""
        return _("At most %(count)s characters.") % {"count": LONGEST}


class GuessableValidator:
    """Refuses a password that a guesser finds in under ten to the eighth tries. It is kind to Hebrew words, so the
    minimum length stays."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise with a sentence that says what to do."""
        if zxcvbn(password[:READ], user_inputs=pieces(self.names(user) if user else []))["score"] < 3:
            raise ValidationError(_("This password is easy to guess: choose four words that do not belong together."))

    def names(self, user: Any) -> list[str]:
        """What a guesser who knows the person tries first; floors above add what they know."""
        return [getattr(user, "email", ""), getattr(user, "name", "") or ""]

    def get_help_text(self) -> str:
        """The rule in one sentence."""
        return _("At least 12 characters; four words that do not belong together are good.")


def pieces(names: Iterable[str]) -> list[str]:
    """Each name as it is, with other gaps or none, and word by word: so people turn a name into a password."""
    found: dict[str, None] = {}
    for name in names:
        words = re.findall(r"\w+", name)
        long = [word for word in words if len(word) >= SHORTEST_WORD]
        found |= dict.fromkeys(one for one in (name, *(gap.join(words) for gap in GAPS), *long) if one)
    return list(found)
