"""How a file is known again: by its rows when its bytes have changed, and by the months it says it is for."""

import re
from hashlib import sha256

from doudi.gateways.spreadsheets.sheet import Book, Sheet
from doudi.vocabulary.cells import as_text
from doudi.vocabulary.periods import Month

_MONTH = re.compile(r"(20[0-9]{2}) ?(?:年|[-.]) ?(1[0-2]|0?[1-9]) ?月?(?![0-9])")


def content_digest(sheet: Sheet) -> str:
    """The same for two sheets with the same headers and records, whatever was saved, coloured or renamed between."""
    digest = sha256("\x1f".join(sheet.headers).encode())
    for row in sheet.rows:
        digest.update(("\x1e" + "\x1f".join(as_text(cell).strip() for cell in row.cells)).encode())
    return digest.hexdigest()


def months_named(book: Book) -> tuple[Month, ...]:
    """The months that the file's name and the lines above its headers speak of, in their order."""
    texts = (book.filename, *(title for sheet in book.sheets for title in sheet.titles))
    found = (Month(int(year), int(month)) for text in texts for year, month in _MONTH.findall(text))
    return tuple(dict.fromkeys(found))
