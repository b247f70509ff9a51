"""Where a benefit goes on after all, whom it covers is covered on: no end is no day, and not the first one."""

from django.db import migrations

_FOLLOW = """
CREATE OR REPLACE FUNCTION cases_covers_follow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE cases_cover SET until = {until}
    WHERE benefit_id = NEW.id AND until IS DISTINCT FROM NEW.until;
    RETURN NULL;
END $$;
"""
GO_ON = _FOLLOW.format(until="CASE WHEN NEW.until IS NULL THEN NULL ELSE greatest(NEW.until, since) END")
BACK = _FOLLOW.format(until="greatest(NEW.until, since)")


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_findings_know_whose_they_are")]
    operations = [migrations.RunSQL(GO_ON, BACK)]
