"""Cases of tekun, at every stage, and of the end of its support."""

from doudi.synthetic.demonstration.asking import accepted, ask, assessed, posted, sent, surveyed
from doudi.synthetic.demonstration.shapes import StoryApplication

_TEKUN = (("tekun", 0),)
_EXIT = (("tekun_exit", 0),)


def tekun() -> tuple[StoryApplication, ...]:
    """The cases of tekun. Two of one village wait at the county: only one of them was drawn for a visit."""
    return (
        ask("alone14", _TEKUN, "draft", "open 1 @village", channel="ex_officio"),
        ask("alone2", _TEKUN, "submitted", "apply 1"),
        ask("alone3", _TEKUN, "supplement_required", "hand_in 6", "notice 5"),
        ask("alone4", _TEKUN, "accepted", *accepted(10), tells="今天应完成调查，还没有入户"),
        ask("alone5", _TEKUN, "surveying", *surveyed(7), "letter_evidence 5"),
        ask("alone6", _TEKUN, "appraised", *assessed(11), "appraise 4"),
        ask("alone7", _TEKUN, "first_opinion", *assessed(8), "opinion 1"),
        ask("tekun_refused", _TEKUN, "unmet", *assessed(9), ("against 3", "儿子有赡养能力，不符合特困条件")),
        ask("alone8", _TEKUN, "under_publicity", *assessed(11), *posted(3)),
        ask(
            "alone9", _TEKUN, "under_publicity", *assessed(22), *posted(16), ("object 13", "他侄子一直给钱养着他"),
            "visit 10", "second 8", ("dispose 7", "侄子没有赡养义务，偶尔给些零用"), "post 2", tells="异议、复查之后重新公示",
        ),
        ask("alone10", _TEKUN, "objected", *assessed(13), *posted(4), ("object 1", "他在外县有一个女儿")),
        ask(
            "alone11", _TEKUN, "second_opinion", *assessed(21), *posted(14), ("object 11", "老人有退休工资"), "visit 6",
            "second 2", ("dispose 1", "查无退休待遇"),
        ),
        ask("alone1", _TEKUN, "county_review", *assessed(19), *posted(13), *sent(6), tells="同村两件，抽查一件"),
        ask("alone16", _TEKUN, "county_review", *assessed(19), *posted(13), *sent(6), tells="同村两件，抽查一件"),
        ask(
            "alone12", _TEKUN, "county_review", *assessed(18), *posted(13), *sent(6), ("checked_on_spot 3", "right"),
            "review 2", tells="被抽中，已入户核查",
        ),
        ask("alone13", _TEKUN, "county_review", *assessed(18), *posted(13), *sent(6), tells="被抽中，等待入户核查"),
        ask(
            "alone15", _TEKUN, "confirmed", *assessed(18), *posted(13), *sent(6), ("checked_on_spot 3", "right"),
            "review 2", ("care 1", "邻居"), "confirm 0",
        ),
        ask(
            "alone17", _TEKUN, "refused", *assessed(16), ("against 7", "名下有营业执照，有稳定收入"),
            ("refuse 1", "有稳定的经营收入"),
        ),
        ask(
            "alone18", _TEKUN, "refusal_notified", *assessed(20), ("against 11", "女儿有赡养能力"),
            ("refuse 6", "女儿有赡养能力"), ("told 4", "本人"),
        ),
        ask(
            "fifteen_digits", _TEKUN, "active", *assessed(27), *posted(22), *sent(14), ("checked_on_spot 10", "right"),
            "review 9", "confirm 4",
        ),
        ask("alone19", _TEKUN, "withdrawn", *accepted(6), ("withdraw 3", "侄子接去同住，不再申请")),
        ask("alone20", _TEKUN, "discontinued", *assessed(12), ("discontinue 4", "外出未归，两次约定均未到场")),
    )  # fmt: skip


def tekun_exit() -> tuple[StoryApplication, ...]:
    """The end of tekun: found, looked into, posted, objected to, ended or continued."""
    return (
        ask("supported1", _EXIT, "surveying", ("report_exit 3", "村里报告其已办理退休，领取养老金")),
        ask("supported2", _EXIT, "county_review", ("report_exit 6", "侄子为其买了门面收租"), "visit 4", ("hand_up 2", "租金稳定，建议终止供养")),
        ask(
            "supported3", _EXIT, "under_publicity", ("report_exit 9", "已与有赡养能力的女儿相认"), "visit 7",
            ("hand_up 6", "女儿已书面同意赡养"), "propose 3",
        ),
        ask(
            "supported4", _EXIT, "objected", ("report_exit 12", "有人反映其在镇上做生意"), "visit 10", ("hand_up 8", "有固定摊位"),
            "propose 4", ("object 1", "摊位是他侄子的，他只是帮着看"),
        ),
        ask(
            "supported5", _EXIT, "end_decided", ("report_exit 20", "领取征地养老保险"), "visit 18", ("hand_up 16", "收入超过标准"),
            "propose 14", "take_down 6", ("end 2", "养老保险待遇高于供养标准"),
        ),
        ask(
            "supported6", _EXIT, "terminated", ("report_exit 24", "长期随女儿在外县生活"), "visit 22", ("hand_up 20", "女儿赡养"),
            "propose 18", ("object 16", "女儿家也不宽裕"), "visit 13", ("dispose 11", "女儿收入高于标准，已核实"),
            ("end 10", "女儿有赡养能力"), "take_down 4", ("tell_end 3", "本人及村委会"), tells="异议后仍终止，重新公示",
        ),
        ask(
            "supported7", _EXIT, "continued", ("report_exit 15", "有人反映其名下有车"), "visit 13", ("hand_up 11", "名下登记有车"),
            "propose 9", ("object 7", "车早就卖了，没有过户"), "visit 5", ("dispose 4", "车辆已报废"),
            ("keep 3", "车辆已报废，仍符合条件"),
        ),
    )  # fmt: skip
