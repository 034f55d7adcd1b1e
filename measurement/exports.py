"""Files on their way out: the template of a report, with last period's numbers and what is typed already."""

from collections.abc import Iterator
from typing import IO, Any

from django.utils.translation import gettext_lazy as _

from kernel import languages, periods
from kernel.exporting import Field, write_xlsx
from measurement.selectors.sheets import Sheet

FIELDS = (
    Field("report", _("Report"), width=16),
    Field("cell", _("Cell"), width=28),
    Field("measure", _("Measure"), width=44),
    Field("breakdown", _("Breakdown"), width=20),
    Field("unit", _("Unit"), width=16),
    Field("last", _("Last period"), "number", width=14),
    Field("number", _("Number"), "number", width=14),
    Field("weight", _("Denominator"), "number", width=14),
    Field("note", _("Note"), width=40),
)


def rows(page: Sheet) -> Iterator[dict[str, Any]]:
    """One line for each cell that the report asks for."""
    for line in page.lines:
        for cell in line.cells:
            last = line.last.get(cell.combination)
            yield {
                "report": page.request.public_id,
                "cell": cell.name,
                "measure": str(line.name),
                "breakdown": str(cell.label),
                "unit": str(languages.text(line.definition, "unit")),
                "last": last.number if last is not None else None,
                "number": cell.number,
                "weight": cell.weight,
                "note": cell.note,
            }


def template(target: IO[bytes], page: Sheet) -> None:
    """The workbook of a report, in the reader's language and direction."""
    write_xlsx(
        target,
        FIELDS,
        rows(page),
        sheet=periods.label(page.request.cycle.period),
        right_to_left=languages.direction() == "rtl",
    )
