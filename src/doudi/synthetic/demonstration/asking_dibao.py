"""Cases of dibao, near-dibao and single-person dibao, at every stage."""

from doudi.synthetic.demonstration.asking import accepted, ask, checked, posted, sent, surveyed
from doudi.synthetic.demonstration.shapes import StoryApplication

_DIBAO = (("dibao", None),)
_NEAR = (("near_dibao", None), ("dibao_single", 2))
_ALL = (("dibao", None), *_NEAR)
_NEAR_OF_1 = (("near_dibao", None), ("dibao_single", 1))


def dibao() -> tuple[StoryApplication, ...]:
    """The cases of dibao alone."""
    return (
        ask("nobody_pays", _DIBAO, "draft", "open 1 @village", channel="ex_officio", tells="村里走访发现，先填了草稿"),
        ask("poor1", _DIBAO, "submitted", "hand_in 1 @citizen", channel="online", tells="网上申请，等待窗口审看"),
        ask(
            "split_hukou", _DIBAO, "supplement_required", "hand_in 8", "notice 7", ("make 7", "one_time_notice"),
            tells="一次性告知后还没有补来材料",
        ),
        ask(
            "poor2", _DIBAO, "discontinued", "hand_in 34", "notice 33", ("discontinue 5", "告知后一个月未补正"),
            ("make 5", "papers_overdue_notice"),
        ),
        ask(
            "left_behind_woman", _DIBAO, "accepted", *accepted(3), ("make 3", "acceptance_notice"),
            tells="今天应启动调查",
        ),
        ask("poor3", _DIBAO, "accepted", *accepted(6), tells="受理后没有按时启动调查"),
        ask("letter_herdsman", _DIBAO, "surveying", *surveyed(8), "ask_check 6", tells="核对提请后逾期未启动"),
        ask(
            "poor4", _DIBAO, "surveying", *checked(9), ("suspend 4", "户主外出务工失去联系，等待核实"), tells="已中止计时",
        ),
        ask(
            "poor5", _DIBAO, "surveying", *checked(20), "opinion 15", "post 14", *sent(7), ("send_back 3", "养殖收入没有查清"),
            tells="县级发回补充调查",
        ),
        ask(
            "postgraduate", _DIBAO, "core_failed", *surveyed(11), "ask_check 10", ("check 7", "over"),
            ("over_line 6", "户主名下有一辆新购货车，未申报"),
        ),
        ask("elder_left_behind", _DIBAO, "appraised", *checked(12), "appraise 5", tells="评议后逾期未提出初审意见"),
        ask("prison_family", _DIBAO, "first_opinion", *checked(10), "opinion 0"),
        ask("production", _DIBAO, "unmet", *checked(10), ("against 2", "养殖收入申报不实，人均超过标准")),
        ask("letter_heart", _DIBAO, "under_publicity", *checked(12), *posted(2), tells="公示中"),
        ask("poor6", _DIBAO, "under_publicity", *checked(17), *posted(7), tells="公示期满，还没有撤下"),
        ask("poor7", _DIBAO, "objected", *checked(13), *posted(4), ("object 1", "他家儿子在县城开店，应当一起算")),
        ask(
            "poor8", _DIBAO, "second_opinion", *checked(22), *posted(14), ("object 12", "听说他家有门面出租"),
            "visit 8", "second 6", ("dispose 5", "门面系其弟所有，已看过房产证"),
        ),
        ask(
            "staff_relative", _DIBAO, "county_review", *checked(19, "@acceptance2"), *posted(14), *sent(6), "review 4",
            ("county_visit 2", "relative"), tells="近亲属备案对象，县级已入户核查",
        ),
        ask("poor9", _DIBAO, "county_review", *checked(21), *posted(16), *sent(10), tells="县级期限今天到期"),
        ask(
            "poor10", _DIBAO, "county_review", *checked(22), *posted(17), ("complaint 13", "来电反映其隐瞒打工收入"),
            *sent(11), tells="有投诉举报，县级还没有入户核查，已逾期",
        ),
        ask("duplicate", _DIBAO, "confirmed", *checked(21), *posted(16), *sent(8), "review 4", "confirm 0"),
        ask(
            "poor11", _DIBAO, "active", *checked(24), *posted(19), *sent(12), "review 8", "confirm 4",
            ("make 4", "confirmation_letter"), ("deliver 3", "户主"), "publish 3", tells="刚刚纳入低保",
        ),
        ask(
            "poor12", _DIBAO, "refused", *surveyed(18), "ask_check 17", ("check 13", "over"),
            ("over_line 12", "配偶名下存款8万元，未申报"), ("refuse 1", "对核对结果没有异议"),
        ),
        ask(
            "poor13", _DIBAO, "active", *checked(44), *posted(39), *sent(32), "review 28", "confirm 24",
            ("revoke 3", "漏算配偶在县城的工资，应不予确认"), tells="确认有误，已撤销",
        ),
        ask(
            "poor14", _DIBAO, "withdrawn", ("forward 13 @neighbour", "家里有病人，不知道归哪个镇管"), "take_forwarded 12", "accept 11", ("withdraw 6", "儿子找到工作，不再申请"),
            tells="先到邻镇，转办过来",
        ),
        ask("moved", _DIBAO, "refusal_notified", *checked(19), ("against 12", "丈夫长期在外务工，收入超过标准"),
            ("refuse 6", "人均收入超过标准"), ("make 6", "refusal_letter"), ("told 4", "户主")),
    )  # fmt: skip


