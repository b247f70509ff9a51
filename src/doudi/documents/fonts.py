"""Which typefaces a page is set in: the office's own where a folder has them, else those that come with us.

Public documents want FangSong and XiaoBiaoSong (GB/T 9704), which nobody may hand on. A deployer puts the files into
a folder; without them Noto Serif and Noto Sans take their place. Fonts of the machine stand behind both, for rare
characters that neither has.
"""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import pylopdf_fonts_zh_cn
import typst

# For every use the faces in the order they are wanted. A face that no folder has is left out.
_WANTED: dict[str, tuple[str, ...]] = {
    "body": ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "STFangsong"),
    "title": ("FZXiaoBiaoSong-B05S", "方正小标宋简体", "FZXiaoBiaoSong-B05", "STZhongsong"),
    "heading": ("SimHei", "黑体", "STHeiti"),
}
_OURS = {
    "body": ("Noto Serif SC", "Noto Serif CJK SC"),
    "title": ("Noto Serif SC", "Noto Serif CJK SC"),
    "heading": ("Noto Sans SC", "Noto Sans CJK SC"),
}


@lru_cache(maxsize=4)
def font_store(folder: Path | None = None) -> typst.Fonts:
    """The fonts that come with us, those of the machine and, where given, those of the office's folder.

    Kept for the life of the process: looking through the machine takes a tenth of a second.
    """
    ours = Path(pylopdf_fonts_zh_cn.__file__).parent
    return typst.Fonts(
        include_system_fonts=True, include_embedded_fonts=False, font_paths=[*([folder] if folder else []), ours]
    )


def families(fonts: typst.Fonts) -> Mapping[str, list[str]]:
    """For every use (`body`, `title`, `heading`) the families there are, the most wanted first."""
    present = {family.lower() for family in fonts.families()}
    return {use: [family for family in (*_WANTED[use], *_OURS[use]) if family.lower() in present] for use in _WANTED}
