"""An index that answers lists by disability and grade by itself."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("evidence", "0004_trail_without_passwords")]

    operations = [
        migrations.AddIndex(
            model_name="evidence",
            index=models.Index(
                fields=["kind", "person"],
                name="evidence_disability",
                include=("since", "until", "value"),
                condition=Q(topic="disability", superseded_at__isnull=True) & ~Q(kind="none"),
            ),
        ),
    ]
