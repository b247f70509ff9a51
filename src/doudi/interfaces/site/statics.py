"""Static files with a hash in their names, compressed when collected."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Statics(CompressedManifestStaticFilesStorage):
    """A file a page names but nobody collected is an error of ours, not of the reader: the page is shown without it."""

    manifest_strict = False
