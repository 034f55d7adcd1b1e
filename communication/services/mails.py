"""Mails: keep one in the caller's transaction, hand the due ones over, send a failed one again.

The row is the job. Each is claimed by a guarded update that counts the attempt before the work; a hand-over whose
worker died is marked `maybe_sent` and tried again under the same Message-ID: SMTP knows no exactly-once.
"""

import logging
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from email.mime.base import MIMEBase
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import models, transaction
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.models import Person
from audit import services as audit
from communication import policies, transports
from communication.messages import Message
from communication.models import Mail, MailState
from kernel import bell, clock
from kernel.actor import Actor
from kernel.errors import Conflict
from kernel.permissions import require

log = logging.getLogger("communication.mails")

BACK_OFF = (1, 5, 30, 120, 360)  # minutes; the last one is repeated
GIVE_UP = timedelta(days=3)
STUCK = timedelta(minutes=10)
SILENCES = 4  # how often a worker may die over one mail before staff must look at it
BATCH = 200
OURS = "x-shidra-"
# Asked just before a mail of a kind leaves: may it still go? The doors register the questions of the floors' writers.
Question = Callable[[Mail], bool]
_questions: dict[str, Question] = {}


def ask_before(kind: str, question: Question) -> None:
    """Let this be asked before each mail of that kind."""
    _questions[kind] = question


def host() -> str:
    """The host that our message ids and lists carry: that of the sender's address."""
    return settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"


def new_message_id() -> str:
    """A Message-ID of our own."""
    return f"<{uuid4().hex}@{host()}>"


def enqueue(
    *,
    message: EmailMessage,
    kind: str,
    is_secret: bool = False,
    expires_at: datetime | None = None,
    not_before: datetime | None = None,
    recipient: str = "",
    person: Person | None = None,
    message_id: str = "",
) -> Mail:
    """Keep a message for one recipient in the caller's transaction; the worker is rung once that has committed."""
    to = _plain(recipient or message.recipients()[0])
    headers = {k: _plain(v) for k, v in message.extra_headers.items() if not k.lower().startswith(OURS)}
    given = next((headers.pop(name) for name in list(headers) if name.lower() == "message-id"), "")
    mail = Mail.objects.create(
        message_id=message_id or given or new_message_id(),
        kind=kind,
        is_secret=is_secret,
        person=person or _person_of(to),
        sender=_plain(message.from_email),
        recipient=to,
        subject=_plain(message.subject),
        text=_plain(message.body) if message.content_subtype == "plain" else "",
        html=_html(message),
        headers={**headers, **({"Reply-To": ", ".join(message.reply_to)} if message.reply_to else {})},
        attachments=[_packed(item) for item in message.attachments],
        created_at=clock.now(),
        not_before=not_before or clock.now(),
        expires_at=expires_at,
    )
    bell.ring("communication.tasks.send_mails")
    return mail


def _plain(value: Any) -> str:
    return str(value) if isinstance(value, Promise) or value is not None else ""


def _html(message: EmailMessage) -> str:
    if message.content_subtype == "html":
        return str(message.body)
    for alternative in getattr(message, "alternatives", ()):
        if alternative[1] == "text/html":
            return str(alternative[0])
    return ""


def _packed(item: Any) -> list[str]:
    if isinstance(item, MIMEBase):
        name, content, kind = item.get_filename() or "", item.get_payload(decode=True) or b"", item.get_content_type()
    else:
        name, content, kind = item
    raw = content.encode() if isinstance(content, str) else bytes(content)
    return [str(name or ""), b64encode(raw).decode("ascii"), str(kind or "application/octet-stream")]


def _person_of(recipient: str) -> Person | None:
    return Person.objects.filter(email__iexact=recipient.rpartition("<")[2].rstrip("> ")).first()


def rebuilt(mail: Mail) -> EmailMessage:
    """The message of a row, ready to be handed over."""
    headers = {**mail.headers, "Message-ID": mail.message_id}
    body = mail.text or mail.html
    message = Message(mail.subject, body, mail.sender, [mail.recipient], headers=headers)
    if mail.html and not mail.text:
        message.content_subtype = "html"
    elif mail.html:
        message.attach_alternative(mail.html, "text/html")
    for name, content, kind in mail.attachments:
        message.attach(name, b64decode(content), kind)
    return message


def retry(*, actor: Actor, mail: Mail) -> Mail:
    """An administrator, for a failed mail that is no secret.

    It waits again under its own Message-ID, and its attempts count on. Refuses a mail that has not failed, and a
    secret one: its body is gone.
    """
    require(policies.may_retry(actor, mail))
    with transaction.atomic():
        won = Mail.objects.filter(pk=mail.pk, state=MailState.FAILED).update(
            state=MailState.QUEUED, not_before=clock.now(), created_at=clock.now(), expires_at=None, silences=0
        )
        if not won:
            raise Conflict(_("Somebody else was here first: reload to see the present state."), "moved_on")
        mail.refresh_from_db()
        audit.record(actor=actor, kind="communication.mail.retried", subject=mail, title=mail.kind)
        bell.ring("communication.tasks.send_mails")
    return mail


