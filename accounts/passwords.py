"""Passwords that are easy to guess are refused by zxcvbn's estimate."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from zxcvbn import zxcvbn

READ = 72  # letters that the estimate looks at; of a longer one it makes a fault


class GuessableValidator:
    """Refuses a password that a guesser finds in under ten to the eighth tries. It is kind to Hebrew words, so the
    minimum length stays."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise with a sentence that says what to do."""
        words = [getattr(user, "email", ""), getattr(user, "name", "") or ""] if user else []
        if zxcvbn(password[:READ], user_inputs=words)["score"] < 3:
            raise ValidationError(_("This password is easy to guess: choose four words that do not belong together."))

    def get_help_text(self) -> str:
        """The rule in one sentence."""
        return _("At least 12 characters; four words that do not belong together are good.")
