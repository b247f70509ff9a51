"""Uploads stay in memory and are bounded while they arrive, whatever the request says of its length."""

from django.core.files.uploadhandler import MemoryFileUploadHandler, StopUpload

MOST_BYTES = 20 * 2**20


class BoundedUpload(MemoryFileUploadHandler):
    """Stops reading a file that grows beyond 20 MB; the page tells it was too large."""

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):  # type: ignore[no-untyped-def]
        self.activated = True
        self.received = 0
        if content_length > MOST_BYTES + 2**20:
            META["doudi.too_large"] = True
            raise StopUpload(connection_reset=True)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.received += len(raw_data)
        if self.received > MOST_BYTES:
            raise StopUpload(connection_reset=True)
        self.file.write(raw_data)
