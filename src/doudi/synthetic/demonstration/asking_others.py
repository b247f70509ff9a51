"""Cases of temporary assistance, rigid-expenditure status, disability subsidies and children without care."""

from doudi.synthetic.demonstration.asking import accepted, ask, compared, posted, surveyed
from doudi.synthetic.demonstration.shapes import StoryApplication

_ILL = (("temporary_spending", None), ("rigid_expenditure", None))
_SPENDING = _ILL[:1]
_URGENT = (("temporary_urgent", None),)
_DISABLED = (("disability_living", 0), ("disability_nursing", 0))
_NURSING = _DISABLED[1:]
_CHILDREN = (("orphan", 1), ("unattended_child", 2))
_CHILD = (("orphan", 1), ("unattended_child", 1))
_CHILD_OF_2 = (("orphan", 2), ("unattended_child", 2))


def spending() -> tuple[StoryApplication, ...]:
    """An illness that eats the wages up: help once, and a status for a year. Small sums are the town's to confirm."""
    return (
        ask("ill1", _ILL, "draft", "open 0"),
        ask("ill2", _ILL, "submitted", "apply 0"),
        ask("ill3", _ILL, "supplement_required", "hand_in 5", "notice 4"),
        ask("ill4", _ILL, "accepted", *accepted(2)),
        ask("ill5", _ILL, "surveying", *surveyed(6), "check 3"),
        ask("ill6", _ILL, "first_opinion", *surveyed(8), "check 4", "opinion 1"),
        ask("student", _ILL, "unmet", *surveyed(9), ("against 3", "没有发生突发事件，支出占比不到规定")),
        ask(
            "ill7", _ILL, {"temporary_spending": "under_publicity", "rigid_expenditure": "county_review"},
            *surveyed(10), "check 6", "opinion 4", "post 1 temporary_spending", "send 3 rigid_expenditure",
        ),
        ask(
            "ill8", _ILL, {"temporary_spending": "objected", "rigid_expenditure": "confirmed"},
            *surveyed(13), "check 9", "opinion 7", "post 2 temporary_spending", ("object 1", "他家去年收了彩礼"),
            "send 6 rigid_expenditure", "review 3 rigid_expenditure", "confirm 0 rigid_expenditure",
        ),
        ask(
            "ill9", _ILL, {"temporary_spending": "second_opinion", "rigid_expenditure": "active"},
            *surveyed(18), "check 14", "opinion 12", "post 10 temporary_spending",
            ("object 9 temporary_spending", "医药费报销了大半"), "visit 6", "second 3 temporary_spending",
            ("dispose 2", "已扣除报销部分"), "send 11 rigid_expenditure", "review 7 rigid_expenditure",
            "confirm 4 rigid_expenditure",
        ),
        ask(
            "ill10", _ILL, {"temporary_spending": "county_review", "rigid_expenditure": "first_opinion"},
            *surveyed(11), "check 7", "opinion 5", "post 4 temporary_spending",
            ("raise_up 3 temporary_spending", "自付费用大，需要的金额超过镇里限额"),
            *(f"{one} 0 temporary_spending" for one in ("take_down", "send")),
        ),
        ask(
            "ill11", _SPENDING, "confirmed", *surveyed(12), *posted(6), "take_down 2", "confirm 1",
            tells="镇里受委托确认的小额临时救助",
        ),
        ask(
            "letter_tumour", _SPENDING, "paid", *surveyed(17), *posted(11), "take_down 6", "confirm 5",
            ("pay 2", "县财政支付-临时救助-0217"), request="肿瘤手术加化疗花费很大，希望得到帮助",
        ),
        ask(
            "ill12", _SPENDING, "closed", *surveyed(22), *posted(16), "take_down 11", "confirm 10",
            ("pay 7", "县财政支付-临时救助-0209"), ("file_away 5", "户主"),
        ),
        ask(
            "birth", _ILL, "refused", *surveyed(12), ("against 5", "没有大额支出，也没有突发事件"), ("refuse 1", "没有突发事件"),
        ),
        ask(
            "military", _ILL, "refusal_notified", *surveyed(16), ("against 8", "没有大额支出，也没有突发事件"),
            ("refuse 4", "没有突发事件"), ("told 2", "户主"),
        ),
        ask(
            "ill13", _ILL, {"temporary_spending": "withdrawn", "rigid_expenditure": "discontinued"}, *accepted(7),
            ("withdraw 3 temporary_spending", "大病保险已二次报销"), ("discontinue 2 rigid_expenditure", "不配合信息核对"),
        ),
        ask(
            "ill14", _ILL, {"temporary_spending": "discontinued", "rigid_expenditure": "withdrawn"}, *accepted(7),
            ("withdraw 3 rigid_expenditure", "不需要了"), ("discontinue 2 temporary_spending", "多次联系，不提供费用票据"),
        ),
    )  # fmt: skip


