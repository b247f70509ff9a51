"""`load_demonstration`: put the demonstration township into an empty office."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from doudi.interfaces.jobs.demonstration import OfficeInUse, load


class Command(BaseCommand):
    """Loads 400 invented households and the staff of every post, all through the actions an officer would use."""

    help = "载入示范乡镇（虚构的约400户和各岗位人员）"

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, or say why not."""
        try:
            counts = load()
        except OfficeInUse as why:
            raise CommandError(str(why)) from None
        self.stdout.write("，".join(f"{what} {count}" for what, count in counts.items()))
