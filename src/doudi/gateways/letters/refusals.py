"""What a letter is refused with."""


class LetterRefused(ValueError):
    """A file that cannot be read as a letter; the message, in Chinese, says why and what to hand in instead.

    `rule` names the reason for programs, for example `ocr_missing`.
    """

    def __init__(self, rule: str, message: str) -> None:
        super().__init__(message)
        self.rule = rule
