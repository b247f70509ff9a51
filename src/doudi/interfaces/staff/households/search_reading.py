"""What an address says, read without trust."""


def whole_number(text: str | None, otherwise: int) -> int:
    """A whole number of up to six plain digits; another where the text is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= 6 else otherwise
