"""What is not a page: an import through all rules, and an accepted report until every total shows it.

Each is done in a transaction that is rolled back, so that it may be done again. Seconds of the wall and of the CPU of
this process; the promises are quality's.
"""

import time
from decimal import Decimal

from django.db import transaction

from bench import addresses, money
from bench.work_values import Work
from initiative.models import Initiative
from kernel import clock
from kernel.actor import Actor
from measurement import imports
from measurement.models import Definition, StaleSlice, Upload, UploadKind
from measurement.services import figures, reviews, rollups, staging, uploads

LINES = 20_000


def measured() -> list[Work]:
    """All of it."""
    return [import_figures(), import_figures(again=True), accept_one(), *money.measured()]


def import_figures(again: bool = False) -> Work:
    """A CSV of public figures: read, every rule, staged, counted. `again`: the same figures, which writes nothing."""
    initiative = Initiative.objects.get(slug=addresses.INITIATIVE)
    who = addresses.actor_of("coordinator")
    rows = Definition.objects.filter(measure__initiative=initiative, state="live").select_related("measure")
    live = {row.measure.code: row for row in rows}
    data = _csv(sorted(live), live)
    with transaction.atomic():
        if again:
            _import(initiative, who, data, live)
        wall, cpu = time.perf_counter(), time.process_time()
        done = _import(initiative, who, data, live)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        transaction.set_rollback(True)
    name = "import of figures, the same again" if again else "import of figures, CSV"
    return Work(name, wall, cpu, done, "values", "10,000 values/s on PostgreSQL", done / wall >= 10_000)


def _csv(codes: list[str], live: dict[str, Definition]) -> bytes:
    lines = ["measure,period,number,weight,combination,series,source"]
    wide = len(codes) * 200
    for number in range(LINES):
        code = codes[number % len(codes)]
        weight = "100" if live[code].needs_weight else ""
        period = 1900 + number // len(codes) % 200
        lines.append(f"{code},{period},{number % 997},{weight},,bench {number // wide},File of the ministry")
    return "\n".join(lines).encode()


def _import(initiative: Initiative, who: Actor, data: bytes, live: dict[str, Definition]) -> int:
    categories = figures.categories(initiative)
    reading = imports.figures(data, "figures.csv", live, categories)
    if not reading.ok:
        raise ValueError(f"the file of the benchmark is refused: {[str(one.sentence) for one in reading.findings[:3]]}")
    upload = Upload.objects.create(
        initiative=initiative,
        kind=UploadKind.FIGURES,
        scope_key=f"bench:{time.perf_counter_ns()}",
        sha256="0" * 64,
        file_name="figures.csv",
        settings={},
        by_id=who.user_id,
        at=clock.now(),
    )
    upload = staging.take(actor=Actor.system(), upload=upload, reading=reading)
    return uploads.count(actor=who, upload=upload)


def accept_one() -> Work:
    """A report is accepted and the worker's bell is answered: then every total of it is right."""
    with transaction.atomic():
        rollups.refresh()
        submission, who = addresses.acceptable(), addresses.actor_of("coordinator")
        wall, cpu = time.perf_counter(), time.process_time()
        reviews.accept(actor=who, submission=submission)
        stale = StaleSlice.objects.count()
        rollups.refresh()
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        transaction.set_rollback(True)
    return Work("a report accepted, in every total", wall, cpu, stale, "slices", "under 1 s", wall < 1)


def table(found: list[Work]) -> str:
    """As Markdown."""
    lines = ["| Work | done | wall s | CPU s | a second | promised | kept |", "|---|---|---|---|---|---|---|"]
    for one in found:
        lines.append(
            f"| {one.name} | {one.done:,} {one.unit} | {Decimal(one.wall_s):.2f} | {Decimal(one.cpu_s):.2f} | "
            f"{one.rate:,.0f} | {one.promise} | {'yes' if one.kept else 'no'} |"
        )
    return "\n".join(lines)
