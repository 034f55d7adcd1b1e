"""The demo world from beginning to end, phase by phase."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils import translation

from initiative.models import Initiative
from kernel import clock
from measurement.services import rollups
from portal.demo import defining, figures, founding, letters, meetings, money, others, reporting
from portal.demo.stage import Size, Stage


def run(size: Size) -> Iterator[str]:
    """Make the world; yields a line for each phase that is done."""
    stage = Stage(size=size, today=clock.today())
    with translation.override("he"), _collecting_seldom():
        with transaction.atomic():
            founding.found(stage)
        yield f"initiative, {len(stage.partners)} participations, {len(stage.people)} people"
        if size.others:
            with transaction.atomic():
                founding.found_others(stage)
            yield "volunteering and sphere"
        with transaction.atomic():
            defining.define(stage)
            count = figures.national(stage)
            if size.others:
                figures.volunteering(stage, Initiative.objects.get(slug="volunteering"))
        yield f"measures, {count} public figures"
        with transaction.atomic():
            meetings.charter(stage)
        with transaction.atomic():
            yield from meetings.meet(stage)
            meetings.personal_tasks(stage)
        if size.others:
            with transaction.atomic():
                others.play(stage)
            yield "forums and teams of the others"
        with transaction.atomic():
            yield from reporting.report(stage)
        rollups.refresh()  # the fund's reports quote what was published
        yield "roll-ups"
        if size.years:  # a tranche falls due three months after the first: the story needs a year behind it
            with transaction.atomic():
                yield money.play(stage)
        yield f"{letters.send(stage)} digests of last Tuesday"


@contextmanager
def _collecting_seldom() -> Iterator[None]:
    """Tens of thousands of queries leave little that goes in circles: looking for it all the time costs a fifth."""
    before = gc.get_threshold()
    gc.set_threshold(20_000, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)
