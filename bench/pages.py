"""The table of pages that `make bench` measures. A new page is a line here.

Address: a path, or a function of the seeded world that gives one. Person: the part before @demo.example, or nobody.
Floor: see floors.py. Queries and CPU are the promises; CPU (ms) is judged at size "peer" on a quiet machine only.
"""

from collections.abc import Callable
from dataclasses import dataclass

INITIATIVE = "5x2"


@dataclass(frozen=True)
class Page:
    """One line of the table."""

    name: str
    address: str | Callable[[], str]
    person: str = ""
    floor: str = "view"
    queries: int = 20
    cpu_ms: float | None = None


PAGES = [
    Page("healthz", "/healthz", queries=0),
    Page("sign-in", "/he/sign-in/", queries=4),
    Page("home of the director", "/he/", "director", "rows", 20, 20),
    Page("home of the data officer", "/he/", "data", "rows", 20, 20),
    Page("home of the steering chair", "/he/", "steering", "rows", 20, 20),
    Page("public page of the initiative", f"/he/{INITIATIVE}/", "", "rows", 20, 20),
    Page("list of measures", f"/he/{INITIATIVE}/measures/", "evaluator", "rows", 12, 12),
    Page("list of partners", f"/he/{INITIATIVE}/partners/", "coordinator", "rows", 12, 12),
    Page("review queue", f"/he/{INITIATIVE}/reviews/", "coordinator", "rows", 12, 12),
    Page("list of bodies", f"/he/{INITIATIVE}/bodies/", "chair", "rows", 12, 12),
    Page("list of tasks", f"/he/{INITIATIVE}/tasks/", "chair", "rows", 12, 12),
]
