"""Keeps the results: a file for each run, the table in docs/performance.md, and what became worse since."""

import json
import platform
import subprocess
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psutil
from django.db import connection

from bench.measure import Figures

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "bench" / "results"
TABLE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- figures -->", "<!-- /figures -->"
WORSE = 1.2


def machine() -> dict[str, Any]:
    """What the figures were taken on."""
    return {
        "cores": psutil.cpu_count(),
        "load": [round(load, 1) for load in psutil.getloadavg()],
        "python": platform.python_version(),
        "django": version("django"),
        "database": f"{connection.vendor} {'.'.join(map(str, connection.get_database_version()))}",
    }


def last_of(size: str, vendor: str) -> dict[str, Any] | None:
    """The newest kept run of that size on that database."""
    runs = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(RESULTS.glob(f"*-{size}-*.json"))]
    same = [run for run in runs if run["machine"]["database"].startswith(vendor)]
    return same[-1] if same else None


def worse(now: list[Figures], before: dict[str, Any] | None) -> list[str]:
    """Sentences about pages with one query more, or a ratio a fifth worse."""
    old = {page["name"]: page for page in before["pages"]} if before else {}
    out = []
    for page in now:
        out += [f"{page.name}: {sentence}" for sentence in page.broken]
        out += [f"{page.name}: not measured ({page.left_out})"] if page.left_out else []
        then = old.get(page.name)
        if page.left_out or not then or then["left_out"]:
            continue
        if page.queries > then["queries"]:
            out.append(f"{page.name}: {page.queries} queries, {then['queries']} the last time")
        if page.ratio > then["ratio"] * WORSE and page.cpu_ms - then["cpu_ms"] > 1:
            out.append(f"{page.name}: {page.ratio} times its floor, {then['ratio']} the last time")
    return out


def keep(size: str, before: dict[str, Any], pages: list[Figures], done: list[Any]) -> Path:
    """Write the file of this run."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    now = datetime.now(UTC)
    path = RESULTS / f"{now:%Y%m%d-%H%M%S}-{size}-{_commit()}.json"
    body = {
        "at": now.isoformat(timespec="seconds"),
        "size": size,
        "commit": _commit(),
        "machine": before,
        "load_after": machine()["load"],
        "pages": [asdict(page) for page in pages],
        "work": [asdict(one) for one in done],
    }
    path.write_text(json.dumps(body, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def write_table(size: str, about: dict[str, Any], pages: list[Figures], done: str) -> None:
    """Put the figures between the two marks of docs/performance.md."""
    text = TABLE.read_text(encoding="utf-8")
    head, rest = text.split(BEGIN, 1)
    tail = rest.split(END, 1)[1]
    TABLE.write_text(f"{head}{BEGIN}\n{table(size, about, pages)}\n\n{done}\n{END}{tail}", encoding="utf-8")


def table(size: str, about: dict[str, Any], pages: list[Figures]) -> str:
    """The figures as Markdown."""
    lines = [
        f"Size {size}, {about['database']}, Python {about['python']}, Django {about['django']}, "
        f"{about['cores']} cores, load {about['load'][0]} at the start, commit {_commit()}.",
        "",
        "| Page | floor | floor, CPU ms | ours, CPU ms | ratio | queries (promised) | wall p50 / p95 ms | kB |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for page in pages:
        if page.left_out:
            lines.append(f"| {page.name} | | | | | left out: {page.left_out[:60]} | | |")
            continue
        lines.append(
            f"| {page.name} | {page.floor} | {page.floor_ms} | {page.cpu_ms} | {page.ratio} | "
            f"{page.queries} ({page.promised_queries}) | {page.wall_p50_ms} / {page.wall_p95_ms} | "
            f"{page.sent_bytes / 1000:.0f} |"
        )
    return "\n".join(lines)


def _commit() -> str:
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.stdout.strip() or "unknown"
