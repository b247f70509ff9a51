"""What happens to cases by date alone: support that was confirmed begins on the first of its month."""

from django.db import close_old_connections
from django.utils import timezone
from procrastinate.contrib.django import app

from doudi.records.accounts.desk import system_desk
from doudi.records.cases.actions.deciding import begin_support


@app.periodic(cron="7 * * * *")
@app.task(name="doudi.cases.begin", queue="exports", queueing_lock="doudi.cases.begin")
def begin(timestamp: int) -> None:
    """Every hour, so that a machine that was off over midnight makes it good; a second time does nothing."""
    close_old_connections()
    today = timezone.localdate()
    begin_support(by=system_desk(today, purpose="到期办理"), on=today)
