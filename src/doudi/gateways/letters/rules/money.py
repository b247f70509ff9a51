"""Debts, savings, what is not paid back, and who helps: what is said of money without an amount."""

from doudi.gateways.letters.rules.rule import rule

RULES = (
    rule(
        "写到借款或欠债", "debt",
        "负债|欠债|欠下|欠了|债台高筑|债务缠身|外债|借款|借贷|借[了来](?!.{0,3}住)|借的(?!住)|借钱|举债|贷款|高利(?:息|贷)|(?:向|跟|问|找|从).{1,14}借", "有借款或欠债：{}",
        whose="household", ask="共欠多少，向谁借的，有无借据（债务不计入收入和财产，用于了解困难）",
        unless="借贷无门|无处可借|借不到|无人肯借|没(?:有)?(?:欠|借)|(?:无|没有?)(?:外债|负债|债务)|借住",
    ),
    rule("写到借不到钱", "debt", "借贷无门|无处可借|借不到|无人肯借", "借不到钱", kind="cannot_borrow", whose="household", ask="现有借款多少", deniable=False),
    rule(
        "写到积蓄用光", "financial_assets", "(?:花光|用光|用尽|花尽|耗尽|掏空|花完)(?:了|的)?.{0,8}(?:积蓄|存款|家底)|(?:积蓄|存款)(?:已|都|也|全)?(?:已经)?(?:花光|用光|用尽|花完|耗尽)",
        "积蓄已用光", value="0", whose="household", sure="implied", ask="现有存款、理财、保险多少（信息核对）",
    ),
    rule(
        "写到没有积蓄", "financial_assets", "(?:没有|没|无|毫无)(?:任何|一点)?(?:的)?(?:积蓄|存款)", "没有积蓄", value="0", whose="household",
        ask="现有存款、理财、保险多少（信息核对）", deniable=False,
    ),
    rule(
        "写到费用不能报销", "reimbursement", "(?:不属于|不在|不予|不能|无法|没有|未能|未|不给|不可|难以).{0,4}报销(?:范围)?|自费(?:药|项目)?|全部自付", "费用不能报销或须自付：{}",
        kind="not_reimbursed", ask="参加哪种医疗保险，医保结算单上的自付金额", deniable=False,
    ),
    rule(
        "写到亲属接济", "help", "(?:靠|由|受|得到|依靠|多亏|全靠).{0,4}(?:娘家|亲戚|亲友|亲属|兄弟|姐妹|父母|子女|儿女|哥|姐).{0,6}(?:接济|帮|救济|资助|照顾|生活|度日)", "靠亲属接济",
        kind="relatives", whose="household", ask="谁接济，每月或每年多少，是给还是借", deniable=False,
    ),
    rule(
        "写到邻居、社会帮助", "help", "(?:靠|由|受|得到|依靠|多亏|全靠)?.{0,2}(?:邻居|邻里|乡亲|好心人|村民|左邻右舍|朋友).{0,6}(?:接济|帮忙|帮助|救济|资助|照顾)", "靠邻居或旁人帮助",
        kind="neighbours", whose="household", ask="谁帮助、帮什么；是否有法定义务人", deniable=False,
    ),
    rule(
        "写到学费负担不起", "household_spending", "学费|学杂费|上学(?:的)?(?:费用|开支)", "教育费用负担重", value={"kind": "education"}, kind="education", whose="household",
        ask="每年学费、住宿费等自付多少（缴费票据）", unless="免学费|免除学费",
    ),
    rule(
        "写到医药费负担不起", "spending", "医[*药疗]费|医药(?:的)?花销|医[疗药](?:费用|开支|花费|支出)|药费|手术费|治疗费用?", "医疗费用负担重", value={"kind": "medical"}, kind="medical",
        ask="近十二个月自付医疗费多少（医保结算单、票据）",
    ),
    rule("写到没有依靠", "help", "无依无靠|无儿无女|举目无亲|没有?(?:任何)?(?:依靠|亲人)|孤苦伶仃", "没有依靠", kind="nobody", whose="household", ask="有无法定赡养、抚养、扶养义务人", deniable=False),
)  # fmt: skip
