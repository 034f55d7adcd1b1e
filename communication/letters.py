"""The mails this floor writes: from templates, in the person's language, with the headers of optional mail.

A letter tells why it came and how to stop it, and says both again in its headers (RFC 8058, one click).
"""

from collections.abc import Mapping
from typing import Any

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from accounts.models import Person
from communication import links
from communication.services import mails
from kernel import languages


def context(person: Person, kind: str) -> dict[str, Any]:
    """What each of our templates needs, in the active language."""
    language = languages.current()
    direction = languages.direction(language)
    start, end = ("right", "left") if direction == "rtl" else ("left", "right")
    others = [code for code in languages.codes() if code != language]
    return {
        "language": language,
        "direction": direction,
        "start": start,
        "end": end,
        "mark": "\u200f" if direction == "rtl" else "\u200e",
        "site_url": links.absolute(f"/{language}/"),
        "sender_name": "",
        "preferences_url": links.preferences(),
        "stop_url": links.stop(person.pk, kind),
        "others": others,
    }


def compose(person: Person, kind: str, template: str, values: Mapping[str, Any]) -> EmailMultiAlternatives:
    """The letter `email/<template>` with subject, text and HTML, in the active language."""
    everything = {**context(person, kind), **values}
    subject = " ".join(render_to_string(f"email/{template}_subject.txt", everything).split())
    text = render_to_string(f"email/{template}.txt", everything).strip() + "\n"
    html = css_inline.inline(render_to_string(f"email/{template}.html", everything), keep_style_tags=True)
    letter = EmailMultiAlternatives(
        subject, text, sender(everything["sender_name"]), [person.email], headers=headers(person, kind)
    )
    letter.attach_alternative(html, "text/html")
    return letter


def sender(name: str) -> str:
    """The address mails come from, under the name of the initiative or the portal."""
    address = settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip("> ")
    clean = "".join(letter for letter in name if letter not in '"<>\r\n')
    return f'"{clean}" <{address}>' if clean else settings.DEFAULT_FROM_EMAIL


def headers(person: Person, kind: str) -> dict[str, str]:
    """The headers of optional mail. Both List-Unsubscribe lines belong into the DKIM signature (docs/operations)."""
    return {
        "List-Id": f"<{kind}.{mails.host()}>",
        "List-Unsubscribe": f"<{links.stop(person.pk, kind)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Precedence": "bulk",
        "Auto-Submitted": "auto-generated",
        "Content-Language": languages.current(),
        "X-Portal-Reason": kind,
    }
