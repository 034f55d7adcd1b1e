"""Many clients at once on PostgreSQL, in real processes: the last shekel has one winner, a file one set of entries."""

import multiprocessing
import os
import threading
from datetime import date

import pytest
from django.db import connection, connections

from funding.models import Allocation, BankFile, BankLine, JournalEntry
from funding.selectors import ledger_audit
from funding.services import allocations, bank
from funding.services.bank import Line
from kernel.errors import DomainError
from tests.factories.funding import FundWorld

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]

CLIENTS = int(os.environ.get("SHIDRA_CLIENTS", "80"))
RUNS = int(os.environ.get("SHIDRA_RUNS", "3"))
PROCESSES = 4
SHEKEL = 1_00

only_postgres = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer")


def client(world, decision, start, end, answers):
    """One client: in each run it waits for the start, then asks for the last shekel."""
    actor = world.director_actor
    for _run in range(RUNS):
        start.wait(120)
        try:
            allocations.allocate(actor=actor, fund=world.fund, restriction=world.free, decision=decision, amount=SHEKEL)
            answers.put("won")
        except DomainError as refusal:
            answers.put(refusal.code)
        except Exception as error:  # a deadlock or a time-out is what must not be
            answers.put(f"{type(error).__name__}: {error}"[:200])
        end.wait(120)
    connections.close_all()


def process(world, decision, threads, start, end, answers):
    """One process with its share of the clients, each on its own connection."""
    connections.close_all()
    all_of_them = [threading.Thread(target=client, args=(world, decision, start, end, answers)) for _ in range(threads)]
    for one in all_of_them:
        one.start()
    for one in all_of_them:
        one.join()


@only_postgres
def test_the_last_shekel_has_one_winner_in_every_run(cast):
    world = FundWorld(cast)
    world.director_actor = world.director
    decision = world.decision()
    fork = multiprocessing.get_context("fork")
    start, end, answers = fork.Barrier(CLIENTS + 1), fork.Barrier(CLIENTS + 1), fork.Queue()
    shares = [CLIENTS // PROCESSES + (place < CLIENTS % PROCESSES) for place in range(PROCESSES)]
    connections.close_all()
    workers = [fork.Process(target=process, args=(world, decision, share, start, end, answers)) for share in shares]
    for worker in workers:
        worker.start()
    for run in range(1, RUNS + 1):
        world.receive(SHEKEL)
        connections.close_all()
        start.wait(120)
        end.wait(120)
        found = sorted(answers.get(timeout=60) for _ in range(CLIENTS))
        assert found == ["not_enough"] * (CLIENTS - 1) + ["won"], f"run {run}: {set(found)}"
    for worker in workers:
        worker.join(60)
        assert worker.exitcode == 0
    assert (Allocation.objects.count(), world.available()) == (RUNS, 0)
    assert ledger_audit.findings() == []


@only_postgres
def test_a_bank_file_sent_twice_at_once_is_taken_in_once(cast):
    world = FundWorld(cast)
    actor = world.treasurer
    lines = [Line(f"r{number}", date(2026, 1, 5), 100 + number) for number in range(50)]
    together, news, errors = threading.Barrier(2), [], []

    def send():
        try:
            together.wait(20)
            given = {"account": world.account, "name": "bank.csv", "hash": "f" * 64, "lines": lines}
            news.append(bank.take_in(actor=actor, **given)[1])
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    for _time in range(5):
        both = [threading.Thread(target=send) for _ in range(2)]
        for one in both:
            one.start()
        for one in both:
            one.join()
    assert errors == []
    assert sorted(news) == [False] * 9 + [True]
    assert (BankFile.objects.count(), BankLine.objects.count()) == (1, 50)
    assert JournalEntry.objects.filter(kind="recorded").count() == 50
