"""The job that forgets what programs were answered, once its days are over."""

from django.db import close_old_connections
from django.utils import timezone
from procrastinate.contrib.django import app

from doudi.records.accounts.answers import forget_answers


@app.periodic(cron="47 * * * *")
@app.task(name="doudi.answers.forget", queue="exports", queueing_lock="doudi.answers.forget")
def forget(timestamp: int) -> None:
    """Every hour."""
    close_old_connections()
    forget_answers(now=timezone.now())
