"""The corpus of bad input: cells and files, numbered as in the list of them, each with its verdict and its answer.

Read by the tests of the readers, and taken through a whole import by those of the rosters.
"""

from collections.abc import Callable
from datetime import date, time

from doudi.vocabulary.identity import citizen_check_character
from gateways.workbooks import HEADERS, citizen_id, household, raw_xlsx, sheet_xml, xls, xlsx, zipped

OWN = citizen_id(1962, 123)
WRONG_CHECK = OWN[:17] + ("1" if OWN[17] != "1" else "2")
OLD_15 = OWN[:6] + OWN[8:17]
FULL_WIDTH = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


def with_own_check(first17: str) -> str:
    """A number whose check character fits, whatever the rest says."""
    return first17 + citizen_check_character(first17)


def number_born(day: str) -> str:
    """A number with these eight digits of birth."""
    return with_own_check(f"341502{day}123")


ID, BORN, MONEY, NAME = "身份证号", "出生日期", "月保障金", "姓名"

CELLS: list[tuple[str, str, object, str, str]] = [
    # Number in the list, header, cell, verdict, words of the answer.
    ("1", ID, WRONG_CHECK, "refused", f"校验位不符（应为{OWN[17]}）"),
    ("1", ID, OWN[:16], "refused", "现为16位"),
    ("2", ID, OLD_15, "ask", "由15位旧号推得18位号"),
    ("3", ID, f" {OWN[:6]} {OWN[6:14]} {OWN[14:].lower()} ", "normalised", "已规范"),
    ("3", ID, OWN.translate(FULL_WIDTH), "normalised", "已规范"),
    ("3", ID, f"{OWN[:6]}-{OWN[6:14]}-{OWN[14:]}", "normalised", "已规范"),
    ("3", ID, f"\u00a0{OWN}\u200b", "normalised", "已规范"),
    ("4", ID, 3.60728e17, "refused", "数字已丢失"),
    ("4", ID, int(OWN[:15] + "000"), "refused", "数字已丢失"),
    ("4", ID, "3.60728E+17", "refused", "后几位已丢失"),
    ("4", ID, OWN[:15] + "000", "refused", "末三位为000"),
    ("4", "银行账号", 6228481234567890123, "refused", "数字已丢失"),
    ("4", "银行账号", "6228480000000000000", "refused", "已丢失"),
    ("5", ID, f"'{OWN}", "normalised", "已规范"),
    ("5", NAME, "'王大山", "normalised", "引号"),
    ("6", ID, with_own_check("34999919620801123"), "ask", "不在区划表中"),
    ("6", ID, with_own_check("00150219620801123"), "refused", "不是任何省份"),
    ("7", ID, number_born("20230230"), "refused", "出生日期不存在"),
    ("7", ID, number_born("20271231"), "refused", "晚于"),
    ("7", ID, number_born("19000101"), "refused", "超过120岁"),
    ("7", "性别", "女", "ask", "与身份证号（男性）不符"),
    ("7", BORN, "1962-08-02", "ask", "与身份证号中的 1962-08-01 不符"),
    ("8", ID, "H12345678", "ask", "请选择证件种类"),
    ("8", ID, None, "ask", "请选择原因"),
    ("8", ID, "新生儿", "ask", "临时编号"),
    ("10", BORN, "2023.2.30", "refused", "2023年2月只有1到28日"),
    ("10", BORN, "2023-02-29", "refused", "2023年2月只有1到28日"),
    ("10", BORN, "2023-13-01", "refused", "没有13月"),
    ("11", BORN, "1962.8.1", "normalised", "按 1962-08-01 读取"),
    ("11", BORN, "1962年8月1日", "normalised", "按 1962-08-01 读取"),
    ("11", BORN, "19620801", "normalised", "按 1962-08-01 读取"),
    ("11", BORN, 19620801, "normalised", "按 1962-08-01 读取"),
    ("11", BORN, 22859, "normalised", "按 1962-08-01 读取"),
    ("12", BORN, "62.8.1", "ask", "年份不全"),
    ("12", BORN, "1962.8", "ask", "只有年月"),
    ("12", BORN, 1962, "ask", "只有年份"),
    ("12", BORN, "8/1/62", "ask", "先后不明"),
    ("12", BORN, "农历腊月初八", "ask", "农历"),
    ("12", BORN, "约1960", "ask", "不是确定的日期"),
    ("13", BORN, date(2027, 1, 1), "refused", "还没有到"),
    ("13", BORN, "1900-01-00", "refused", "只有1到31日"),
    ("13", BORN, time(0), "refused", "不是日期"),
    ("13", "起保月份", "1950-01", "refused", "早于出生"),
    ("14", MONEY, "NaN", "refused", "不是金额"),
    ("14", MONEY, "Infinity", "refused", "不是金额"),
    ("14", MONEY, "1e3", "refused", "不是金额"),
    ("14", MONEY, "1_000", "refused", "不是金额"),
    ("14", MONEY, "٣", "refused", "不是金额"),
    ("14", MONEY, "０x10", "refused", "不是金额"),
    ("14", MONEY, "-0", "refused", "不能为负数"),
    ("15", MONEY, "１２３", "normalised", "按 123.00 元读取"),
    ("15", MONEY, "1,234.50", "normalised", "按 1234.50 元读取"),
    ("15", MONEY, "￥100", "normalised", "按 100.00 元读取"),
    ("15", MONEY, "100元", "normalised", "按 100.00 元读取"),
    ("16", MONEY, "三百", "ask", "是否为 300.00 元"),
    ("16", MONEY, "1.2万", "ask", "是否为 12000.00 元"),
    ("16", MONEY, "58.135", "ask", "是否为 58.14 元"),
    ("16", MONEY, 58.135, "ask", "是否为 58.14 元"),
    ("17", "年工资性收入", -5, "refused", "不能为负数"),
    ("17", "年工资性收入", "-5", "refused", "不能为负数"),
    ("17", "年工资性收入", 0, "", ""),
    ("19", NAME, "王大山😀", "refused", "表情"),
    ("19", NAME, "王\u200b大\u202e山", "normalised", "看不见的字符"),
    ("19", NAME, "买买提•吐尔逊", "normalised", "间隔号统一为“·”"),
    ("19", NAME, "买买提．吐尔逊", "normalised", "间隔号统一为“·”"),
    ("20", NAME, "王\U00020bb7\U000323af", "", ""),
    ("21", NAME, "王\ue863", "ask", "“䶮”（U+4DAE）"),
    ("21", NAME, "王\ue001", "ask", "自造字"),
    ("22", NAME, "呂大山", "", ""),
    ("22", NAME, "\uf9e1大山", "", ""),
    ("23", NAME, "王?山", "refused", "转换编码时丢失"),
    ("23", NAME, "王□", "refused", "转换编码时丢失"),
    ("23", NAME, "锟斤拷", "refused", "锟斤拷"),
    ("23", NAME, "烫烫烫", "refused", "烫烫"),
    ("23", NAME, "寮犱笁", "refused", "UTF-8编码的文件按GBK读取"),
    ("23", NAME, "璐圊", "ask", "UTF-8编码的文件按GBK读取"),
    ("23", NAME, "ÕÅÈý", "refused", "GBK编码的文件按西文编码打开"),
    ("34", "户籍", "农业户口", "normalised", "按“农村”登记"),
    ("37", "银行账号", "6228480000000000001", "ask", "校验位不符"),
    ("37", "银行账号", "62284", "ask", "8到32位"),
    ("39", "备注", "=HYPERLINK(1)", "", ""),
    ("39", "备注", "<script>alert(1)</script>'; DROP TABLE x; {{7*7}}", "", ""),
    ("40", "备注", "长" * 1001, "refused", "超过1000个字"),
    ("40", NAME, "长" * 61, "refused", "超过60个字"),
]


