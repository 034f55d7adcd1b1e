"""The table of pages that `make bench` measures. A new page is a line here.

Address: a path, or a function of the seeded world (addresses.py) that gives one. Person: the part before @demo.example,
or nobody. Floor: see floors.py. Queries and CPU are the promises; CPU (ms) is judged on a quiet machine only.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bench import addresses
from bench.addresses import INITIATIVE


@dataclass(frozen=True)
class Page:
    """One line of the table. `body` makes what is posted; without it the page is read."""

    name: str
    address: str | Callable[[], str]
    person: str = ""
    floor: str = "view"
    queries: int = 20
    cpu_ms: float | None = None
    body: Callable[[], dict[str, Any]] | None = None


def _list(name: str, nouns: str, person: str, cpu_ms: float | None = None) -> Page:
    return Page(name, f"/he/{INITIATIVE}/{nouns}/", person, "rows", 20, cpu_ms)


PAGES = [
    Page("healthz", "/healthz", queries=0),
    Page("sign-in", "/he/sign-in/", queries=4),
    Page("what waits for the director", "/he/", "director", "rows", 20, 20),
    Page("what waits for the data officer", "/he/", "data", "rows", 20, 20),
    Page("cockpit of the backbone", f"/he/{INITIATIVE}/home/", "director", "rows", 20, 20),
    Page("home of a partner", f"/he/{INITIATIVE}/home/", "lead", "rows", 20, 20),
    Page("steering dashboard", f"/he/{INITIATIVE}/steering/", "steering", "rows", 20, 20),
    Page("public page of the initiative", f"/he/{INITIATIVE}/", "", "rows", 20, 20),
    Page("entry grid", addresses.grid, "data", "grid", 20, 40),
    Page("autosave of a cell", addresses.save_cells, "data", "view", 18, 15, addresses.a_cell),
    Page("review of a report", addresses.review, "coordinator", "grid", 20, 40),
    _list("review queue", "reviews", "coordinator", 12),
    _list("list of measures", "measures", "evaluator", 12),
    Page("a measure", addresses.measure, "evaluator", "rows", 20, 20),
    _list("list of cycles", "cycles", "coordinator"),
    Page("a cycle with its completeness", addresses.cycle, "coordinator", "rows", 20, 20),
    _list("list of partners", "partners", "coordinator"),
    Page("a partner", addresses.partner, "coordinator", "rows", 20, 20),
    _list("list of bodies", "bodies", "chair"),
    Page("a body", addresses.body, "chair", "rows", 20, 20),
    Page("a meeting", addresses.meeting, "chair", "rows", 20, 20),
    _list("list of tasks", "tasks", "chair"),
    _list("decision register", "decisions", "steering"),
    Page("the fund, 100,000 postings", addresses.fund, "treasurer", "rows", 20),
    Page("its journal", addresses.journal, "treasurer", "rows", 20),
    Page("its journal by account, page 300", addresses.journal_by_account, "treasurer", "rows", 20),
    Page("its trial balance", addresses.trial, "treasurer", "rows", 20),
    Page("search", f"/he/{INITIATIVE}/search/?q=%D7%9E%D7%93%D7%93", "coordinator", "rows", 20, 20),
]
