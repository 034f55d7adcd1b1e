"""The schedule names tasks that exist: a bell for nobody is an error in the worker's log each minute."""

from celery import current_app
from django.conf import settings


def test_every_task_of_the_schedule_is_registered():
    current_app.loader.import_default_modules()
    wanted = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert wanted - set(current_app.tasks) == set()


def test_the_page_about_work_names_every_task_of_the_schedule():
    page = (settings.BASE_DIR / "docs/work.md").read_text(encoding="utf-8")
    tasks = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert {task for task in tasks if f"`{task}`" not in page} == set()
