"""Files that leave the fund: grants in the open format, the funder's report as a document and as a workbook."""

from funding.exports.open_grants import as_csv, grants_out, money_in, package, validator
from funding.exports.reports import as_pdf, as_xlsx

__all__ = ["as_csv", "as_pdf", "as_xlsx", "grants_out", "money_in", "package", "validator"]
