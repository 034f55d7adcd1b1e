"""The last step of a mail: SMTP, a file for each message, memory (tests), or any Django backend by name (anymail).

Interface: `open_transport()` gives an object with `send(message)` and `close()`. `send` returns when the other side has
taken the mail, and otherwise raises one of
    Refused       for good: the address or the message is not wanted (5xx)
    Postponed     not now, and surely not taken (4xx, no connection)
    Unknown       the line broke after the message was on its way: it may have been taken
"""

import contextlib
import os
import smtplib
import socket
from pathlib import Path
from typing import Any, Protocol
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

# A slow server is not a dead one: a short wait at the end of DATA makes doubles. It stays under the task's time limit.
DATA_SECONDS = 200


class TransportError(Exception):
    """A hand-over that did not succeed."""


class Refused(TransportError):
    """Never try again."""


class Postponed(TransportError):
    """Try again; it was not taken."""


class Unknown(TransportError):
    """Try again; it may have been taken."""


class Transport(Protocol):
    """What a hand-over needs."""

    def send(self, message: EmailMessage) -> None: ...

    def close(self) -> None: ...


def open_transport() -> Transport:
    """The transport that settings.MAIL_TRANSPORT names."""
    name = settings.MAIL_TRANSPORT
    if name == "files":
        return Files(Path(settings.MAIL_FOLDER))
    if name == "smtp":
        return Smtp()
    return Backend("django.core.mail.backends.locmem.EmailBackend" if name == "locmem" else name)


class Files:
    """One .eml for each message. It appears whole, named by its Message-ID: a second hand-over replaces the first."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, message: EmailMessage) -> None:
        name = "".join(c if c.isalnum() or c in "-._" else "_" for c in message.extra_headers["Message-ID"].strip("<>"))
        target = self.folder / f"{name[:120]}.eml"
        temporary = self.folder / f".{uuid4().hex}.tmp"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with temporary.open("wb") as file:
                file.write(message.message().as_bytes(linesep="\r\n"))  # type: ignore[call-arg]
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(target)
        except OSError as error:
            temporary.unlink(missing_ok=True)
            raise Postponed(f"the folder of mails: {error.strerror}") from error

    def close(self) -> None:
        """Nothing is held."""


class Smtp:
    """Django's SMTP backend, one connection for a run, opened again when it broke."""

    def __init__(self) -> None:
        self.connection: Any = None

    def _open(self) -> Any:
        if self.connection is None:
            connection: Any = get_connection("django.core.mail.backends.smtp.EmailBackend")
            try:
                connection.open()
            except smtplib.SMTPResponseException as error:
                raise Postponed(f"SMTP {error.smtp_code} at the greeting or sign-in") from error
            except (OSError, smtplib.SMTPException) as error:
                raise Postponed(f"no SMTP connection: {error.__class__.__name__}") from error
            if connection.connection is not None and isinstance(connection.connection.sock, socket.socket):
                connection.connection.sock.settimeout(DATA_SECONDS)
            self.connection = connection
        return self.connection

    def send(self, message: EmailMessage) -> None:
        connection = self._open()
        try:
            connection.send_messages([message])
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _text in error.recipients.values()]
            self._answer(max(codes, default=550), error)
        except smtplib.SMTPResponseException as error:
            self._answer(error.smtp_code, error)
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise Unknown(f"the connection ended: {error.__class__.__name__}") from error

    def _answer(self, code: int, error: Exception) -> None:
        self.close()
        if 500 <= code < 600:
            raise Refused(f"SMTP {code}") from error
        raise Postponed(f"SMTP {code}") from error

    def close(self) -> None:
        connection, self.connection = self.connection, None
        if connection is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                connection.close()


class Backend:
    """Any other backend of Django's mail API: memory for the suite, a provider through anymail."""

    def __init__(self, path: str) -> None:
        self.path = path

    def send(self, message: EmailMessage) -> None:
        try:
            get_connection(self.path).send_messages([message])
        except Exception as error:  # each provider has its own classes; all carry an HTTP status where there was one
            status = getattr(error, "status_code", None)
            name = error.__class__.__name__
            if status is not None and 400 <= status < 500 and status not in (408, 425, 429):
                raise Refused(f"{name} {status}") from error
            if status is not None:
                raise Postponed(f"{name} {status}") from error
            if "Refused" in name:
                raise Refused(name) from error
            raise Unknown(name) from error

    def close(self) -> None:
        """Nothing is held."""
