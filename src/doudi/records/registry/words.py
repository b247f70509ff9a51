"""The register's own short lists: how a membership begins and ends, which papers identify, whose an account is."""

ID_KINDS = (
    ("resident", "居民身份证"),
    ("residence_permit", "港澳台居民居住证"),
    ("foreign_permit", "外国人永久居留身份证"),
    ("temporary", "临时编号"),
)
NO_ID_REASONS = (("newborn", "新生儿未上户"), ("lost", "证件遗失待补"), ("unregistered", "无户口"), ("other", "其他"))
BEGINNINGS = (
    ("opened", "建档"),
    ("birth", "出生"),
    ("marriage", "婚入"),
    ("adoption", "收养"),
    ("moved_in", "迁入"),
    ("split", "分户"),
    ("merge", "并户"),
    ("taken_over", "接管"),
    ("other", "其他"),
)
ENDINGS = (
    ("death", "死亡"),
    ("moved_out", "迁出"),
    ("marriage", "婚出"),
    ("split", "分户"),
    ("merge", "并户"),
    ("relation_changed", "关系变更"),
    ("head_changed", "户主变更"),
    ("mistake", "登记有误"),
    ("other", "其他"),
)
HOLDERS = (("own", "本人"), ("guardian", "监护人"), ("collector", "备案代领人"))
