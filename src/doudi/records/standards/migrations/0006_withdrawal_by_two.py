"""An entry that holds is withdrawn by two: one asks, another confirms. What one alone withdrew before stands."""

import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("standards", "0005_never_emptied"),
    ]

    operations = [
        migrations.AddField(
            model_name="standardentry",
            name="withdrawal_asked_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="standardentry",
            name="withdrawal_asked_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="standardentry",
            name="withdrawal_reason",
            field=models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
        AddConstraintNotValid(
            model_name="standardentry",
            constraint=models.CheckConstraint(
                name="standard_withdrawn_by_another",
                condition=Q(checked_at__isnull=True)
                | Q(withdrawn_at__isnull=True)
                | Q(withdrawal_asked_by__isnull=False) & ~Q(withdrawal_asked_by=F("withdrawn_by")),
            ),
        ),
    ]
