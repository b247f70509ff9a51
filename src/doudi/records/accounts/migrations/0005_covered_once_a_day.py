"""Of one post two covers never stand on one day."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import migrations
from django.db.models import Q

from doudi.records.territory.models import DateSpan


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_never_emptied")]

    operations = [
        migrations.AddConstraint(
            model_name="cover",
            constraint=ExclusionConstraint(
                name="covered_once_a_day",
                expressions=[("appointment", "="), (DateSpan("since", "until"), "&&")],
                condition=Q(revoked_on__isnull=True),
            ),
        ),
    ]