def near_dibao() -> tuple[StoryApplication, ...]:
    """Families just over the line with somebody severely disabled: asked for together, decided each for itself."""
    return (
        ask("near1", _ALL, "draft", "open 0"),
        ask("near2", _ALL, "submitted", "apply 1 @village", channel="village", tells="村干部代办"),
        ask(
            "near3", _ALL, "supplement_required", "hand_in 4", "notice 3", channel="proxy", agent="外甥",
            tells="他人代为申请，委托书还没有交",
        ),
        ask("near4", _ALL, "accepted", *accepted(1)),
        ask("near5", _ALL, "surveying", *checked(8), "neighbours 5", "extend 3"),
        ask(
            "near6", _ALL, "core_failed", *surveyed(10), "ask_check 9", ("check 6", "over"),
            ("over_line 5", "户主名下有商铺一处"),
        ),
        ask(
            "near7", _ALL, {"dibao": "unmet", "near_dibao": "appraised", "dibao_single": "appraised"},
            *checked(11), ("against 4 dibao", "人均收入高于低保标准"), "appraise 2",
        ),
        ask(
            "near8", _ALL, {"dibao": "refused", "near_dibao": "first_opinion", "dibao_single": "first_opinion"},
            *checked(12), ("against 5 dibao", "人均收入高于低保标准"), "opinion 4", ("refuse 2 dibao", "人均收入高于低保标准"),
        ),
        ask(
            "near9", _ALL,
            {"dibao": "refusal_notified", "near_dibao": "under_publicity", "dibao_single": "under_publicity"},
            *checked(14), ("against 8 dibao", "人均收入高于低保标准"), *posted(3), ("refuse 3 dibao", "人均收入高于低保标准"),
            ("told 1 dibao", "户主"),
        ),
        ask(
            "near10", _ALL, {"dibao": "withdrawn", "near_dibao": "objected", "dibao_single": "objected"},
            *checked(16), ("withdraw 10 dibao", "收入高于标准，只申请边缘家庭"), *posted(4),
            ("object 2 near_dibao", "家里去年翻盖了楼房"), ("object 2 dibao_single", "女儿能在家做手工"),
        ),
        ask(
            "near11", _ALL, {"dibao": "withdrawn", "near_dibao": "second_opinion", "dibao_single": "second_opinion"},
            *checked(21), ("withdraw 15 dibao", "收入高于标准，只申请边缘家庭"), *posted(13),
            ("object 10 near_dibao", "听说还有一处房子"), ("object 10 dibao_single", "听说还有一处房子"), "visit 7", "second 5",
            ("dispose 4", "房屋系租住，有租赁合同"),
        ),
        ask(
            "near12", _NEAR, "county_review", *checked(19), *posted(14),
            ("raise_up 9 near_dibao", "户主与镇里驻村干部是亲属，报县级确认"), *sent(7),
        ),
        ask(
            "near13", _NEAR, "confirmed", *checked(20), *posted(15), "take_down 8", "send 8 dibao_single",
            "review 3 dibao_single", "confirm 0", tells="边缘家庭由镇受委托确认，单人保由县级确认",
        ),
        ask(
            "near14", _NEAR, "active", *checked(24), *posted(19), "take_down 12", "send 12 dibao_single",
            "review 8 dibao_single", "confirm 5", "publish 4 near_dibao",
        ),
        ask(
            "severe_disability", _NEAR_OF_1, {"near_dibao": "withdrawn", "dibao_single": "discontinued"},
            *surveyed(9), ("withdraw 4 near_dibao", "本人不愿公示"), ("discontinue 3 dibao_single", "不配合信息核对"),
        ),
        ask(
            "mental_3", _NEAR_OF_1, {"near_dibao": "discontinued", "dibao_single": "withdrawn"},
            *surveyed(9), ("withdraw 4 dibao_single", "监护人改为申请康复补助"), ("discontinue 3 near_dibao", "两次约定入户均无人在家"),
        ),
        ask(
            "relapse_watch", _NEAR_OF_1, "unmet", *checked(10), ("replace 4", "户主外出务工，书面同意改由配偶申请"),
            ("against 3", "人均收入超过边缘家庭标准"),
        ),
        ask(
            "homophones", _NEAR_OF_1[:1], "refused", *checked(13), ("against 5", "人均收入超过边缘家庭标准"),
            ("refuse 2", "人均收入超过边缘家庭标准"),
        ),
        ask(
            "leaving", _NEAR_OF_1, "refusal_notified", *checked(18), ("against 9", "人均收入超过标准，也没有重残人员"),
            ("refuse 5", "人均收入超过标准"), ("told 3", "配偶"),
        ),
        ask(
            "marriage", _NEAR_OF_1, "refused", *checked(14), ("against 6", "人均收入超过标准，也没有重残人员"),
            ("refuse 1", "人均收入超过标准"),
        ),
    )  # fmt: skip