def urgent() -> tuple[StoryApplication, ...]:
    """Relief first and the papers later, also at night and on holidays; hours count."""
    return (
        ask("struck1", _URGENT, "reported", ("report 0 07:40", "凌晨送医，家里拿不出押金"), channel="hotline"),
        ask(
            "burned_house", _URGENT, "relieved", ("report 02-20 23:10", "夜里电线起火，一家四口没有地方住"),
            ("relieve 02-21 01:35", "2000"), channel="hotline", tells="春节假期夜里先行救助，手续逾期未补",
        ),
        ask("struck2", _URGENT, "relieved", ("report 4 21:05", "灶间起火"), ("relieve 4 22:50", "1500"), channel="village"),
        ask(
            "struck3", _URGENT, "escalated", ("report 3 10:20", "重伤手术"), ("relieve 3 14:00", "2000"),
            ("escalate 2", "手术费缺口两万余元，超过镇里限额"),
        ),
        ask(
            "struck4", _URGENT, "papers_complete", ("report 5 16:30", "灶间起火，粮食被褥烧毁"), ("relieve 5 18:10", "2000"),
            ("escalate 4", "重建灶房，需要更多"), ("decide_more 2", "3000"),
        ),
        ask(
            "struck5", _URGENT, "closed", ("report 6 09:00", "骑车摔伤"), ("relieve 6 11:30", "1600"), "complete 3",
            "close 2",
        ),
        ask("struck6", _URGENT, "refused", ("report 1 15:00", "欠着亲戚的借款"), ("refuse_urgent 0", "不属急难，可申请支出型临时救助")),
        ask(
            "homophones", _URGENT, "refusal_notified", ("report 8 10:00", "想翻修房子"),
            ("refuse_urgent 8", "不属急难，可申请农村危房改造"), ("told 6", "本人"),
        ),
        ask("struck6", _URGENT, "withdrawn", ("report 12 10:00", "摩托车摔坏了"), ("withdraw 11", "亲戚已帮忙修好")),
        ask("homophones", _URGENT, "discontinued", ("report 5 09:00", "房子漏雨"), ("discontinue 4", "与此前的报告同一事由")),
    )  # fmt: skip


