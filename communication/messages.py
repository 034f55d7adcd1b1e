"""The message that is handed over: no header of it begins with an empty line.

Python folds a header at 78 letters, and what has no space to fold at goes to the next line whole: a Hebrew subject
(encoded words of 75 letters are too many beside the header's name) or a long address to unsubscribe at. The first line
then reads "Subject:" and nothing, which some servers and mail programs take for a mail without a subject. Here the
first encoded word leaves room for the name (RFC 2047, 2), and other headers keep one line (RFC 5322, 2.1.1: 998).
"""

from email.header import Header
from email.utils import parseaddr
from typing import Any

from django.core.mail import EmailMultiAlternatives

LONGEST_LINE, USUAL_LINE = 998, 78
_FOLD = "\n "


class Message(EmailMultiAlternatives):
    """A mail with text, and HTML beside it."""

    def message(self, **given: Any) -> Any:
        """The mail as it leaves."""
        made = super().message(**given)
        made.policy = made.policy.clone(max_line_length=LONGEST_LINE)
        made.replace_header("Subject", _words("Subject", str(self.subject)))
        name, address = parseaddr(str(self.from_email))
        if not name.isascii():
            words = _words("From", name)
            has_room = len(words.rpartition("\n")[2]) + len(address) < USUAL_LINE - len("From:  <>")
            made.replace_header("From", f"{words}{' ' if has_room else _FOLD}<{address}>")
        return made


def _words(header: str, text: str) -> str:
    """Text as it stands in a header: encoded words, the first of them shorter by the name of the header."""
    return text if text.isascii() else Header(text, "utf-8", header_name=header).encode()