# --------------------------------------------------------------- the worker's side


def _finish(mail: Mail, state: str, error: str = "", **changes: Any) -> None:
    emptied = {"text": "", "html": "", "attachments": []} if mail.is_secret and state not in _OPEN else {}
    Mail.objects.filter(pk=mail.pk, state=MailState.HANDING_OVER, attempts=mail.attempts).update(
        state=state, error=error[:300], claimed_at=None, **emptied, **changes
    )


_OPEN = (MailState.QUEUED, MailState.HANDING_OVER)


def sweep() -> None:
    """Bring back what a dead worker held, and end what has expired or was silent too often."""
    now = clock.now()
    emptied = {"text": "", "html": "", "attachments": []}
    stuck = Mail.objects.filter(state=MailState.HANDING_OVER, claimed_at__lt=now - STUCK)
    # The expired one first: no secret leaves after its time, not even a second time.
    over = Q(expires_at__lte=now)
    for secret, body in ((True, emptied), (False, {})):
        due = Mail.objects.filter(over, state=MailState.QUEUED, is_secret=secret)
        due.update(state=MailState.EXPIRED, **body)
        stuck.filter(is_secret=secret, silences__gte=SILENCES - 1).update(
            state=MailState.FAILED, maybe_sent=True, claimed_at=None, error="the worker ended each time", **body
        )
    stuck.update(state=MailState.QUEUED, maybe_sent=True, claimed_at=None, silences=models.F("silences") + 1)


def due(limit: int = BATCH) -> Iterable[Mail]:
    """Mails that may leave now, secret ones first, then in the order they were written."""
    now = clock.now()
    waiting = Mail.objects.filter(state=MailState.QUEUED, not_before__lte=now)
    return waiting.order_by("-is_secret", "not_before", "pk")[:limit]


def claim(mail: Mail) -> bool:
    """One worker wins. The attempt is counted before the work: a mail that kills its worker ends as a row for staff."""
    won = Mail.objects.filter(pk=mail.pk, state=MailState.QUEUED, attempts=mail.attempts).update(
        state=MailState.HANDING_OVER, attempts=mail.attempts + 1, claimed_at=clock.now()
    )
    if won:
        mail.state, mail.attempts = MailState.HANDING_OVER, mail.attempts + 1
    return bool(won)


def hand_over(mail: Mail, transport: transports.Transport) -> str:
    """Give a claimed mail to the transport and write down how it ended."""
    if mail.expires_at is not None and mail.expires_at <= clock.now():
        _finish(mail, MailState.EXPIRED)
        return MailState.EXPIRED
    try:
        if (question := _questions.get(mail.kind)) is not None and not question(mail):
            _finish(mail, MailState.EXPIRED, "no longer to be told")
            return MailState.EXPIRED
        message = rebuilt(mail)
        message.message()
    except Exception as error:  # a message that cannot even be written (a broken header) must not stop the others
        log.exception("Mail %s could not be written", mail.public_id)
        return _failed(mail, error.__class__.__name__)
    try:
        transport.send(message)
    except transports.Refused as error:
        return _failed(mail, str(error))
    except transports.Postponed as error:
        return _later(mail, str(error))
    except transports.Unknown as error:
        return _later(mail, str(error), maybe_sent=True)
    _finish(mail, MailState.SENT, sent_at=clock.now())
    return MailState.SENT


def _failed(mail: Mail, error: str) -> str:
    _finish(mail, MailState.FAILED, error)
    log.warning("Mail %s of kind %s failed: %s", mail.public_id, mail.kind, error)
    return MailState.FAILED


def _later(mail: Mail, error: str, **changes: Any) -> str:
    if clock.now() - mail.created_at > GIVE_UP:
        return _failed(mail, error)
    minutes = BACK_OFF[min(mail.attempts, len(BACK_OFF)) - 1]
    _finish(mail, MailState.QUEUED, error, not_before=clock.now() + timedelta(minutes=minutes), **changes)
    return MailState.QUEUED


def send_due(limit: int = BATCH) -> dict[str, int]:
    """Hand over what is due; returns how many ended in which state. Any number of workers may do it at once."""
    sweep()
    counts: dict[str, int] = {}
    transport = transports.open_transport()
    try:
        for mail in due(limit):
            if claim(mail):
                state = hand_over(mail, transport)
                counts[state] = counts.get(state, 0) + 1
    finally:
        transport.close()
    return counts
