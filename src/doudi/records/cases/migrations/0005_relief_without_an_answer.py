"""Urgent relief waits for no answer of the rules: why there was none stands sealed in the decision."""

from django.db import migrations, models

import doudi.records.sealing.columns


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_never_emptied")]
    operations = [
        migrations.AddField(
            model_name="decision",
            name="unanswered",
            field=doudi.records.sealing.columns.SealedText(blank=True, default=b""),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                name="decision_rests_on_finding",
                condition=models.Q(
                    ("finding__isnull", False),
                    ("kind", "revoke"),
                    models.Q(("kind", "relief"), models.Q(("unanswered", b""), _negated=True)),
                    _connector="OR",
                ),
            ),
        ),
    ]
