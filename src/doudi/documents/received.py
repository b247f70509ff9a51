"""A letter that came as bare text, as a paper that can be filed: the words as they were handed in, and when."""

import datetime

from doudi.documents.typesetting import typeset


def received_letter(text: str, *, on: datetime.date, at: datetime.datetime) -> bytes:
    """The text of a letter received on a day as a PDF; `at` is the moment of making written into the file."""
    note = f"以文字形式收到的申请书，{on}收，内容未作改动"
    return typeset("received", {"title": "申请书", "note": note, "lines": text.split("\n")}, at=at)
