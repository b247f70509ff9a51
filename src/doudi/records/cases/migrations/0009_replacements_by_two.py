"""A living applicant is replaced by two; and the cases that ended without a decision are found without reading the rest."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import doudi.records.sealing.columns


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_guesses"),
        ("cases", "0008_covers_go_on_with_benefits"),
        ("evidence", "0007_never_emptied"),
        ("registry", "0005_never_emptied"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Replacement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField()),
                ("reason", doudi.records.sealing.columns.SealedText(blank=True, default=b"")),
                ("agent_name", models.TextField(blank=True)),
                ("agent_relation", models.TextField(blank=True)),
                ("agent_paper", models.TextField(blank=True)),
                ("entered_on", models.DateField()),
                ("confirmed_on", models.DateField(blank=True, null=True)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("dropped_on", models.DateField(blank=True, null=True)),
                ("dropped_reason", doudi.records.sealing.columns.SealedText(blank=True, default=b"")),
            ],
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("stage", "discontinued")),
                fields=["territory", "closed_on"],
                name="cases_discontinued",
            ),
        ),
        migrations.AddField(
            model_name="replacement",
            name="application",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="replacements", to="cases.application"
            ),
        ),
        migrations.AddField(
            model_name="replacement",
            name="confirmed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="replacement",
            name="document",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="evidence.document"
            ),
        ),
        migrations.AddField(
            model_name="replacement",
            name="dropped_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="replacement",
            name="entered_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="replacement",
            name="old",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.person"
            ),
        ),
        migrations.AddField(
            model_name="replacement",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.person"
            ),
        ),
        migrations.AddConstraint(
            model_name="replacement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("confirmed_on__isnull", True), ("dropped_on__isnull", True)),
                fields=("application",),
                name="one_replacement_waits",
            ),
        ),
        migrations.AddConstraint(
            model_name="replacement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confirmed_by__isnull", True),
                    models.Q(("confirmed_by", models.F("entered_by")), _negated=True),
                    _connector="OR",
                ),
                name="replacement_by_two",
            ),
        ),
        migrations.AddConstraint(
            model_name="replacement",
            constraint=models.CheckConstraint(
                condition=models.Q(("confirmed_on__isnull", True), ("dropped_on__isnull", True), _connector="OR"),
                name="replacement_confirmed_or_dropped",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="replacement",
            trigger=pgtrigger.compiler.Trigger(
                name="audit_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nINSERT INTO trail_auditentry\n    (at, officer_id, actor, post, acting_for, reason, request, table_name, row_id, operation, before, after)\nSELECT clock_timestamp(), (c->>'officer')::bigint, coalesce(c->>'actor', 'sql:' || session_user), coalesce(c->>'post', ''),\n       coalesce(c->>'acting_for', ''), coalesce(c->>'reason', ''), coalesce(c->>'request', ''), TG_TABLE_NAME, r.id, 'insert',\n       NULL, to_jsonb(r) - 'password'\nFROM new_rows r, coalesce(nullif(current_setting('doudi.context', true), ''), '{}') AS s,\n     LATERAL (SELECT s::jsonb AS c) AS context;\nRETURN NULL;\n",
                    hash="b299956adb141d695d0adff9a88037766dd2a309",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_audit_insert_f27a8",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="cases_replacement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="replacement",
            trigger=pgtrigger.compiler.Trigger(
                name="audit_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nINSERT INTO trail_auditentry\n    (at, officer_id, actor, post, acting_for, reason, request, table_name, row_id, operation, before, after)\nSELECT clock_timestamp(), (c->>'officer')::bigint, coalesce(c->>'actor', 'sql:' || session_user), coalesce(c->>'post', ''),\n       coalesce(c->>'acting_for', ''), coalesce(c->>'reason', ''), coalesce(c->>'request', ''), TG_TABLE_NAME, n.id, 'update',\n       (SELECT jsonb_object_agg(key, value) FROM jsonb_each(to_jsonb(o)) WHERE value IS DISTINCT FROM to_jsonb(n)->key AND key <> 'password'),\n       (SELECT jsonb_object_agg(key, value) FROM jsonb_each(to_jsonb(n)) WHERE value IS DISTINCT FROM to_jsonb(o)->key AND key <> 'password')\nFROM new_rows n JOIN old_rows o USING (id), coalesce(nullif(current_setting('doudi.context', true), ''), '{}') AS s,\n     LATERAL (SELECT s::jsonb AS c) AS context\nWHERE to_jsonb(n) IS DISTINCT FROM to_jsonb(o);\nRETURN NULL;\n",
                    hash="876548edb80a0459d8a7f987f936ec85b4687301",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_audit_update_90ca8",
                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                    table="cases_replacement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="replacement",
            trigger=pgtrigger.compiler.Trigger(
                name="audit_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nINSERT INTO trail_auditentry\n    (at, officer_id, actor, post, acting_for, reason, request, table_name, row_id, operation, before, after)\nSELECT clock_timestamp(), (c->>'officer')::bigint, coalesce(c->>'actor', 'sql:' || session_user), coalesce(c->>'post', ''),\n       coalesce(c->>'acting_for', ''), coalesce(c->>'reason', ''), coalesce(c->>'request', ''), TG_TABLE_NAME, r.id, 'delete',\n       to_jsonb(r) - 'password', NULL\nFROM old_rows r, coalesce(nullif(current_setting('doudi.context', true), ''), '{}') AS s,\n     LATERAL (SELECT s::jsonb AS c) AS context;\nRETURN NULL;\n",
                    hash="5a393a71cd5724f7ead8a124f4650429ae4b4fff",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_audit_delete_caa83",
                    referencing="REFERENCING OLD TABLE AS old_rows ",
                    table="cases_replacement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="replacement",
            trigger=pgtrigger.compiler.Trigger(
                name="audit_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'Cannot delete: table % is never emptied', TG_TABLE_NAME;",
                    hash="54c7fadb5483cd5bf30745ae719aee7fb04936c1",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_audit_truncate_6c3fe",
                    table="cases_replacement",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="replacement",
            trigger=pgtrigger.compiler.Trigger(
                name="never_deleted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="a1842eebdd77e871fcb0778adb8105546f7ddc43",
                    operation="DELETE",
                    pgid="pgtrigger_never_deleted_32591",
                    table="cases_replacement",
                    when="BEFORE",
                ),
            ),
        ),
    ]
