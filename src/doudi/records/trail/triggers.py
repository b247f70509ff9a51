"""The trigger that writes the audit trail: one line a changed row, in the transaction of the change.

It works on whole statements, so that a bulk insert of thousands costs one more insert, and it fires for raw SQL just as
for the programs. Who, in which post, why and in which request stands in the setting `doudi.context` that `recording`
makes for the transaction; a change made without it is recorded under the name of the database role. That a password was
changed is a line, the hash is not in it: lines stand for ever. TRUNCATE is refused: it would leave none.
"""

import pgtrigger

# The columns changed, old and new; of an unchanged row nothing is written.
_UPDATE = """
INSERT INTO trail_auditentry
    (at, officer_id, actor, post, acting_for, reason, request, table_name, row_id, operation, before, after)
SELECT clock_timestamp(), (c->>'officer')::bigint, coalesce(c->>'actor', 'sql:' || session_user), coalesce(c->>'post', ''),
       coalesce(c->>'acting_for', ''), coalesce(c->>'reason', ''), coalesce(c->>'request', ''), TG_TABLE_NAME, n.id, 'update',
       (SELECT jsonb_object_agg(key, value) FROM jsonb_each(to_jsonb(o)) WHERE value IS DISTINCT FROM to_jsonb(n)->key AND key <> 'password'),
       (SELECT jsonb_object_agg(key, value) FROM jsonb_each(to_jsonb(n)) WHERE value IS DISTINCT FROM to_jsonb(o)->key AND key <> 'password')
FROM new_rows n JOIN old_rows o USING (id), coalesce(nullif(current_setting('doudi.context', true), ''), '{}') AS s,
     LATERAL (SELECT s::jsonb AS c) AS context
WHERE to_jsonb(n) IS DISTINCT FROM to_jsonb(o);
RETURN NULL;
"""

_ONE_SIDED = """
INSERT INTO trail_auditentry
    (at, officer_id, actor, post, acting_for, reason, request, table_name, row_id, operation, before, after)
SELECT clock_timestamp(), (c->>'officer')::bigint, coalesce(c->>'actor', 'sql:' || session_user), coalesce(c->>'post', ''),
       coalesce(c->>'acting_for', ''), coalesce(c->>'reason', ''), coalesce(c->>'request', ''), TG_TABLE_NAME, r.id, '{operation}',
       {before}, {after}
FROM {rows} r, coalesce(nullif(current_setting('doudi.context', true), ''), '{{}}') AS s,
     LATERAL (SELECT s::jsonb AS c) AS context;
RETURN NULL;
"""


def audited() -> list[pgtrigger.Trigger]:
    """The three triggers of an audited table, for its `Meta.triggers`."""
    return [
        pgtrigger.Trigger(
            name="audit_insert",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=pgtrigger.Insert,
            referencing=pgtrigger.Referencing(new="new_rows"),
            func=_ONE_SIDED.format(
                operation="insert", before="NULL", after="to_jsonb(r) - 'password'", rows="new_rows"
            ),
        ),
        pgtrigger.Trigger(
            name="audit_update",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=pgtrigger.Update,
            referencing=pgtrigger.Referencing(old="old_rows", new="new_rows"),
            func=_UPDATE,
        ),
        pgtrigger.Trigger(
            name="audit_delete",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=pgtrigger.Delete,
            referencing=pgtrigger.Referencing(old="old_rows"),
            func=_ONE_SIDED.format(
                operation="delete", before="to_jsonb(r) - 'password'", after="NULL", rows="old_rows"
            ),
        ),
        # A table is emptied without a row that the others would see.
        _never_emptied("audit_truncate"),
    ]


def append_only() -> list[pgtrigger.Trigger]:
    """The triggers of a table whose lines stand for ever."""
    return [
        pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        _never_emptied("never_emptied"),
    ]


def never_deleted() -> list[pgtrigger.Trigger]:
    """The trigger of an audited table whose lines may be closed but not taken away."""
    return [pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)]


def _never_emptied(name: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func="RAISE EXCEPTION 'Cannot delete: table % is never emptied', TG_TABLE_NAME;",
    )
