"""No table of the trail, and none it follows, is emptied by TRUNCATE."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("rosters", "0003_trail_without_passwords"),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name="columnmemory",
            trigger=pgtrigger.compiler.Trigger(
                name="audit_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'Cannot delete: table % is never emptied', TG_TABLE_NAME;",
                    hash="1641309524babdcec605d97dc7151e6e4dc94e26",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_audit_truncate_e91a8",
                    table="rosters_columnmemory",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="listexport",
            trigger=pgtrigger.compiler.Trigger(
                name="audit_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'Cannot delete: table % is never emptied', TG_TABLE_NAME;",
                    hash="49526923c632868d303123d15ef2bbde6b788752",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_audit_truncate_80c2f",
                    table="rosters_listexport",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rosterimport",
            trigger=pgtrigger.compiler.Trigger(
                name="audit_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'Cannot delete: table % is never emptied', TG_TABLE_NAME;",
                    hash="db46f5868664dbc8219445ec335ba90e004df8bd",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_audit_truncate_d6e88",
                    table="rosters_rosterimport",
                    when="BEFORE",
                ),
            ),
        ),
    ]
