"""Django's EMAIL_BACKEND: a row in the caller's transaction, then the bell. It sends nothing itself.

Headers of ours, taken off before the mail leaves:
    X-Shidra-Kind      a word that says what the mail is ("digest", "invitation"); without it the mail is secret
    X-Shidra-Secret    "yes" makes a named kind secret too (an invitation carries its token)
    X-Shidra-Expires   a moment (ISO 8601 with zone) or a number of seconds: after it the mail never leaves
A secret mail goes first, keeps no quiet hours, and its body is emptied once it was sent, has failed or has expired.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from communication.services import mails
from kernel import clock

KIND, SECRET, EXPIRES = "X-Shidra-Kind", "X-Shidra-Secret", "X-Shidra-Expires"
UNNAMED = "account"
# A secret without a date of its own does not lie in the queue for longer.
LONGEST_SECRET = timedelta(hours=24)


class RowBackend(BaseEmailBackend):
    """Writes rows; `communication.tasks.send_mails` hands them over."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """One row for each message and recipient: nobody reads another's address."""
        count = 0
        for message in email_messages:
            for number, recipient in enumerate(message.recipients()):
                self._keep(message, recipient, is_first=number == 0)
            count += bool(message.recipients())
        return count

    def _keep(self, message: EmailMessage, recipient: str, is_first: bool) -> None:
        headers = {name.lower(): str(value) for name, value in message.extra_headers.items()}
        kind = headers.get(KIND.lower(), "")
        is_secret = not kind or headers.get(SECRET.lower(), "") == "yes"
        expires_at = _moment(headers.get(EXPIRES.lower(), ""))
        if is_secret and expires_at is None:
            expires_at = clock.now() + LONGEST_SECRET
        mails.enqueue(
            message=message,
            recipient=recipient,
            kind=kind or UNNAMED,
            is_secret=is_secret,
            expires_at=expires_at,
            message_id="" if is_first else mails.new_message_id(),
        )


def _moment(typed: str) -> datetime | None:
    if not typed:
        return None
    if typed.isdigit():
        return clock.now() + timedelta(seconds=int(typed))
    moment = datetime.fromisoformat(typed)
    if moment.tzinfo is None:
        raise ValueError("X-Shidra-Expires needs a time zone.")
    return moment
