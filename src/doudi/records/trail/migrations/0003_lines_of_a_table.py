"""Indexes for reading the trail of one table, latest first, and of one request."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("trail", "0002_initial")]

    operations = [
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["table_name", "-id"], name="audit_of_table"),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["request"], name="audit_of_request", condition=~Q(request="")),
        ),
    ]
