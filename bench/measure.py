"""Measures one page beside its floor: alternating rounds, medians of the CPU time of this process."""

import gc
import itertools
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.floors import FLOORS
from bench.pages import Page

WARM_UPS = 3


@dataclass
class Figures:
    """What a page costs. `ratio` is ours to the floor, both medians of CPU milliseconds."""

    name: str
    floor: str
    floor_ms: float = 0
    cpu_ms: float = 0
    ratio: float = 0
    queries: int = 0
    queries_ms: float = 0
    wall_p50_ms: float = 0
    wall_p95_ms: float = 0
    sent_bytes: int = 0
    promised_queries: int = 0
    promised_cpu_ms: float | None = None
    left_out: str = ""
    broken: list[str] = field(default_factory=list)


def figures(page: Page, rounds: int) -> Figures:
    """Measure one page; one that does not answer with 200 is told as left out."""
    out = Figures(page.name, page.floor, promised_queries=page.queries, promised_cpu_ms=page.cpu_ms)
    try:
        client, address = _signed_in(page.person), page.address if isinstance(page.address, str) else page.address()
        body = page.body() if page.body else None
        ask = _asking(client, address, body)
        answer = ask()
    except Exception as fault:  # a page that fails must not hide the figures of the others
        out.left_out = f"{type(fault).__name__}: {fault}"
        return out
    if answer.status_code != 200:
        out.left_out = f"{address} answers {answer.status_code}"
        return out
    out.sent_bytes = len(answer.content)
    _alternate(out, ask, FLOORS[page.floor], rounds)
    # Counted apart: the counting itself costs.
    with CaptureQueriesContext(connection) as captured:
        ask()
    out.queries = len(captured)
    out.queries_ms = round(sum(float(query["time"]) for query in captured.captured_queries) * 1000, 1)
    if out.queries > page.queries:
        out.broken.append(f"{out.queries} queries, {page.queries} promised")
    return out


def _asking(client: Client, address: str, body: dict[str, Any] | None) -> Callable[[], Any]:
    """Reads the page; or posts, each time with other numbers, so that every save writes."""
    if body is None:
        return lambda: client.get(address)
    numbers = itertools.count(1000)
    return lambda: client.post(address, {name: str(next(numbers)) for name in body})


def _alternate(out: Figures, ours: Callable[[], object], floor: Callable[[], None], rounds: int) -> None:
    for _round in range(WARM_UPS):
        floor()
        ours()
    floors, cpus, walls = [], [], []
    for _round in range(rounds):
        gc.collect()
        gc.disable()
        try:
            floors.append(_cpu(floor)[0])
            cpu, wall = _cpu(ours)
        finally:
            gc.enable()
        cpus.append(cpu)
        walls.append(wall)
    walls.sort()
    out.floor_ms = round(statistics.median(floors), 3)
    out.cpu_ms = round(statistics.median(cpus), 2)
    out.ratio = round(out.cpu_ms / max(out.floor_ms, 0.001), 2)
    out.wall_p50_ms = round(statistics.median(walls), 2)
    out.wall_p95_ms = round(walls[min(len(walls) - 1, round(len(walls) * 0.95))], 2)


def _cpu(work: Callable[[], object]) -> tuple[float, float]:
    """CPU and wall milliseconds of one call. Short work is repeated: the clock of a process is coarse."""
    wall, cpu, times = time.perf_counter(), time.process_time(), 0
    while times == 0 or (time.process_time() - cpu < 0.002 and times < 200):
        work()
        times += 1
    return (time.process_time() - cpu) * 1000 / times, (time.perf_counter() - wall) * 1000 / times


def _signed_in(person: str) -> Client:
    client = Client()
    if person:
        client.force_login(
            get_user_model()._default_manager.get(email=f"{person}@demo.example"),
            backend="django.contrib.auth.backends.ModelBackend",
        )
    return client
