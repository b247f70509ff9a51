"""Numbers are read or refused with a reason; what was tidied or is doubtful is said beside."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doudi.vocabulary.identity import (
    IdentityError,
    check_bank_account,
    check_citizen_id,
    check_credit_code,
    citizen_check_character,
    credit_check_character,
    generate_citizen_id,
    luhn_holds,
    mask_account,
    mask_citizen_id,
    mask_name,
    mask_phone,
)

STANDARD_EXAMPLE = "11010519491231002X"  # the example printed in the standard itself
FARMER = generate_citizen_id("341822", date(1962, 8, 1), 123)


def test_the_example_of_the_standard_is_read() -> None:
    bearer = check_citizen_id(STANDARD_EXAMPLE)
    assert (bearer.region, bearer.born, bearer.sex) == ("110105", date(1949, 12, 31), "female")
    assert (bearer.kind, bearer.derived, bearer.warnings, bearer.remarks) == ("resident", False, (), ())


def test_an_odd_sequence_is_male() -> None:
    assert check_citizen_id(FARMER).sex == "male"


@pytest.mark.parametrize(
    "text",
    [
        "11010519491231002x",
        " 110105 19491231 002X ",
        "110105-19491231-002X",
        "１１０１０５１９４９１２３１００２Ｘ",
        "11010519491231002ｘ",
        "'11010519491231002X",
        "\u201811010519491231002X",
        "110105\u00a019491231\u200b002X",
        "\ufeff11010519491231002X\u3000",
    ],
)
def test_padding_width_and_case_are_put_right_and_said(text: str) -> None:
    bearer = check_citizen_id(text)
    assert bearer.number18 == STANDARD_EXAMPLE
    assert len(bearer.remarks) == 1
    assert "已规范" in bearer.remarks[0]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "为空"),
        ("  ", "为空"),
        ("110105194912310021", r"校验位不符（应为X）"),
        ("1101051949123100", "现为16位"),
        ("1101051949123100212", "现为19位"),
        ("11010519491231X02X", "数字以外的字符"),
        ("1101051949123100٢X", "数字以外的字符"),
        ("11010519491231002X43", "残疾人证号"),
        ("3.60728E+17", "数字格式"),
        ("3.60728e+17", "数字格式"),
        ("340102199001010011.0", "数字格式"),
        ("340102199001010000", "末三位为000"),
        ("张三", "现为2位"),
    ],
)
def test_what_is_no_number_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(IdentityError, match=reason):
        check_citizen_id(text)


def test_a_number_from_a_numeric_cell_is_refused() -> None:
    with pytest.raises(IdentityError, match="文本格式"):
        check_citizen_id(3.60728e17)  # type: ignore[arg-type]


def test_no_refusal_repeats_the_number() -> None:
    with pytest.raises(IdentityError) as refusal:
        check_citizen_id("110105194912310021")
    assert "1949" not in str(refusal.value)


def test_a_true_number_ending_in_000_is_read_once_an_officer_has_seen_it() -> None:
    sequence = next(n for n in range(0, 1000, 100) if citizen_check_character(f"34010219900109{n:03d}") == "0")
    number = f"34010219900109{sequence:03d}0"
    with pytest.raises(IdentityError, match="000"):
        check_citizen_id(number)
    assert check_citizen_id(number, seen_on_paper=True).number18 == number
    with pytest.raises(ValueError, match="换一个顺序码"):
        generate_citizen_id("340102", date(1990, 1, 9), sequence)


def test_fifteen_digits_become_eighteen_and_are_flagged() -> None:
    bearer = check_citizen_id("340102620801123")
    assert bearer.number18 == generate_citizen_id("340102", date(1962, 8, 1), 123)
    assert bearer.derived
    assert any("15位" in warning for warning in bearer.warnings)


def _with_birth(eight_digits: str) -> str:
    first17 = f"340102{eight_digits}123"
    return first17 + citizen_check_character(first17)


@pytest.mark.parametrize("birth", ["20230229", "19901301", "19900100", "00000101", "19900431"])
def test_an_impossible_birth_date_is_refused(birth: str) -> None:
    with pytest.raises(IdentityError, match="出生日期不存在"):
        check_citizen_id(_with_birth(birth))


def test_a_birth_before_living_memory_is_refused_without_a_day() -> None:
    with pytest.raises(IdentityError, match="过早"):
        check_citizen_id(_with_birth("18491231"))


def test_a_birth_after_the_day_is_refused() -> None:
    number = _with_birth("20240302")
    with pytest.raises(IdentityError, match="晚于2024-03-01"):
        check_citizen_id(number, date(2024, 3, 1))
    assert check_citizen_id(number, date(2024, 3, 2)).born == date(2024, 3, 2)
    assert check_citizen_id(number).born == date(2024, 3, 2)


def test_who_is_120_is_read_and_who_is_121_is_not() -> None:
    number = _with_birth("19030301")
    assert check_citizen_id(number, date(2024, 2, 29)).born.year == 1903
    with pytest.raises(IdentityError, match="超过120岁"):
        check_citizen_id(number, date(2024, 3, 1))


def test_a_retired_area_code_is_a_warning_that_names_the_code_of_now() -> None:
    assert check_citizen_id(FARMER).warnings == ("地区代码341822（广德县）已停用，现为341882；旧号仍然有效",)


@pytest.mark.parametrize("region", ["340199", "341399"])
def test_an_unlisted_area_code_is_a_warning(region: str) -> None:
    number = generate_citizen_id(region, date(1950, 1, 1), 11)
    assert "不在区划表中" in check_citizen_id(number).warnings[0]


@pytest.mark.parametrize("region", ["133100", "441900", "511521", "130182", "659010", "340102"])
def test_area_codes_elsewhere_pass_by_their_province(region: str) -> None:
    assert check_citizen_id(generate_citizen_id(region, date(1980, 1, 1), 22)).warnings == ()


def test_an_unknown_province_is_refused() -> None:
    with pytest.raises(IdentityError, match="前两位00"):
        check_citizen_id(generate_citizen_id("000102", date(1980, 1, 1), 22))


@pytest.mark.parametrize("region", ["810000", "820000", "830000"])
def test_a_residence_permit_is_accepted_as_such(region: str) -> None:
    bearer = check_citizen_id(generate_citizen_id(region, date(1980, 1, 1), 21))
    assert (bearer.kind, bearer.warnings) == ("residence_permit", ())


def test_an_unusual_residence_permit_and_a_foreign_one_are_to_be_looked_at() -> None:
    unusual = check_citizen_id(generate_citizen_id("810001", date(1980, 1, 1), 21))
    foreign = check_citizen_id(generate_citizen_id("934840", date(1980, 1, 1), 21))
    assert (unusual.kind, len(unusual.warnings)) == ("residence_permit", 1)
    assert (foreign.kind, len(foreign.warnings)) == ("foreign_permit", 1)


@pytest.mark.parametrize(("region", "sequence"), [("3401", 1), ("340102", -1), ("340102", 1000), ("34010a", 1)])
def test_a_number_is_made_only_from_a_region_and_a_sequence(region: str, sequence: int) -> None:
    with pytest.raises(ValueError, match="6位数字"):
        generate_citizen_id(region, date(1980, 1, 1), sequence)


@given(st.dates(date(1904, 1, 1), date(2024, 1, 1)), st.integers(1, 999).filter(lambda n: n % 100))
def test_a_made_number_reads_back(born: date, sequence: int) -> None:
    bearer = check_citizen_id(generate_citizen_id("341502", born, sequence), date(2024, 1, 1))
    assert (bearer.region, bearer.born) == ("341502", born)
    assert bearer.sex == ("male" if sequence % 2 else "female")


@given(st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(place: int, shift: int) -> None:
    wrong = str((int(FARMER[place]) + shift) % 10)
    with pytest.raises(IdentityError):
        check_citizen_id(FARMER[:place] + wrong + FARMER[place + 1 :])


@given(st.text(max_size=24))
def test_any_text_is_read_or_refused_and_nothing_else(text: str) -> None:
    with suppress(IdentityError):
        assert len(check_citizen_id(text).number18) == 18


def test_a_credit_code_is_read() -> None:
    body = check_credit_code("91350100M000100Y43")
    assert (body.authority, body.category, body.organisation) == ("9", "1", "M000100Y4")
    assert (body.warnings, body.remarks) == ((), ())


def test_a_credit_code_in_lower_case_is_put_right_and_said() -> None:
    body = check_credit_code("91350100m000100y43")
    assert body.code == "91350100M000100Y43"
    assert "已规范" in body.remarks[0]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("91350100M000100Y44", "应为3"),
        ("91350100M000100Y4", "现为17位"),
        ("91350100I000100Y43", "I、O、S、V、Z"),
        ("", "为空"),
    ],
)
def test_a_wrong_credit_code_is_refused(text: str, reason: str) -> None:
    with pytest.raises(IdentityError, match=reason):
        check_credit_code(text)


def test_a_doubtful_inner_organisation_code_is_a_warning() -> None:
    first17 = "91350100M000100Y5"
    body = check_credit_code(first17 + credit_check_character(first17))
    assert "主体标识码" in body.warnings[0]


def test_a_card_number_with_its_luhn_digit_is_read() -> None:
    assert luhn_holds("6222021234567890128")
    assert check_bank_account("6222 0212 3456 7890 128").number == "6222021234567890128"
    assert check_bank_account("6222021234567890128").warnings == ()


def test_a_wrong_luhn_digit_is_a_warning_only() -> None:
    assert "校验位不符" in check_bank_account("6222021234567890127").warnings[0]
    assert "存折" in check_bank_account("6222021234567890127").warnings[0]


def test_a_passbook_of_21_digits_has_no_luhn_digit() -> None:
    assert check_bank_account("123456789012345678901").warnings == ()


def test_an_account_of_unusual_length_is_to_be_looked_at() -> None:
    assert "12位" in check_bank_account("123456789012").warnings[0]


@pytest.mark.parametrize("text", ["", "1234567", "6222-abcd-1234", "6.22202E+18", "6222021234567890000"])
def test_what_is_no_account_is_refused(text: str) -> None:
    with pytest.raises(IdentityError):
        check_bank_account(text)


def test_masks_show_what_lists_may_show() -> None:
    assert mask_citizen_id(FARMER) == "3418" + "*" * 14
    assert mask_account("6222021234567890128") == "*" * 15 + "0128"
    assert mask_name("王小明") == "王*"
    assert mask_phone("13812341234") == "138****1234"


@pytest.mark.parametrize("short", ["", "1", "1234"])
def test_what_is_too_short_to_mask_is_hidden_whole(short: str) -> None:
    assert set(mask_citizen_id(short) + mask_account(short) + mask_phone(short)) <= {"*"}


def test_a_telephone_number_of_another_form_keeps_its_last_two_digits() -> None:
    assert mask_phone("0551-6123456") == "**********56"
    assert mask_name("") == ""