def subsidies() -> tuple[StoryApplication, ...]:
    """Disability subsidies: the federation verifies the certificate."""
    return (
        ask("disabled1", _DISABLED, "draft", "open 0"),
        ask("disabled2", _DISABLED, "submitted", "apply 1 @village", channel="village"),
        ask("disabled3", _DISABLED, "supplement_required", "hand_in 3", "notice 2"),
        ask("disabled4", _DISABLED, "accepted", *accepted(2)),
        ask("disabled5", _DISABLED, "surveying", *surveyed(11), tells="逾期未提出初审意见"),
        ask(
            "disabled6", _DISABLED, {"disability_living": "first_opinion", "disability_nursing": "federation_verified"},
            *surveyed(8), "opinion 4", "verify 1 disability_nursing",
        ),
        ask(
            "disabled7", _DISABLED, {"disability_living": "county_review", "disability_nursing": "confirmed"},
            *surveyed(12), "opinion 8", "verify 6", "send 5", "review 2 disability_nursing", "confirm 0 disability_nursing",
        ),
        ask(
            "disabled8", _DISABLED, {"disability_living": "active", "disability_nursing": "unmet"},
            *surveyed(15), "opinion 10 disability_living", "verify 8 disability_living", "send 7 disability_living",
            "review 5 disability_living", "confirm 3 disability_living", ("against 10 disability_nursing", "长期住院，护理由机构提供"),
        ),
        ask(
            "disabled9", _DISABLED, {"disability_living": "withdrawn", "disability_nursing": "discontinued"},
            *surveyed(9), ("withdraw 4 disability_living", "改由户口地申请"), ("discontinue 3 disability_nursing", "两次约定入户均无人在家"),
        ),
        ask(
            "work_injury", _NURSING, "refused", *surveyed(13), ("against 6", "已领工伤护理费，不重复享受"),
            ("refuse 1", "已领工伤护理费"),
        ),
        ask(
            "class_A", _DISABLED, {"disability_living": "active", "disability_nursing": "refusal_notified"},
            *surveyed(20), "opinion 14 disability_living", ("against 14 disability_nursing", "没有长期照护需要"),
            "verify 12 disability_living", "send 11 disability_living", "review 9 disability_living",
            "confirm 7 disability_living", ("refuse 7 disability_nursing", "没有长期照护需要"), ("told 5 disability_nursing", "户主"),
        ),
        ask(
            "letter_widow", _DISABLED, "active", *surveyed(18), "opinion 13", "verify 11", "send 10", "review 7", "confirm 5",
            request="丈夫去世，本人残疾，女儿上小学，房子没有门窗",
        ),
    )  # fmt: skip


def children() -> tuple[StoryApplication, ...]:
    """Orphans and children without care: compared by data, decided by the county, never posted."""
    return (
        ask("children1", _CHILDREN, "draft", "open 1"),
        ask("children2", _CHILDREN, "submitted", "apply 1 @village", channel="village"),
        ask("children3", _CHILDREN, "supplement_required", "hand_in 7", "notice 6"),
        ask("children4", _CHILDREN, "accepted", *accepted(3)),
        ask("children5", _CHILDREN, "surveying", *compared(15), tells="今天应完成查验"),
        ask("children6", _CHILDREN, "first_opinion", *compared(7), "opinion 2"),
        ask("children7", _CHILDREN, "county_review", *compared(14), "opinion 10", "send 9", "review 4"),
        ask("children8", _CHILDREN, "confirmed", *compared(13), "opinion 9", "send 8", "review 3", "confirm 0"),
        ask("children9", _CHILDREN, "active", *compared(18), "opinion 14", "send 13", "review 8", "confirm 5"),
        ask(
            "children10", _CHILDREN, {"orphan": "withdrawn", "unattended_child": "discontinued"}, *compared(9),
            ("withdraw 4 orphan", "姑姑办理了收养"), ("discontinue 3 unattended_child", "监护人两次约定均未到场"),
        ),
        ask(
            "children11", _CHILDREN, {"orphan": "discontinued", "unattended_child": "withdrawn"}, *compared(9),
            ("withdraw 4 unattended_child", "父亲提前释放，自行抚养"), ("discontinue 3 orphan", "监护人不提供父母情况的材料"),
        ),
        ask("left_behind_child", _CHILD, "unmet", *compared(9), ("against 4", "父母外出务工，不属于无人抚养")),
        ask(
            "deported", _CHILD, "refused", *compared(13), ("against 8", "父亲在家，能够抚养"), ("refuse 1", "父亲能够履行抚养义务"),
        ),
        ask(
            "ex_prisoner", _CHILD_OF_2, "refusal_notified", *compared(17), ("against 11", "母亲在家抚养"),
            ("refuse 6", "母亲能够履行抚养义务"), ("told 4", "母亲"),
        ),
        ask("orphan", _CHILD[:1], "active", *compared(22), "opinion 18", "send 17", "review 13", "confirm 9"),
        ask("lost_contact", _CHILD[1:], "county_review", *compared(19), "opinion 17", "send 16", tells="县级逾期未决定"),
    )  # fmt: skip
