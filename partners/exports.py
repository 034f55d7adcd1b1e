"""Columns of the lists that leave as files."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kernel.downloads import Column, names


def _organisation(name: str) -> Any:
    return lambda row: getattr(row.organisation, name) if row.organisation_id else ""


def _shown(name: str) -> Any:
    return lambda row: str(getattr(row.organisation, f"get_{name}_display")()) if row.organisation_id else ""


PARTNERS = (
    *names(lambda row: row.organisation or row.person),
    Column("sector", _("Sector"), _shown("sector")),
    Column("organisation_kind", _("Kind of organisation"), _shown("kind")),
    Column("registration_no", _("Registration number"), _organisation("registration_no")),
    Column(
        "district",
        _("District"),
        lambda row: (
            str(row.organisation.get_district_display()) if row.organisation and row.organisation.district else ""
        ),
    ),
    Column("kind", _("Takes part as"), lambda row: str(row.get_kind_display())),
    Column("state", _("State"), lambda row: str(row.get_state_display())),
    Column("starts_on", _("From"), lambda row: row.starts_on, "date"),
    Column("ends_on", _("Last day"), lambda row: row.ends_on, "date"),
)

FELLOWS = (
    *names(),
    Column("function", _("Function"), lambda row: row.function),
)
