"""Where a benefit ends, those it covers are covered no longer: kept by the database, whichever program ends it."""

from django.db import migrations

FOLLOW = """
CREATE FUNCTION cases_covers_follow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE cases_cover SET until = greatest(NEW.until, since)
    WHERE benefit_id = NEW.id AND until IS DISTINCT FROM NEW.until;
    RETURN NULL;
END $$;
CREATE TRIGGER cases_covers_follow AFTER UPDATE OF until ON registry_benefit
    FOR EACH ROW WHEN (OLD.until IS DISTINCT FROM NEW.until) EXECUTE FUNCTION cases_covers_follow();
"""
BACK = """
DROP TRIGGER cases_covers_follow ON registry_benefit;
DROP FUNCTION cases_covers_follow();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial"), ("registry", "0003_trail_without_passwords")]
    operations = [migrations.RunSQL(FOLLOW, BACK)]
