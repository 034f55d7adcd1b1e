"""A worker is killed -9 between any two statements of a payment run, on a database that outlives it, and runs again.

The worker is a process of its own with a connection of its own, and nobody tells it that it dies: what it had not
committed is gone with it, what it had committed is there once. The suite's SQLite lives in memory, so it is written
to a file first, where a killed process leaves its journal behind as it would on a disk.
"""

import contextlib
import os
import signal
import sqlite3

import pytest
from django.db import connections

from audit.models import Entry
from funding.models import JournalEntry, Payment, PaymentFile, PaymentState, Posting, Restriction, Tranche
from funding.selectors import ledger_audit
from funding.services import payment_files, payments
from tests.factories.funding import FundWorld

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def lasting(tmp_path):
    """Puts the rows made so far where another process finds them, and where they stay when it is killed."""
    with contextlib.ExitStack() as stack:

        def put():
            first = connections["default"]
            if first.vendor != "sqlite":
                return
            path = tmp_path / "killed.sqlite3"
            with contextlib.closing(sqlite3.connect(path)) as target:
                first.connection.backup(target)
            connections["default"] = type(first)({**first.settings_dict, "NAME": str(path)}, "default")

            def back():
                connections["default"].close()
                connections["default"] = first

            stack.callback(back)

        yield put


class Killer:
    """Lets so many statements and commits through, then kills the process it is in."""

    def __init__(self, most):
        self.left = most

    def count(self):
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        self.left -= 1

    def __call__(self, execute, sql, params, many, context):
        self.count()
        return execute(sql, params, many, context)


def killed_at(most, run):
    """Run it in a process of its own that dies before its statement number `most`. Whether it died."""
    connections.close_all()
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            connection, killer = connections["default"], Killer(most)
            commit = connection._commit
            connection._commit = lambda: (killer.count(), commit())[1]
            with connection.execute_wrapper(killer):
                run()
            connections.close_all()
            code = 0
        finally:
            os._exit(code)
    _pid, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return True
    assert os.WEXITSTATUS(status) == 0, "the run failed by itself"
    return False


def picture():
    """All that a payment run touches, and how many entries of the log tell of it."""
    return (
        list(Payment.objects.order_by("pk").values_list("state", "entry", "file")),
        list(Tranche.objects.order_by("pk").values_list("remaining", "state")),
        list(Restriction.objects.order_by("pk").values_list("available", flat=True)),
        list(PaymentFile.objects.order_by("pk").values_list("number", "count", "total")),
        (JournalEntry.objects.count(), Posting.objects.count(), Entry.objects.count()),
    )


def whole():
    """Each payment is where one act leaves it, each entry is sealed, and the books hold."""
    for payment in Payment.objects.select_related("file", "entry", "tranche"):
        assert (payment.file is None) is (payment.state == PaymentState.FINANCE_APPROVED)
        assert (payment.entry is not None) is (payment.state == PaymentState.EXECUTED)
    assert not JournalEntry.objects.exclude(state="sealed").exists()
    assert ledger_audit.findings() == []


def test_a_payment_run_killed_between_any_two_statements_is_taken_up_where_it_was(cast, lasting):
    world = FundWorld(cast)
    world.receive(100_00)
    chosen = [world.request(world.grant(part).tranches.get()) for part in (30_00, 40_00)]
    for payment in chosen:
        world.approve(payment)
    treasurer, director, account = world.treasurer, world.director, world.account
    lasting()

    def waiting(state):
        rows = Payment.objects.filter(state=state).order_by("pk")
        return list(rows.select_related("fund", "tranche__grant", "account"))

    def run():
        if approved := waiting(PaymentState.FINANCE_APPROVED):
            payment_files.instruct(actor=treasurer, account=account, chosen=approved)
        for payment in waiting(PaymentState.INSTRUCTED):
            payments.execute(actor=director, payment=payment)

    before, place, deaths, steps = picture(), 0, 0, 0
    while killed_at(place, run):
        deaths += 1
        if picture() == before:
            place += 1
        else:  # an act was committed before the kill: from here on, every statement of what is left
            whole()
            before, place, steps = picture(), 0, steps + 1
    assert steps == 2, "the file and the first payment were kept, each when the run died right after it"
    assert deaths > 60
    before = picture()
    assert not killed_at(10_000, run) and picture() == before  # once more: there is nothing left to do
    assert [payment.state for payment in Payment.objects.all()] == [PaymentState.EXECUTED] * 2
    assert list(PaymentFile.objects.values_list("count", "total")) == [(2, 70_00)]
    assert JournalEntry.objects.filter(kind="executed").count() == 2
    kinds = ["funding.payment.instructed", "funding.payment.executed"]
    assert [Entry.objects.filter(kind=kind).count() for kind in kinds] == [1, 2]
    assert world.available() == 30_00
    whole()
