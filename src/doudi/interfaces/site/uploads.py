"""Uploads stay in memory and are bounded while they arrive, whatever the request says of its length.

`request.META["doudi.too_large"]` tells a view, or the page of errors, that something was left out for its size.
"""

from typing import Any

from django.core.files.uploadhandler import MemoryFileUploadHandler, StopUpload
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict

MOST_BYTES = 20 * 2**20
FIELD_BYTES = 2**20
# So much is still read and thrown away, since a browser shows no answer before it has sent everything.
DRAINED_BYTES = 100 * 2**20
TOO_LARGE = "doudi.too_large"


class BoundedUpload(MemoryFileUploadHandler):
    """Stops reading a file that grows beyond 20 MB, and does not begin a request that is larger altogether."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],
        content_length: int,
        boundary: bytes,
        encoding: str | None = None,
    ) -> tuple[QueryDict, MultiValueDict[str, Any]] | None:
        self.activated = True
        self.received = 0
        if content_length <= MOST_BYTES + FIELD_BYTES:
            return None
        META[TOO_LARGE] = True
        for _ in range(0, min(content_length, DRAINED_BYTES), 2**16):
            if not input_data.read(2**16):
                break
        return QueryDict(), MultiValueDict()

    def new_file(self, *args: Any, **options: Any) -> None:
        self.received = 0
        super().new_file(*args, **options)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.received += len(raw_data)
        if self.received > MOST_BYTES:
            self.request.META[TOO_LARGE] = True
            raise StopUpload(connection_reset=False)
        self.file.write(raw_data)


def is_too_large(request: HttpRequest) -> bool:
    """Whether something of the request was left out for its size."""
    return bool(request.META.get(TOO_LARGE))
