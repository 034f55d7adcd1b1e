"""The check of the ledger: run on demand and every night, its result kept, its breaks named."""

import time

from funding.models import LedgerCheck, Posting
from funding.selectors import ledger_audit
from funding.selectors.ledger_audit import Finding
from kernel import clock


def run() -> tuple[LedgerCheck, list[Finding]]:
    """Ask every rule and keep what was found. It changes nothing else, so it has no entry in the log."""
    began, at = time.monotonic(), clock.now()
    found = ledger_audit.findings()
    row = LedgerCheck.objects.create(
        began_at=at,
        milliseconds=round((time.monotonic() - began) * 1000),
        postings_count=Posting.objects.count(),
        breaks_count=sum(one.count for one in found),
        findings=[{"rule": one.rule, "what": one.what, "count": one.count, "rows": list(one.rows)} for one in found],
    )
    return row, found
