"""The words printed on a household file, Chinese and English side by side."""

from collections.abc import Iterable
from datetime import date

from doudi.documents.watermark import Language
from doudi.vocabulary.money import Fen

_WORDS: dict[str, tuple[str, str]] = {
    "title": ("困难群众救助档案", "Social Assistance File"),
    "subtitle": ("一户一档", "One household, one file"),
    "archive_number": ("档号", "Archive no."),
    "year": ("年度", "Year"),
    "programmes": ("救助类别", "Programmes"),
    "household_number": ("户编号", "Household no."),
    "head": ("户主", "Head of household"),
    "place": ("所在地", "Place"),
    "retention": ("保管期限", "Kept for"),
    "extent": ("本卷", "This volume"),
    "extent_words": ("共 {pages} 页，文件材料 {documents} 件", "{pages} pages, {documents} documents"),
    "made_by": ("立卷人", "Made up by"),
    "made_on": ("立卷日期", "Made up on"),
    "page": ("第 {page} 页 共 {pages} 页", "Page {page} of {pages}"),
    "contents": ("卷内目录", "Contents"),
    "number": ("序号", "No."),
    "item": ("题名", "Item"),
    "responsible": ("责任者", "Responsible"),
    "date": ("日期", "Date"),
    "page_number": ("页号", "Page"),
    "facts": ("家庭基本情况", "The household today"),
    "as_of": ("情况截至", "As of"),
    "address": ("家庭住址", "Address"),
    "area": ("城乡类别", "Urban or rural"),
    "household_type": ("家庭类型", "Type of household"),
    "housing": ("住房情况", "Housing"),
    "causes": ("致困原因", "Causes of hardship"),
    "phone": ("联系电话", "Telephone"),
    "plan": ("帮扶安排", "Plan of help"),
    "size": ("人口", "Members"),
    "size_words": ("{size} 人", "{size}"),
    "accounts": ("发放账户", "Paid to"),
    "members": ("家庭成员", "Members of the household"),
    "name": ("姓名", "Name"),
    "sex": ("性别", "Sex"),
    "birth_year": ("出生年", "Born"),
    "relation": ("与户主关系", "Relation to head"),
    "masked_id": ("证件号码", "ID number"),
    "labour": ("劳动能力", "Capacity to work"),
    "condition": ("残疾、疾病", "Disability, illness"),
    "school": ("就学", "School"),
    "note": ("备注", "Note"),
    "obligors": ("法定义务人", "Obligors outside the household"),
    "obligor_relation": ("关系", "Relation"),
    "ability": ("履行能力", "Able to support"),
    "support": ("赡（抚、扶）养费（元）", "Support (yuan)"),
    "evidence": ("收入、支出和财产", "Income, spending and assets"),
    "income": ("收入", "Income"),
    "spending": ("支出", "Spending"),
    "asset": ("财产", "Assets"),
    "kind": ("种类", "Kind"),
    "person": ("人员", "Person"),
    "amount": ("金额（元）", "Amount (yuan)"),
    "period": ("期间", "Period"),
    "source": ("来源", "Source"),
    "vouched_by": ("证明人", "Vouched by"),
    "valid": ("有效期间", "Valid"),
    "valid_from": ("{day} 起", "from {day}"),
    "valid_until": ("至 {day}", "to {day}"),
    "superseded": ("（已更正）", "(corrected)"),
    "benefits": ("正在享受的救助", "Benefits in payment"),
    "programme": ("项目", "Programme"),
    "persons": ("享受人员", "For whom"),
    "since_on": ("起始日期", "Since"),
    "review_on": ("下次核查", "Next review"),
    "account": ("账户", "Account"),
    "views": ("各项救助的研判", "What each programme comes to"),
    "missing": ("尚缺的情况和材料", "What is still missing"),
    "missing_for": ("用于", "For"),
    "papers": ("需带材料", "Papers to bring"),
    "who": ("由谁提供", "Who brings them"),
    "by_on": ("最迟", "By"),
    "happenings": ("大事记", "What happened, in order"),
    "what": ("事项", "What"),
    "by_whom": ("经办人", "By whom"),
    "document": ("文书", "Document"),
    "attachments": ("文件材料清单", "Documents kept with the file"),
    "form": ("形式", "Form"),
    "pages": ("页数", "Pages"),
    "printed_here": ("附后", "printed here"),
    "kept_apart": ("电子件另存", "kept as a file"),
    "unreadable": ("图片无法打开，电子件另存", "picture cannot be opened; kept as a file"),
    "attachment": ("材料 {number}", "Document {number}"),
    "unknown": ("不详", "not known"),
    "none": ("（无）", "(none)"),
    "separator": ("、", ", "),
    "colon": ("：", ": "),
}


class Wording:
    """Texts of one language: labels, days, amounts, and what stands where nothing is known."""

    def __init__(self, language: Language) -> None:
        self.language, self.words = language, _words_of(language)

    def text(self, value: str) -> str:
        """The text, or a dash where it is empty."""
        return value.strip() or "—"

    def day(self, day: date | None) -> str:
        """A day as tables show it, `2026-11-25`; a dash where there is none."""
        return day.isoformat() if day else "—"

    def long_day(self, day: date) -> str:
        """A day as it stands in a sentence: 2026年11月25日, 25 November 2026."""
        return f"{day.year}年{day.month}月{day.day}日" if self.language == "zh" else f"{day.day} {day:%B} {day.year}"

    def amount(self, fen: Fen | None) -> str:
        """Fen in yuan with thousands apart, `1,234.50`; an unknown amount is not zero."""
        if fen is None:
            return self.words["unknown"]
        return f"{'-' if fen < 0 else ''}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"

    def joined(self, texts: Iterable[str]) -> str:
        """Several texts as one enumeration, or a dash."""
        return self.text(self.words["separator"].join(text for text in texts if text))

    def filled(self, name: str, **values: object) -> str:
        """A label with its gaps filled in."""
        return self.words[name].format(**values)


def numbered(heading: str, number: int, language: Language) -> str:
    """A heading with its number as public documents number them: `一、家庭成员`, in English `1. Members`."""
    return f"{_in_chinese(number)}、{heading}" if language == "zh" else f"{number}. {heading}"


def _in_chinese(number: int) -> str:
    """A whole number from 1 to 99 in Chinese characters."""
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else digits[tens]) + ("十" if tens else "") + (digits[ones] if ones or not tens else "")


def _words_of(language: Language) -> dict[str, str]:
    return {name: words[0 if language == "zh" else 1] for name, words in _WORDS.items()}
