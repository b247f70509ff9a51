"""Where a family lives, whether it is sound, and what it lacks."""

from doudi.gateways.letters.rules.rule import rule

_NOW = "现在住在哪里，是自有、租住还是借住"

RULES = (
    rule(
        "写到没有住房", "homes", "(?:没有|没|无)(?:自己的?|任何)?(?:住房|房屋|房子|房产|住处)|无房(?!产证)|居无定所", "没有住房", value=0, whose="household",
        ask="全家名下有无不动产登记", deniable=False,
    ),
    rule(
        "写到没有住房", "housing", "(?:没有|没|无)(?:自己的?|任何)?(?:住房|房屋|房子|房产|住处)|无房(?!产证)|居无定所", "没有住房",
        value={"tenure": "no_home"}, kind="none", whose="household", ask=_NOW, deniable=False,
    ),
    rule("写到租房", "housing", "租(?:住|房|了|着|的)|出租屋|廉租|公租", "租房居住", value={"tenure": "rented"}, kind="rented", whose="household", ask="租金多少"),
    rule(
        "写到借住", "housing", "(?:借住|寄住|借宿|暂住)(?!证)", "借住他人房屋", value={"tenure": "lent"}, kind="lent", whose="household", ask="借住谁家，到什么时候",
    ),
    rule(
        "写到房屋破旧或危险", "housing", "破烂不堪|破旧|摇摇欲坠|年久失修|漏雨|漏风|倒塌|垮塌|墙体开裂|土坯房|危房(?!改造)|[CD]级", "房屋破旧或危险：{}",
        kind="ruined", whose="household", ask="房屋安全等级（住房城乡建设部门鉴定）；老房是否已拆除", unless="衣衫",
    ),
    rule("写到危房改造", "housing", "危房改造|危改", "列入危房改造", kind="rebuilding", whose="household", ask="列入和完工的年份，补助多少"),
    rule(
        "写到政府建房", "housing", "(?:盖|建|修)(?:了|好|起|成)?.{0,12}(?:平房|楼房|砖房|新房|瓦房|房子|房屋)|安置房", "已建新房：{}",
        value={"tenure": "owned"}, kind="built", whose="household", sure="implied", ask="新房是否已登记在本户名下，老房是否已拆除",
        unless="要盖|想盖|没钱|无力|不起|希望|成本",
    ),
    rule(
        "写到房屋没有完工", "housing", "门窗.{0,8}(?:尚未|没有?|未|缺|还没|至今)|(?:没有?|缺|无|未装)门窗|只.{0,4}(?:主体|框架)|毛坯|没有?完工|尚未完工",
        "房屋没有完工：{}", kind="unfinished", whose="household", ask="装好门窗等所需费用的估算", deniable=False,
    ),
)  # fmt: skip
