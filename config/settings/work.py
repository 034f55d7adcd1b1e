"""Background work: Celery's settings and the schedule. The row is the job, the message only a bell."""

from typing import Any

from celery.schedules import crontab

CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_ACKS_ON_FAILURE = True
CELERY_TASK_ACKS_ON_TIMEOUT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# Longer work is cut into chunks that are rows.
CELERY_TASK_SOFT_TIME_LIMIT, CELERY_TASK_TIME_LIMIT = 240, 300
# visibility_timeout > twice the hard time limit, and no eta or countdown longer than this, ever.
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {
    "visibility_timeout": 900,
    "unacked_restore_interval": 30,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 2,
    "socket_timeout": 10,
    "socket_keepalive": True,
    "health_check_interval": 25,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_step": 0.2}
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 30
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_MAX_TASKS_PER_CHILD, CELERY_WORKER_MAX_MEMORY_PER_CHILD = 500, 400_000
CELERY_TIMEZONE = "Asia/Jerusalem"
CELERY_BEAT_SCHEDULER = "config.beat:Scheduler"
CELERY_BEAT_SCHEDULE = {
    "heartbeat": {"task": "audit.tasks.heartbeat", "schedule": 30.0},
    "sweep-dispatch": {"task": "communication.tasks.dispatch_entries", "schedule": 60.0},
    "sweep-mails": {"task": "communication.tasks.send_mails", "schedule": 60.0},
    "plan-digests": {"task": "communication.tasks.plan_digests", "schedule": crontab(minute="*/15")},
    "sweep-rollups": {"task": "measurement.tasks.refresh_rollups", "schedule": 60.0},
    "sweep-imports": {"task": "measurement.tasks.run_imports", "schedule": 60.0},
    "remind": {"task": "measurement.tasks.remind", "schedule": crontab(hour=7, minute=45, day_of_week="sun-thu")},
    "mark-due": {"task": "working_groups.tasks.mark_due", "schedule": crontab(hour=6, minute=0)},
    "sweep-accounts": {"task": "accounts.tasks.sweep", "schedule": crontab(hour=4, minute=0)},
    "sweep-files": {"task": "documents.tasks.sweep", "schedule": crontab(hour=4, minute=15)},
    "mark-money-due": {"task": "funding.tasks.mark_due", "schedule": crontab(hour=6, minute=5)},
    "audit-ledger": {"task": "funding.tasks.audit_ledger", "schedule": crontab(hour=3, minute=0)},
    "audit-rollups": {"task": "measurement.tasks.audit_rollups", "schedule": crontab(hour=2, minute=30)},
}
