"""Columns of the administrators' list of accounts, as it leaves as a file."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.selectors import operations
from kernel.downloads import Column

_WORDS = dict(operations.AccountState.CHOICES)


def _state(row: Any) -> str:
    return str(_WORDS[operations.state(row)])


ACCOUNTS = (
    Column("name_he", _("Name in Hebrew"), lambda row: row.name_he or ""),
    Column("name_en", _("Name in English"), lambda row: row.name_en or ""),
    Column("email", _("Mail address"), lambda row: row.email, width=32),
    Column("function", _("Function"), lambda row: row.function),
    Column("state", _("State"), _state),
    Column("joined_on", _("Joined on"), lambda row: row.joined_at.date() if row.joined_at else None, "date"),
    Column("last_seen_on", _("Last seen on"), lambda row: row.last_seen_on, "date"),
)
