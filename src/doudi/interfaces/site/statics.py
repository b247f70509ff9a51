"""Static files with a hash in their names, compressed when collected."""

from typing import Any

from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class Statics(CompressedManifestStaticFilesStorage):
    """A file a page names but nobody collected is an error of ours, not of the reader: the page is shown without it."""

    manifest_strict = False

    def stored_name(self, name: str) -> str:
        """The name with its hash; the plain name of a file that was not collected."""
        try:
            return str(super().stored_name(name))
        except ValueError:
            return name

    def create_compressor(self, **options: Any) -> Compressor:
        """Maps of other people's scripts are the largest files there are, and nobody asks for them."""
        return Compressor(**options | {"extensions": (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")})