ROWS = [list(HEADERS), *household()]
TEXT = "\r\n".join(",".join(str(cell) for cell in row) for row in ROWS)


HTML = "<html><body><table><tr><td>姓名</td></tr></table></body></html>".encode()
FILES: list[tuple[str, Callable[[], bytes], str, str]] = [
    ("old as new", lambda: xls(ROWS), "花名册.xlsx", "内容却是旧版Excel工作簿"),
    ("new as old", lambda: xlsx(ROWS), "花名册.xls", "内容却是新版Excel工作簿"),
    ("text as old", lambda: TEXT.encode(), "花名册.xls", "内容却是文字"),
    ("html as xls", lambda: HTML, "花名册.xls", "假Excel"),
    ("xml as xls", lambda: b'<?xml version="1.0"?><Workbook/>', "花名册.xls", "XML表格"),
    ("mht", lambda: b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "花名册.xls", "mht"),
    ("wps", lambda: xls(ROWS), "花名册.et", "WPS表格的.et文件"),
    ("password, old", lambda: xls(ROWS, password=True), "花名册.xls", "打开密码"),
    ("password, new", lambda: xls(ROWS, stream="EncryptedPackage"), "花名册.xls", "打开密码"),
    ("macros, new", lambda: raw_xlsx(sheet_xml(""), parts={"xl/vbaProject.bin": b"x"}), "花名册.xlsx", "宏"),
    ("macros, old", lambda: xls(ROWS, folders=["_VBA_PROJECT_CUR"]), "花名册.xls", "宏"),
    ("macros by name", lambda: xlsx(ROWS), "花名册.xlsm", "不接受.xlsm"),
    ("word", lambda: zipped({"word/document.xml": "x"}), "花名册.xlsx", "Word文档"),
    ("zip", lambda: zipped({"a.txt": "x"}), "花名册.xlsx", "压缩包"),
    ("binary workbook", lambda: zipped({"xl/workbook.bin": "x"}), "花名册.xlsx", "xlsb"),
    ("pdf", lambda: b"%PDF-1.7 ...", "花名册.pdf", "PDF"),
    ("picture", lambda: b"\x89PNG\r\n\x1a\n", "花名册.png", "图片"),
    ("nothing", lambda: b"", "花名册.xlsx", "文件是空的"),
    ("half", lambda: xlsx(ROWS)[:3000], "花名册.xlsx", "损坏"),
]
