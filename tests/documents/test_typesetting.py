"""Setting pages: the office's typefaces first, and texts made fit for a page without losing anything."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pylopdf_fonts_zh_cn
import pytest
import typst

from documents.household import HOUSEHOLD, PRINTED, pages_of
from doudi.documents.fonts import families, font_store
from doudi.documents.household_file import print_household_file
from doudi.documents.typesetting import printable, typeset


@dataclass
class Present:
    """Stands for a store of fonts of which only the names count."""

    names: list[str]

    def families(self) -> list[str]:
        return self.names


def test_typeface_of_public_documents_comes_first_where_it_is_there() -> None:
    present = Present(["Noto Serif SC", "Noto Sans SC", "FangSong_GB2312", "simhei"])
    chosen = families(cast("typst.Fonts", present))
    assert chosen["body"] == ["FangSong_GB2312", "Noto Serif SC"]
    assert chosen["heading"] == ["SimHei", "Noto Sans SC"]
    assert chosen["title"] == ["Noto Serif SC"]


def test_fonts_that_come_with_us_are_always_there() -> None:
    assert {"Noto Serif SC", "Noto Sans SC"} <= set(font_store().families())


def test_folder_of_the_office_is_looked_into(tmp_path: Path) -> None:
    shutil.copy(pylopdf_fonts_zh_cn.sans_path(), tmp_path / "office.otf")
    assert any(str(font.path).startswith(str(tmp_path)) for font in font_store(tmp_path).fonts())
    assert pages_of(print_household_file(HOUSEHOLD, font_folder=tmp_path))


def test_folder_that_is_not_there_changes_nothing(tmp_path: Path) -> None:
    assert print_household_file(HOUSEHOLD, font_folder=tmp_path / "none") == print_household_file(HOUSEHOLD)


@pytest.mark.parametrize(
    ("text", "fit"),
    [
        ("秦葵", "秦葵"),
        ("甲\n乙\t丙", "甲\n乙\t丙"),
        ("甲\r\n乙", "甲\n乙"),
        ("甲\r乙", "甲〔U+000D〕乙"),
        ("\0", "〔U+0000〕"),
        ("\ud800", "〔U+D800〕"),
        ("\u202e", "〔U+202E〕"),
        ("\ufeff", "〔U+FEFF〕"),
        ("\u200d\ufe0f", "\u200d\ufe0f"),
    ],
)
def test_what_nobody_can_see_is_written_out(text: str, fit: str) -> None:
    assert printable(text) == fit


def test_undrawn_characters_are_written_out_everywhere() -> None:
    assert printable({"a": ["𠮷", ("𠮷",)], "b": 3, "c": None}, frozenset("𠮷")) == {
        "a": ["〔U+20BB7〕", ["〔U+20BB7〕"]],
        "b": 3,
        "c": None,
    }


@pytest.mark.parametrize(("length", "breaks"), [(21, 0), (22, 2), (40, 4)])
def test_long_word_may_be_broken_and_a_masked_number_may_not(length: int, breaks: int) -> None:
    assert printable("*" * length).count("\u200b") == breaks


@pytest.mark.parametrize("length", [20_000, 20_001])
def test_endless_text_is_cut_and_says_by_how_much(length: int) -> None:
    assert printable("长" * length).endswith("〔+1〕") is (length == 20_001)


def test_mistake_in_a_template_is_told() -> None:
    with pytest.raises(typst.TypstError):
        typeset("household", {}, at=PRINTED.at)
