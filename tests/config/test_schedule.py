"""The schedule names tasks that exist, and what beat remembers of it may be lost."""

from celery import current_app
from django.conf import settings

from config.beat import Scheduler
from config.celery import app


def test_every_task_of_the_schedule_is_registered():
    current_app.loader.import_default_modules()
    wanted = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert wanted - set(current_app.tasks) == set()


def test_the_page_about_work_names_every_task_of_the_schedule():
    page = (settings.BASE_DIR / "docs/work.md").read_text(encoding="utf-8")
    tasks = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert {task for task in tasks if f"`{task}`" not in page} == set()


def scheduler(path):
    return Scheduler(app=app, schedule_filename=str(path), max_interval=1, lazy=False)


def test_a_memory_that_was_cut_off_is_thrown_away_and_beat_begins_anew(tmp_path):
    first = scheduler(tmp_path / "beat")
    first.close()
    written = [place for place in tmp_path.iterdir() if place.stat().st_size]
    assert written
    for place in written:
        if place.suffix not in {".dir", ".bak"}:  # an index of what is no longer there, as a lost line leaves it
            place.write_bytes(b"")
    again = scheduler(tmp_path / "beat")
    assert set(settings.CELERY_BEAT_SCHEDULE) <= set(again.schedule)
    again.close()
    assert set(settings.CELERY_BEAT_SCHEDULE) <= set(scheduler(tmp_path / "beat").schedule)
