"""The background service: a Celery app, tasks that only wire, the scheduler, and the supervisor of them all."""
