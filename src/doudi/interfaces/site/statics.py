"""Static files with a hash in their names, compressed when collected."""

from typing import Any

import brotli
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class _Sooner(Compressor):
    """A third of the work of the utmost brotli can do, for two per cent more of bytes: every first start waits for it."""

    @staticmethod
    def compress_brotli(data: bytes) -> bytes:
        """The data, compressed."""
        return bytes(brotli.compress(data, quality=10))


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
        return _Sooner(**options | {"extensions": (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")})
