"""No table of the trail, and none it follows, is emptied by TRUNCATE."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("trail", "0003_lines_of_a_table"),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name="accessentry",
            trigger=pgtrigger.compiler.Trigger(
                name="never_emptied",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'Cannot delete: table % is never emptied', TG_TABLE_NAME;",
                    hash="f129ba8995d3502889da0e5f541a6450e769b550",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_never_emptied_108f7",
                    table="trail_accessentry",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="auditentry",
            trigger=pgtrigger.compiler.Trigger(
                name="never_emptied",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'Cannot delete: table % is never emptied', TG_TABLE_NAME;",
                    hash="a910e4fb17ef9027127c33442db987ac5609185e",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_never_emptied_8eedf",
                    table="trail_auditentry",
                    when="BEFORE",
                ),
            ),
        ),
    ]
