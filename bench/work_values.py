"""How a piece of work is told."""

from dataclasses import dataclass


@dataclass
class Work:
    """How long a piece of work took, and what was promised of it."""

    name: str
    wall_s: float
    cpu_s: float
    done: int
    unit: str
    promise: str
    kept: bool

    @property
    def rate(self) -> float:
        """How much a second, by the wall."""
        return self.done / max(self.wall_s, 0.001)
