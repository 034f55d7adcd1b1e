"""Columns of the lists that leave as files."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kernel import languages
from kernel.downloads import Column


def _organisation(name: str) -> Any:
    return lambda row: getattr(row.organisation, name) if row.organisation_id else ""


def _shown(name: str) -> Any:
    return lambda row: str(getattr(row.organisation, f"get_{name}_display")()) if row.organisation_id else ""


def _name(code: str) -> Any:
    column = languages.column("name", code)
    return lambda row: getattr(row.organisation or row.person, column) or ""


PARTNERS = (
    Column("name_he", _("Name in Hebrew"), _name("he")),
    Column("name_en", _("Name in English"), _name("en")),
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
    Column("name_he", _("Name in Hebrew"), lambda row: row.name_he or ""),
    Column("name_en", _("Name in English"), lambda row: row.name_en or ""),
    Column("function", _("Function"), lambda row: row.function),
)
