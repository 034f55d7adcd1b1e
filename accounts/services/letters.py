"""The mails of this floor: built from templates in the reader's language, handed to Django's mail API.

A letter is secret to the mail backend, which every mail without a kind is: first in line, through quiet hours, its body
emptied once sent; `X-Shidra-Expires` tells when it is no longer worth sending. Links begin with `PORTAL_ORIGIN`, never
with the host that a request named.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import format_html

from kernel import languages
from kernel.text import isolate

EXPIRES_HEADER = "X-Shidra-Expires"
# The names in the context that hold what somebody typed, or what is written in Latin letters always.
TYPED = ("person", "inviter", "ip")
INVITATION = {"X-Shidra-Kind": "invitation", "X-Shidra-Secret": "yes"}


def absolute(path: str) -> str:
    """The full address of a page of ours, for a mail."""
    return settings.PORTAL_ORIGIN.rstrip("/") + path


def decoy(name: str, to: str, context: Mapping[str, Any]) -> None:
    """The work of a letter without the letter: an unknown address must not answer sooner than a known one."""
    build(name, to, languages.current(), context, headers=INVITATION).message().as_bytes()


def _typed(context: Mapping[str, Any], kept: Callable[[Any], str]) -> dict[str, Any]:
    """What people typed, kept from turning the line around it: isolates in text, `<bdi>` in HTML."""
    found: dict[str, Any] = {name: kept(str(context[name])) for name in TYPED if context.get(name)}
    if context.get("roles"):
        found["roles"] = [kept(str(role)) for role in context["roles"]]
    return found


def _in_html(text: str) -> str:
    return format_html("<bdi>{}</bdi>", text)


def _led(text: str, direction: str) -> str:
    """Each line begins with the mark of its direction; addresses and codes stay bare, they are copied."""
    mark = "\u200f" if direction == "rtl" else "\u200e"
    lines = (f"{mark}{line}" if " " in line.strip() else line for line in text.splitlines())
    return "\n".join(lines) + "\n"


def build(
    name: str,
    to: str,
    language: str,
    context: Mapping[str, Any],
    *,
    expires_at: datetime | None = None,
    headers: Mapping[str, str] | None = None,
) -> EmailMultiAlternatives:
    """The letter `account/email/<name>`: subject, text and HTML, in that language."""
    speaks = language if language in languages.codes() else languages.default()
    direction = languages.direction(speaks)
    with translation.override(speaks):
        values = {
            "language": speaks,
            "direction": direction,
            "start": "right" if direction == "rtl" else "left",
            "end": "left" if direction == "rtl" else "right",
            "site_url": settings.PORTAL_ORIGIN,
            **context,
        }
        written = {**values, **_typed(context, isolate)}
        subject = " ".join(render_to_string(f"account/email/{name}_subject.txt", written).split())
        plain = _led(render_to_string(f"account/email/{name}_message.txt", written).strip(), direction)
        marked = render_to_string(f"account/email/{name}_message.html", {**values, **_typed(context, _in_html)})
    every = {"Content-Language": speaks, **(headers or {})}
    if expires_at is not None:
        every[EXPIRES_HEADER] = expires_at.isoformat()
    letter = EmailMultiAlternatives(subject, plain, settings.DEFAULT_FROM_EMAIL, [to], headers=every)
    letter.attach_alternative(marked, "text/html")
    return letter
