"""Whether people can work, whether they do, and what comes of it."""

from doudi.gateways.letters.rules.rule import rule

_ASSESSED = "劳动能力须经乡镇（街道）评估或鉴定"
_MONTHLY = "每月收入多少（工资单、银行流水或申报）"

RULES = (
    rule("写到独自生活", "lives_alone", "独居|孤身一人|(?:独自|一个人)(?:一人)?(?:生活|居住|住|过)", "独自生活", value=True, ask="入户核实同住人员"),
    rule(
        "写到部分丧失劳动能力", "labour", "部分(?:丧失|失去)劳动(?:能)?力|劳动能力(?:较?弱|差|有限|下降)|[干做]不了重活|不能[干做]重活", "部分丧失劳动能力",
        value="partial", ask=_ASSESSED, deniable=False,
    ),
    rule(
        "写到没有或丧失劳动能力", "labour", "(?:完全|已经?|全部|[一二三])?(?:丧失|失去|没有|没|无)(?:了)?(?:任何)?劳动(?:能)?力|不能(?:再)?(?:参加)?劳动",
        "没有劳动能力", value="none", ask=_ASSESSED, deniable=False, unless="部分(?:丧失|失去)",
    ),
    rule("写到下岗", "employment", "下岗", "下岗", kind="laid_off", ask="下岗时间，是否领取失业金、缴纳养老保险"),
    rule(
        "写到没有工作", "employment", "待业|失业|无业|(?:没有?|无)(?:固定|正式|稳定)?(?:的)?工作|找不到(?:任何)?工作", "没有工作：{}",
        kind="unemployed", ask="有无其他收入，是否登记失业", deniable=False,
    ),
    rule(
        "写到打零工", "income", "[打做干](?:点|些)?(?:零工|散工|短工|临工|零活)|打工", "靠打工或零工有收入", value={"kind": "wage"},
        kind="wage", ask=_MONTHLY, unless="不能打工|无法(?:外出)?打工|(?:没|未|不).{0,4}打工",
    ),
    rule(
        "写到收入不稳定", "income", "(?:收入|工作)(?:很|极|也|都|十分|非常)?不稳定|(?:没有|无)(?:固定|稳定)(?:的)?(?:收入|经济)", "收入不稳定",
        kind="unsteady", ask=_MONTHLY, deniable=False,
    ),
    rule(
        "写到在单位上班", "income", "(?:公司|工厂|厂里?|企业|单位|超市|工地|饭店|餐馆|学校|医院|物业)(?:的)?(?:里|一名)?(?:普通|合同|临时|一般)?(?:职员|员工|职工|工人|保安|保洁员?|上班|务工|打工|工作)",
        "在单位上班：{}", value={"kind": "wage"}, kind="wage", ask="每月工资多少（工资单、银行流水）", unless="找.{0,6}工作|下岗|没有工作|曾",
    ),
    rule("写到退休金、养老金而没有金额", "income", "(?:领取?|有)(?:的)?(?:退休金|养老金)", "领取养老金", value={"kind": "pension"}, kind="pension", ask="每月养老金多少",
         unless="[0-9]"),
    rule("写到以何为生", "employment", "牧民|渔民|农民|务农|种地|种田", "以务农（牧、渔）为生：{}", kind="farming", ask="承包地、草场、牲畜有多少，每年收入多少",
         unless="农民工|农民医|邻居"),
    rule(
        "写到没有经济来源或收入", "income", "(?:没有|没|无|毫无)(?:任何|一点|丝毫|一分钱?)?(?:的)?(?:经济来源|收入来源|经济收入|收入)(?!.{0,2}不)", "没有收入",
        value={"kind": "none"}, kind="none", ask="有无养老金、补贴、土地流转等收入（信息核对）", deniable=False,
    ),
    rule(
        "写到没有生活来源", "income", "(?:没有|没|无|毫无)(?:任何|固定)?(?:的)?生活来源", "没有生活来源", kind="no_livelihood",
        ask="各成员有无收入，靠什么生活", deniable=False,
    ),
    rule("写到没有文化", "education", "(?:没有?|无)文化|不识字|文盲|没(?:有)?(?:上|读)过(?:学|书)", "没有上过学", kind="none", ask="文化程度", deniable=False),
    rule("写到毕业", "education", "毕业(?!生)", "曾毕业于学校", kind="graduated", ask="毕业学校和学历", unless="未毕业|没毕业"),
)  # fmt: skip
