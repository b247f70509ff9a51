"""Names of every script and every rare character are read; what is no name is refused with what to do."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doudi.vocabulary.names import NameRefused, check_name, match_key
from doudi.vocabulary.scripts import garbled, is_everyday, is_han, scripts_of, standard_form
from doudi.vocabulary.variants import SIMPLIFIED

RARE = [
    "䶮",
    "㛃",
    "㑇",
    "𠮷",
    "𬭚",
    "𤧟",
    "𣲗",
    "𬱖",
    "\U0002ebf0",
    "\U0002f800",
    "\U00030000",
    "\U000323af",
    "\uf9e1",
]


@pytest.mark.parametrize(
    "name",
    [
        "张三",
        "欧阳修文",
        "买买提·吐尔逊",
        "阿卜杜热合曼·阿卜杜克力木",
        "尕藏卓玛",
        "〇小明",
        *(f"王{rare}" for rare in RARE),
    ],
)
def test_a_name_in_han_of_any_block_is_read_as_it_is(name: str) -> None:
    read = check_name(name)
    assert (read.text, read.raw, read.remarks, read.warnings) == (name, name, (), ())


@pytest.mark.parametrize(
    "name",
    [
        "ئابدۇللا",
        "བསོད་ནམས",
        "ᠪᠠᠲᠤ",
        "ꀀꀁ",
        "ОСПАНОВ Асан",
        "김철수",
        "Nguyễn Thị Hoa",
        "John O'Neil",
        "J. Smith",
        "สมชาย",
    ],
)
def test_a_name_in_the_script_of_a_minority_or_a_foreigner_is_read(name: str) -> None:
    assert check_name(name).text == name


@pytest.mark.parametrize(
    ("text", "name"), [("王　芳", "王芳"), (" 李 四 ", "李四"), ("张三\u00a0", "张三"), ("\t张三", "张三")]
)
def test_spaces_within_a_han_name_are_taken_out_and_said(text: str, name: str) -> None:
    read = check_name(text)
    assert (read.text, read.raw, read.remarks) == (name, text, ("去除或统一了空格",))


@pytest.mark.parametrize("dot", "•．・‧･∙⋅")
def test_every_shape_of_the_middle_dot_becomes_one(dot: str) -> None:
    read = check_name(f"买买提{dot}吐尔逊")
    assert (read.text, read.remarks) == ("买买提·吐尔逊", ("间隔号统一为“·”",))


def test_a_full_stop_between_han_is_a_middle_dot_and_in_latin_stays() -> None:
    assert check_name("买买提.吐尔逊").text == "买买提·吐尔逊"
    assert check_name("J. Smith").text == "J. Smith"


@pytest.mark.parametrize(
    "unseen", ["\u200b", "\u200d", "\u202e", "\ufeff", "\x00", "\x7f", "\u2066", "\u00ad", "\ufe0f"]
)
def test_what_is_not_seen_is_taken_out_and_said(unseen: str) -> None:
    read = check_name(f"{unseen}张三" if unseen == "\ufe0f" else f"张{unseen}三")
    assert read.text.replace("\ufe0f", "") == "张三"
    assert read.remarks == ("去除了看不见的字符",)


def test_a_variation_selector_behind_its_character_is_kept() -> None:
    name = "葛\U000e0100城"
    assert check_name(name).text == name
    assert match_key(name) == "葛城"


def test_full_width_letters_become_half_width() -> None:
    assert check_name("ＡＢＣ　ＤＥＦ").text == "ABC DEF"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "姓名为空"),
        (" \u200b", "姓名为空"),
        ("张三、李四", "可能是几个人的姓名"),
        ("张三\n李四", "姓名中有换行"),
        ("张😀", "第2个字符“😀”不是文字（表情或图形符号）"),
        ("张③", "第2个字符“③”不是文字（数字）"),
        ("⿰氵睿", "用部件拼成的字"),
        ("无", "不是姓名"),
        ("张" * 61, "超过60个字"),
        ("王?", "转换编码时丢失"),
        ("王\ufffd", "替换符"),
        ("å¼\xa0ä¸‰", "UTF-8编码的文件按西文编码打开"),
        ("烫烫烫", "未写入内容"),
    ],
)
def test_what_is_no_name_is_refused_with_the_reason(text: str, words: str) -> None:
    with pytest.raises(NameRefused, match=words):
        check_name(text)


def test_a_number_is_refused_as_a_name() -> None:
    with pytest.raises(NameRefused, match="不是文字"):
        check_name(12)  # type: ignore[arg-type]


@pytest.mark.parametrize(("text", "proposal"), [("张三（户主）", "张三"), ("张三1", "张三"), ("张三·", "张三")])
def test_a_name_with_something_beside_it_is_refused_with_a_proposal(text: str, proposal: str) -> None:
    with pytest.raises(NameRefused) as refused:
        check_name(text)
    assert refused.value.proposal == proposal


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("张", "只有一个字"),
        ("阿不都 热合曼", "可能是间隔号"),
        ("张A", "混用了汉字、拉丁字母"),
        ("⽴林", "部首字形（U+2F74），应为“立”"),
        ("\ue863林", "自造字（U+E863），可能是“䶮”（U+4DAE）"),
        ("\ue001林", "请按身份证改为标准字"),
        ("合计", "不像姓名"),
        ("璐圊", "可能是UTF-8编码的文件按GBK读取"),
    ],
)
def test_a_doubtful_name_is_read_with_a_warning(text: str, words: str) -> None:
    assert any(words in warning for warning in check_name(text).warnings)


@pytest.mark.parametrize("name", ["濮存宝", "宓可", "李璐", "闫璐璐", "逯慧娟", "张烫"])
def test_real_names_whose_bytes_could_be_read_both_ways_are_not_called_garbled(name: str) -> None:
    assert check_name(name).warnings == ()


@pytest.mark.parametrize("name", ["张三", "王芳芳芳", "李伟建军"])
def test_utf_8_read_as_gbk_is_recognised(name: str) -> None:
    spoilt = garbled(name.encode().decode("gb18030"))
    assert spoilt is not None
    assert spoilt.certain == (len(name) % 2 == 0)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("呂布", "吕布"),
        ("\uf9e1明", "李明"),
        ("⽴林", "立林"),
        ("\ue863林", "䶮林"),
        ("買買提·吐爾遜", "買買提吐尔遜"),
        ("買買提•吐爾遜", "買買提·吐尔遜"),
        ("王 芳", "王芳"),
        ("JOHN Smith", "john smith"),
        ("Müller", "mu\u0308ller"),
    ],
)
def test_shapes_of_one_name_have_the_same_key(one: str, other: str) -> None:
    assert match_key(one) == match_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("於明", "于明"), ("範明", "范明"), ("萧明", "肖明"), ("张三", "张叁"), ("甯明", "宁明")]
)
def test_names_of_different_families_have_different_keys(one: str, other: str) -> None:
    assert match_key(one) != match_key(other)


def test_the_table_of_shapes_leads_nowhere_twice() -> None:
    assert not {ord(meant) for meant in SIMPLIFIED.values()} & SIMPLIFIED.keys()
    assert all(is_han(chr(written)) and is_han(meant) for written, meant in SIMPLIFIED.items())


def test_every_character_the_gbk_days_kept_private_has_a_standard_form() -> None:
    found = [standard_form(chr(point)) for point in range(0xE815, 0xE865)]
    assert len(set(found)) == 80
    assert all(unicodedata.category(character) in ("Lo", "So") for character in found)
    assert standard_form("\ue800") == ""


def test_everyday_characters_are_the_first_level_and_no_others() -> None:
    assert is_everyday("张伟")
    assert not is_everyday("张璐")
    assert not is_everyday("abc")


def test_scripts_are_named() -> None:
    assert scripts_of("张A") == ("汉字", "拉丁字母")


@given(st.text(max_size=80))
def test_any_text_is_a_name_or_refused(text: str) -> None:
    try:
        read = check_name(text)
    except NameRefused:
        return
    assert read.raw == text
    assert read.text == read.text.strip()
    assert match_key(read.text) == match_key(match_key(read.text))


@given(st.text(alphabet=[*"张三李四王五芳䶮", "\U000323af", "·"], min_size=1, max_size=8))
def test_a_name_read_once_is_read_the_same_again(text: str) -> None:
    try:
        read = check_name(text)
    except NameRefused:
        return
    assert check_name(read.text).text == read.text
