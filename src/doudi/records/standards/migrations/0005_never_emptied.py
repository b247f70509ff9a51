"""No table of the trail, and none it follows, is emptied by TRUNCATE."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("standards", "0004_holidays"),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name="holidayyear",
            trigger=pgtrigger.compiler.Trigger(
                name="audit_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'Cannot delete: table % is never emptied', TG_TABLE_NAME;",
                    hash="c3797de2f90369d19218c6f6427599ceca9d1fe1",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_audit_truncate_72a18",
                    table="standards_holidayyear",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="standardentry",
            trigger=pgtrigger.compiler.Trigger(
                name="audit_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'Cannot delete: table % is never emptied', TG_TABLE_NAME;",
                    hash="02bcc9b4c4e63071b7113f17cbe3b0b88c06af41",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_audit_truncate_93f3c",
                    table="standards_standardentry",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="standardpreview",
            trigger=pgtrigger.compiler.Trigger(
                name="audit_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'Cannot delete: table % is never emptied', TG_TABLE_NAME;",
                    hash="96962948f95db7b7ceb59258b44860b7e25b7286",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_audit_truncate_97390",
                    table="standards_standardpreview",
                    when="BEFORE",
                ),
            ),
        ),
    ]
