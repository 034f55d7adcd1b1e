"""Tables of communication."""

from communication.models.deliveries import Channel, Delivery, Dispatch
from communication.models.digests import Cadence, Digest, DigestState
from communication.models.mails import Mail, MailState
from communication.models.marks import Mark
from communication.models.preferences import Choice, Preference, StopToken

__all__ = [
    "Cadence",
    "Channel",
    "Choice",
    "Delivery",
    "Digest",
    "DigestState",
    "Dispatch",
    "Mail",
    "MailState",
    "Mark",
    "Preference",
    "StopToken",
]
