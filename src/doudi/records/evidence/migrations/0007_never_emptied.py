"""No table of the trail, and none it follows, is emptied by TRUNCATE."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("evidence", "0006_papers_of_citizens"),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name="document",
            trigger=pgtrigger.compiler.Trigger(
                name="audit_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'Cannot delete: table % is never emptied', TG_TABLE_NAME;",
                    hash="fd4b64f9f019cf15da7164fdd734096392eb7236",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_audit_truncate_ef2ae",
                    table="evidence_document",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evidence",
            trigger=pgtrigger.compiler.Trigger(
                name="audit_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'Cannot delete: table % is never emptied', TG_TABLE_NAME;",
                    hash="b5fd7441892f5fe3da701e559938e1eea378d226",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_audit_truncate_350c2",
                    table="evidence_evidence",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="opening",
            trigger=pgtrigger.compiler.Trigger(
                name="audit_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'Cannot delete: table % is never emptied', TG_TABLE_NAME;",
                    hash="a0dfc769989b2fddf3753067afcb51e347616623",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_audit_truncate_80bd8",
                    table="evidence_opening",
                    when="BEFORE",
                ),
            ),
        ),
    ]
