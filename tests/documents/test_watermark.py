"""The watermark: a moment with its zone, a line a reader knows again."""

from dataclasses import replace
from datetime import datetime

import pytest

from documents.household import PRINTED
from doudi.documents.watermark import is_watermark


def test_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="时区"):
        replace(PRINTED, at=datetime(2026, 11, 25))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_own_line_is_known_again(language) -> None:  # type: ignore[no-untyped-def]
    assert is_watermark(PRINTED.line(language))


@pytest.mark.parametrize("cell", ["姓名", "", None, 3, "水印"])
def test_other_cells_are_no_watermark(cell: object) -> None:
    assert not is_watermark(cell)


def test_words_leave_out_what_is_empty() -> None:
    assert replace(PRINTED, post="", unit="").words == "乔禾 2026-11-25 10:21:05 req-7f3a91c2"
