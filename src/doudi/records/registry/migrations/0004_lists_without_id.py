"""An index of the people who have no ID number."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("registry", "0003_trail_without_passwords")]

    operations = [
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["id"], name="person_without_id", condition=Q(citizen_index__isnull=True)),
        ),
    ]
