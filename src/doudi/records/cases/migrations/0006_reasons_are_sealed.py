"""Reasons that an officer writes of a family, and who signed for a letter, are sealed like every other word about people.

What was written in clear before is sealed and the clear column taken away; what the trail has of it stands there for ever.
The column has its own name back before anything is sealed, since a seal is bound to it.
"""

from collections.abc import Callable, Iterator

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation

from doudi.records.sealing.columns import SealedText

_PLAIN = "_in_clear"
# By model, its columns that were clear text.
CLEAR: dict[str, tuple[str, ...]] = {
    "authorisation": ("revoked_reason",),
    "case": ("extended_reason",),
    "letter": ("delivered_to", "delivered_how"),
    "posting": ("taken_down_reason",),
    "suspension": ("reason",),
}
_BATCH = 500


def _moved(source: str, target: str) -> Callable[[Apps, BaseDatabaseSchemaEditor], None]:
    """Copies every text of the columns from those that end in `source` to those that end in `target`."""

    def move(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        for name, columns in CLEAR.items():
            model = apps.get_model("cases", name)
            said = models.Q(*((f"{one}{source}__gt", b"" if source == "" else "") for one in columns), _connector="OR")
            rows = model.objects.filter(said).only("pk", *(f"{one}{source}" for one in columns))
            for row in rows.iterator(_BATCH):
                model.objects.filter(pk=row.pk).update(
                    **{f"{one}{target}": getattr(row, f"{one}{source}") for one in columns}
                )

    return move


def _renamed() -> Iterator[Operation]:
    for name, columns in CLEAR.items():
        for one in columns:
            yield migrations.RenameField(name, one, f"{one}{_PLAIN}")
            yield migrations.AlterField(name, f"{one}{_PLAIN}", models.TextField(blank=True, default=""))
            yield migrations.AddField(name, one, SealedText(blank=True, default=b""))


def _taken_away() -> Iterator[Operation]:
    for name, columns in CLEAR.items():
        for one in columns:
            yield migrations.RemoveField(name, f"{one}{_PLAIN}")


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_relief_without_an_answer")]
    operations = [
        migrations.AddField("application", "waived_reasons", SealedText(blank=True, default=b"")),
        migrations.AddField("application", "complaint_reasons", SealedText(blank=True, default=b"")),
        migrations.AddField("case", "raised_reason", SealedText(blank=True, default=b"")),
        *_renamed(),
        migrations.RunPython(_moved(_PLAIN, ""), _moved("", _PLAIN)),
        *_taken_away(),
    ]
