"""A letter as a PDF: PDF/A-2u, what archives keep, the same bytes for the same values."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from doudi.documents.letters.composing import composed
from doudi.documents.typesetting import typeset


def render_pdf(
    kind: str,
    values: Mapping[str, Any],
    *,
    at: datetime,
    template: str | None = None,
    font_folder: Path | None = None,
) -> bytes:
    """The letter as a PDF; `at` is the moment of making, `template` an office's own text, `font_folder` its typefaces.

    Raises what `composing.composed` raises.
    """
    return typeset("letter", composed(kind, values, template), at=at, font_folder=font_folder)
