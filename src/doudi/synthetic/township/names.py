"""Names for invented people: surnames and given characters of a village in Anhui, by the years people were born in."""

import random
from datetime import date

_COMMON = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
_USUAL = "梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔"
_RARE = "毛邱秦江史顾侯邵孟万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢骆岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边"
_COMPOUND = ("欧阳", "上官", "司徒", "诸葛", "皇甫", "令狐")

# Pairs are put together from a first and a second character, so that no list of whole names had to come from anywhere.
_FIRST = {
    ("male", "old"): "德永家世长本先有道立克守正忠传昌明怀恩良",
    ("female", "old"): "秀桂玉凤素月春翠兰淑菊秋银荷腊巧",
    ("male", "middle"): "国建志海文光庆兴振宏少景新勇成开启远",
    ("female", "middle"): "丽红晓海文春爱慧雪燕小美素亚彩冬",
    ("male", "young"): "子浩宇俊梓思嘉明轩泓奕皓景一煜承",
    ("female", "young"): "子雨欣梓诗佳语可若思嘉依沐芷安静",
}
_SECOND = {
    ("male", "old"): "才富祥安福山友胜礼义仁和全林海田银奎寿堂",
    ("female", "old"): "英珍兰云芝娥霞芳莲荣清芬华玲仙萍",
    ("male", "middle"): "平军海林峰生洋刚亮东松涛斌辉杰飞来根",
    ("female", "middle"): "芳霞琴敏云娟艳蓉莉玲英燕香荣菊",
    ("male", "young"): "轩涵宇辰睿泽然航阳博豪晨霖恒远哲",
    ("female", "young"): "涵萱怡琪彤瑶妍宁然桐晴悦诺溪菲月",
}
_SINGLE = {
    "male": "磊鹏斌亮凯旭勇刚",
    "female": "霞娟蓉琴丹莉婷萍",
}

class Names:
    """Draws names that occur once each."""

    def __init__(self, draw: random.Random) -> None:
        self._draw = draw
        self._taken: set[str] = set()

    def keep(self, name: str) -> str:
        """Note a name that a story gives, so that nobody else gets it."""
        self._taken.add(name)
        return name

    def surname(self) -> str:
        """A surname, most often one of the frequent ones."""
        kind = self._draw.choices((_COMMON, _USUAL, _RARE, _COMPOUND), (48, 36, 14, 2))[0]
        return self._draw.choice(kind)

    def name(self, sex: str, born: date, surname: str = "") -> str:
        """A name nobody has yet, with this surname or one that is drawn."""
        for _ in range(400):
            full = (surname or self.surname()) + self._given(sex, born)
            if full not in self._taken:
                return self.keep(full)
        raise AssertionError(f"no name is left for {surname}")

    def _given(self, sex: str, born: date) -> str:
        era = "old" if born.year < 1965 else "middle" if born.year < 1998 else "young"
        if era == "middle" and self._draw.random() < 0.25:
            return self._draw.choice(_SINGLE[sex])
        first, second = self._draw.choice(_FIRST[sex, era]), self._draw.choice(_SECOND[sex, era])
        return first + second if first != second else second


def surname_of(name: str) -> str:
    """The surname of a Chinese name; an empty text for a name written with `·`."""
    if "·" in name:
        return ""
    return name[:2] if name[:2] in _COMPOUND else name[:1]
