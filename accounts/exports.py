"""Columns of the administrators' list of accounts, as it leaves as a file."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.selectors import operations
from kernel import clock
from kernel.downloads import Column, names

_WORDS = dict(operations.AccountState.CHOICES)


def _state(row: Any) -> str:
    return str(_WORDS[operations.state(row)])


def _joined_on(row: Any) -> Any:
    return clock.day_of(row.joined_at) if row.joined_at else None


ACCOUNTS = (
    *names(),
    Column("email", _("Mail address"), lambda row: row.email, width=32),
    Column("function", _("Function"), lambda row: row.function),
    Column("state", _("State"), _state),
    Column("joined_on", _("Joined on"), _joined_on, "date"),
    Column("last_seen_on", _("Last seen on"), lambda row: row.last_seen_on, "date"),
)
