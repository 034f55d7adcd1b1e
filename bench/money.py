"""The fund's work on a journal of 100,000 postings: a report, its document, a bank file, the nightly check."""

import json
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction

from bench import addresses
from bench.work_values import Work
from funding import exports
from funding.imports import lines
from funding.models import Fund, Posting
from funding.selectors import ledger_audit, report_page, report_sheet
from funding.services import bank, fund_reports
from kernel import clock

LINES = 5_000


def measured() -> list[Work]:
    """All of it, rolled back again."""
    fund = Fund.objects.latest("pk")
    with transaction.atomic():
        found = [_report(fund), _document(fund), _bank_file(fund), _check()]
        transaction.set_rollback(True)
    return found


def _timed(name: str, unit: str, most: float, work: Callable[[], int]) -> Work:
    wall, cpu = time.perf_counter(), time.process_time()
    done = work()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return Work(name, wall, cpu, done, unit, f"under {most:g} s", wall < most)


def _made(fund: Fund) -> Any:
    today = clock.today()
    funder = fund.funders.select_related("participation__organisation").earliest("pk")
    given = {"fund": fund, "starts_on": today - timedelta(days=364), "as_of": today, "funder": funder}
    return fund_reports.make(actor=addresses.actor_of("treasurer"), **given)


def _report(fund: Fund) -> Work:
    return _timed("a funder's report", "report", 2, lambda: bool(_made(fund)))


def _document(fund: Fund) -> Work:
    report, actor = _made(fund), addresses.actor_of("treasurer")

    def work() -> int:
        body = json.loads(report.content)
        found = report_page.of(actor, fund, body)
        return len(exports.as_pdf(report, report_sheet.of(report, body, found, []))) // 1000

    return _timed("its PDF", "kB", 10, work)


def _bank_file(fund: Fund) -> Work:
    account = fund.bank_accounts.select_related("fund__initiative").earliest("pk")
    day = clock.today().isoformat()
    rows = "\n".join(f"bench-{number},{day},{100 + number}.50,payer" for number in range(LINES))
    data = f"reference,date,amount,payer\n{rows}".encode()

    def work() -> int:
        found = lines(data, "bench.csv", account.currency)
        given = {"account": account, "name": "bench.csv", "hash": "b" * 64, "lines": found}
        bank.take_in(actor=addresses.actor_of("treasurer"), **given)
        return len(found)

    return _timed("a bank file", "lines", 10, work)


def _check() -> Work:
    def work() -> int:
        found = ledger_audit.findings()
        if found:
            raise ValueError(f"the books of the benchmark break {[one.rule for one in found]}")
        return Posting.objects.count()

    return _timed("audit_ledger", "postings", 30, work)
