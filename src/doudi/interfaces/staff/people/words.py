"""The records' own short lists, as the catalogue of translations has to know them: pages say them by `_(word)`."""

from django.utils.translation import gettext_noop as N_

RECORDED = (
    # How somebody is identified, and why not.
    N_("居民身份证"), N_("港澳台居民居住证"), N_("外国人永久居留身份证"), N_("临时编号"),
    N_("新生儿未上户"), N_("证件遗失待补"), N_("无户口"), N_("其他"),
    # How a membership begins and ends.
    N_("建档"), N_("出生"), N_("婚入"), N_("收养"), N_("迁入"), N_("分户"), N_("并户"), N_("接管"),
    N_("死亡"), N_("迁出"), N_("婚出"), N_("关系变更"), N_("户主变更"), N_("登记有误"),
    # Whose an account is.
    N_("本人"), N_("监护人"), N_("备案代领人"),
    # Why two records may be one person's, and what was decided.
    N_("姓名和出生日期相同"), N_("姓名同音、出生日期相同"), N_("同村同名"),
    # Powers a county leaves to a township.
    N_("最低生活保障审核确认"), N_("特困人员认定"), N_("低保边缘家庭认定"), N_("小额临时救助审批"), N_("刚性支出困难家庭认定"),
)  # fmt: skip
