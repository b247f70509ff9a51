"""The extension that lets exclusion constraints compare numbers and text with `=`. Stands alone and first."""

from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations


class Migration(migrations.Migration):
    """Needs the right to create extensions, which the owner of a database has for this trusted one."""

    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [BtreeGistExtension()]
