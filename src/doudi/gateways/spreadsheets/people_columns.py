"""The columns of a roster about people: who they are, where they live, what burdens them, what they receive."""

from functools import partial

from doudi.gateways.spreadsheets.cell_readers import read_citizen_id, read_codes, read_count, read_day, read_name
from doudi.gateways.spreadsheets.column import coded, column, on_any_day
from doudi.vocabulary.cells import (
    parse_account,
    parse_amount,
    parse_certificate,
    parse_month,
    parse_phone,
    parse_place,
    parse_text,
    parse_yes_no,
)

PEOPLE_COLUMNS = (
    column(
        "household_no",
        "户编号",
        "户号 家庭编号 户籍编号 家庭编码 低保证号 救助证号 户序号 档案编号 证件编号 户代码",
        on_any_day(parse_text, longest=50),
    ),
    column(
        "head_citizen_id",
        "户主身份证号",
        "户主身份证号码 户主证件号码 户主身份证 申请人身份证号 申请人身份证号码 家庭户主身份证号 户主公民身份号码 户主证件号",
        read_citizen_id,
        secrecy="citizen_id",
    ),
    column("head_name", "户主姓名", "户主 申请人姓名 家庭户主姓名 申请人 户主名字 家庭户主", read_name),
    column(
        "name",
        "姓名",
        "人员姓名 成员姓名 家庭成员姓名 救助对象姓名 保障对象姓名 被保障人姓名 对象姓名 姓名全称 名字 困难人员姓名",
        read_name,
        "refused",
    ),
    column(
        "citizen_id",
        "身份证号",
        "身份证号码 公民身份号码 公民身份证号 证件号码 证件号 身份证 身份证件号码 成员身份证号 成员身份证号码 居民身份证号 "
        "对象身份证号 对象身份证号码 本人身份证号 身份号码",
        read_citizen_id,
        "ask",
        "citizen_id",
    ),
    column(
        "relation",
        "与户主关系",
        "与户主的关系 家庭关系 与申请人关系 与户主 关系 成员关系 与家庭户主关系 称谓",
        coded("relation"),
        "refused",
    ),
    column("sex", "性别", "男女", coded("sex")),
    column("born", "出生日期", "出生年月日 生日 出生年月 出生时间 出生", partial(read_day, past=True)),
    column("ethnic_group", "民族", "族别", coded("ethnic_group")),
    column("hukou", "户籍类别", "户籍 户籍性质 户口性质 户口类型 户口类别 户籍类型 户口", coded("hukou")),
    column("area", "城乡类别", "城乡 城乡类型 城乡属性 城镇农村 城乡分类 城市农村 适用城乡标准", coded("area")),
    column(
        "village",
        "村（社区）",
        "村 社区 村居 村社区 所在村 行政村 村委会 居委会 村居委会 所属村居 村组 村代码 区划代码 村居代码 行政区划 所属村",
        on_any_day(parse_place),
    ),
    column(
        "address",
        "住址",
        "地址 家庭住址 现住址 居住地址 详细地址 家庭地址 常住地址 户籍地址 居住地 通讯地址",
        on_any_day(parse_text, longest=200),
    ),
    column(
        "phone",
        "联系电话",
        "电话 手机 手机号 手机号码 联系方式 电话号码 联系手机 固定电话",
        on_any_day(parse_phone),
        secrecy="phone",
    ),
    column("disability_kind", "残疾类别", "残疾类型 残疾种类 残疾情况 残疾", coded("disability_kind")),
    column("disability_grade", "残疾等级", "残疾级别 残疾程度 等级", coded("disability_grade")),
    column(
        "disability_certificate",
        "残疾人证号",
        "残疾证号 残疾证号码 残疾人证号码 残疾证编号 残疾人证 残疾证",
        on_any_day(parse_certificate),
        secrecy="citizen_id",
    ),
    column("labour", "劳动能力", "劳动能力情况 劳动力情况 劳动能力状况 有无劳动能力 劳力情况 劳动力", coded("labour")),
    column(
        "serious_illness",
        "患重病",
        "是否重病 是否患重病 是否大病 重病 大病 是否患大病 重大疾病 重病患者",
        on_any_day(parse_yes_no),
    ),
    column(
        "illness", "病种", "疾病名称 患病名称 所患疾病 患病情况 疾病种类 病名 疾病", on_any_day(parse_text, longest=200)
    ),
    column("school", "就读情况", "在读情况 就学情况 就读阶段 在校情况 学生阶段 是否在校 在校生", coded("school")),
)

PAYMENT_COLUMNS = (
    column(
        "account",
        "银行账号",
        "银行卡号 账号 卡号 开户账号 银行帐号 帐号 一卡通账号 存折账号 社保卡账号 社保卡号 一卡通号 惠农卡号",
        on_any_day(parse_account),
        secrecy="account",
    ),
    column(
        "bank", "开户银行", "银行 开户行 银行名称 开户银行名称 所属银行 开户网点", on_any_day(parse_text, longest=100)
    ),
    column(
        "account_holder",
        "开户人",
        "户名 账户姓名 开户姓名 账户名 账户名称 开户人姓名 收款人 领款人 持卡人 代领人",
        read_name,
    ),
    column(
        "programme",
        "救助项目",
        "救助类别 救助类型 保障类型 救助种类 对象类别 人员类别 享受项目 项目 对象类型",
        coded("programme"),
    ),
    column(
        "dibao_class",
        "分类",
        "保障类别 低保类别 低保分类 低保类型 施保类别 分类施保 类别 低保档次",
        coded("dibao_class"),
    ),
    column(
        "monthly",
        "月保障金",
        "保障金额 月保障金额 月补助金额 月发放金额 补助金额 救助金额 月救助金 发放金额 补差金额 月补差 月补助 保障金 月救助金额 低保金 低保金额",
        on_any_day(parse_amount),
    ),
    column(
        "started",
        "起保月份",
        "起始月份 享受时间 起发月份 开始享受时间 救助起始时间 起保时间 纳入时间 批准时间 开始月份 享受起始月 起始时间",
        on_any_day(parse_month),
    ),
    column(
        "review_on",
        "下次复核日期",
        "复核日期 下次核查日期 复核时间 下次复审日期 核查日期 复审日期 到期日期 有效期至 截止日期",
        partial(read_day, past=False),
    ),
    column(
        "causes",
        "致困原因",
        "致贫原因 困难原因 主要致困原因 主要致贫原因 救助原因 申请原因 保障原因 困难类型 原因",
        partial(read_codes, list_name="cause"),
    ),
    column("household_type", "困难户类型", "户类型 帮扶类型 家庭类型 困难户类别", coded("household_type")),
    column(
        "household_size",
        "家庭人口",
        "家庭人口数 人口数 家庭人数 户人口 家庭成员数 保障人数 保障人口 家庭人口数量",
        read_count,
    ),
    column("note", "备注", "说明 情况说明 备注说明 其他说明 附注", on_any_day(parse_text, longest=1000)),
)
