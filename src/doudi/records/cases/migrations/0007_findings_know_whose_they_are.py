"""A finding knows whose its members are: a decision is explained by who somebody is, not by what they are called now."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_reasons_are_sealed")]
    operations = [
        migrations.AddField(
            model_name="finding",
            name="people",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), default=list, size=None
            ),
        ),
    ]
