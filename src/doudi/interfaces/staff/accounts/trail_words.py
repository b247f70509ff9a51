"""What the tables and columns of the trail are called. A test asks for a word for each."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from doudi.records.cases.forms import FORMS

TABLES = {
    "territory_place": N_("区划"),
    "accounts_officer": N_("工作人员账号"),
    "accounts_appointment": N_("任职"),
    "accounts_cover": N_("代班"),
    "accounts_grant": N_("委托下放"),
    "accounts_staffrelative": N_("近亲属备案"),
    "accounts_apitoken": N_("接口令牌"),
    "standards_standardentry": N_("标准"),
    "standards_standardpreview": N_("标准推演"),
    "standards_holidayyear": N_("节假日安排"),
    "registry_person": N_("人员"),
    "registry_household": N_("家庭"),
    "registry_residence": N_("住址"),
    "registry_membership": N_("家庭成员"),
    "registry_kinship": N_("亲属关系"),
    "registry_bankaccount": N_("银行账号"),
    "registry_benefit": N_("在发救助"),
    "registry_merge": N_("人员合并"),
    "registry_duplicatepair": N_("可能重复"),
    "registry_relativematch": N_("近亲属比对"),
    "registry_savedfilter": N_("保存的筛选"),
    "evidence_document": N_("材料"),
    "evidence_evidence": N_("各项情况"),
    "evidence_opening": N_("开启敏感信息"),
    "rosters_columnmemory": N_("花名册列对应"),
    "rosters_rosterimport": N_("花名册导入"),
    "rosters_listexport": N_("名单导出"),
    "cases_application": N_("申请"),
    "cases_case": N_("办件"),
    "cases_step": N_("办理步骤"),
    "cases_hand": N_("经办人"),
    "cases_suspension": N_("中止计时"),
    "cases_authorisation": N_("核对授权"),
    "cases_replacement": N_("更换申请人"),
    "cases_notice": N_("一次性告知"),
    "cases_forwarded": N_("转办"),
    "cases_inquiry": N_("调查核实"),
    "cases_inquirypaper": N_("调查附件"),
    "cases_finding": N_("系统研判"),
    "cases_opinion": N_("办理意见"),
    "cases_decision": N_("决定"),
    "cases_posting": N_("公示单"),
    "cases_objection": N_("公示异议"),
    "cases_draw": N_("抽签"),
    "cases_spotcheck": N_("抽查"),
    "cases_letter": N_("文书"),
    "cases_template": N_("文书格式"),
    "cases_officecontact": N_("办公电话"),
    "cases_cover": N_("保障覆盖"),
}

OPERATIONS = {"insert": N_("新增"), "update": N_("修改"), "delete": N_("删除")}

COLUMNS = {
    "id": N_("编号"), "name": N_("姓名或名称"), "number": N_("号码"), "note": N_("备注"), "reason": N_("原因"),
    "since": N_("起始日期"), "until": N_("终止日期"), "territory": N_("管理地"), "state": N_("状态"),
    "created_at": N_("登记时间"), "title": N_("名称"), "message": N_("说明"), "post": N_("岗位"), "digest": N_("摘要"),
    # Places
    "code": N_("区划代码"), "level": N_("级别"), "parent_code": N_("上级区划"), "area": N_("城乡"),
    "successor_code": N_("并入"),
    # Officers
    "password": N_("密码"), "last_login": N_("最近登录"), "login": N_("登录名"), "phone": N_("电话"),
    "language": N_("语言"), "is_active": N_("账号启用"), "must_change_password": N_("须改密码"),
    "session_epoch": N_("会话批次"), "officer_id": N_("工作人员"), "appointment_id": N_("任职"),
    "deputy_id": N_("代班人"), "revoked_on": N_("撤销日期"), "revoked_at": N_("作废时间"),
    "revoked_reason": N_("撤销原因"), "power": N_("权限"), "county": N_("县"), "town": N_("乡镇"),
    "ceiling": N_("限额（元）"), "notice": N_("文号"), "granted_by_id": N_("委托人"), "staff_name": N_("工作人员姓名"),
    "staff_role": N_("职务"), "relation": N_("关系"), "filed_on": N_("备案日期"), "closed_on": N_("销户、注销或办结日期"),
    "label": N_("名称"), "expires_on": N_("有效期到"),
    # Standards
    "parameter": N_("参数"), "place": N_("地区"), "published": N_("公布值"), "per": N_("计量"),
    "entered_by_id": N_("录入人"), "entered_at": N_("录入时间"), "checked_by_id": N_("复核人"),
    "checked_at": N_("复核时间"), "withdrawn_by_id": N_("撤回人"), "withdrawn_at": N_("撤回时间"),
    "withdrawn_reason": N_("撤回原因"), "entry_id": N_("标准"), "valid_on": N_("反映日期"), "progress": N_("进度"),
    "counts": N_("计数"), "summary": N_("结果摘要"), "changes": N_("变化明细"), "held_by_id": N_("经办任职"),
    "withdrawal_asked_by_id": N_("申请撤回人"), "withdrawal_asked_at": N_("申请撤回时间"),
    "withdrawal_reason": N_("申请撤回原因"), "year": N_("年份"), "days_off": N_("放假的日子"),
    "makeup_days": N_("补班的周六、周日"), "asked_by_id": N_("发起人"), "asked_at": N_("发起时间"), "moved_at": N_("进展时间"), "finished_at": N_("完成时间"),
    # People and households
    "name_key": N_("姓名比对键"), "pinyin": N_("拼音"), "initials": N_("拼音首字母"), "grams": N_("检索字"),
    "sex": N_("性别"), "born_on": N_("出生日期"), "born_note": N_("出生日期说明"), "id_kind": N_("证件种类"),
    "citizen_id": N_("证件号"), "citizen_index": N_("证件号索引"), "citizen_shown": N_("证件号（掩码）"),
    "id_note": N_("证件号提示"), "id_unverified": N_("证件号未核实"), "no_id_reason": N_("无证件原因"),
    "temporary_number": N_("临时编号"), "temporary_until": N_("临时编号有效期"), "phone_index": N_("电话索引"),
    "phone_shown": N_("电话（掩码）"), "ethnic": N_("民族"), "marital": N_("婚姻状况"), "education": N_("学历"),
    "hukou": N_("户籍类别"), "hukou_place": N_("户籍地"), "died_on": N_("死亡日期"), "merged_into_id": N_("合并到"),
    "address": N_("住址"), "label_pinyin": N_("户主拼音"), "type": N_("困难户类型"), "causes": N_("致困原因"),
    "opened_on": N_("建档或立案日期"), "closed_reason": N_("销户原因"), "story": N_("例户"), "version": N_("档案版本"),
    "household_id": N_("家庭"), "person_id": N_("人员"), "cohabits": N_("共同居住"), "began": N_("入户方式"),
    "ended": N_("离户方式"), "position": N_("排序"), "relative_id": N_("亲属"), "obligor": N_("法定义务人"),
    "number_index": N_("账号索引"), "number_shown": N_("账号（掩码）"), "bank": N_("开户银行"),
    "holder_kind": N_("账户属于"), "holder_name": N_("开户人"), "agreement": N_("代领协议"), "warnings": N_("提示"),
    "programme": N_("救助项目"), "dibao_class": N_("低保类别"), "care_mode": N_("供养方式"),
    "monthly": N_("月金额（元）"), "next_review_on": N_("下次复核"), "certificate": N_("证书编号"),
    "ended_reason": N_("停发原因"), "kept_id": N_("保留的记录"), "absorbed_id": N_("并入的记录"), "moved": N_("移动明细"),
    "merged_by_id": N_("合并人"), "merged_at": N_("合并时间"), "undone_by_id": N_("撤销人"),
    "undone_at": N_("撤销时间"), "undone_reason": N_("撤销原因"), "one_id": N_("记录一"), "other_id": N_("记录二"),
    "why": N_("依据"), "found_at": N_("发现时间"), "decided_by_id": N_("处理人"), "decided_at": N_("处理时间"),
    "by": N_("比对方式"), "page": N_("页面"), "query": N_("条件"),
    # Evidence
    "kind": N_("种类"), "mime": N_("文件格式"), "size": N_("大小"), "thumbnail": N_("缩略图"), "pages": N_("页数"),
    "dated_on": N_("材料日期"), "filed_by_id": N_("上传人"), "filed_at": N_("上传时间"), "topic": N_("事项"),
    "value": N_("内容"), "amount": N_("金额（元）"), "certificate_index": N_("证书索引"), "source": N_("来源"),
    "vouched_by": N_("证明人"), "document_id": N_("材料"), "recorded_by_id": N_("录入人"),
    "recorded_at": N_("录入时间"), "superseded_at": N_("被取代时间"), "superseded_by_id": N_("由哪条取代"),
    "superseded_reason": N_("更正原因"), "opened_at": N_("开启时间"),
    # Rosters and lists
    "headers_digest": N_("表头摘要"), "mapping": N_("列对应"), "used_at": N_("使用时间"), "sheet": N_("工作表"),
    "headers": N_("表头"), "options": N_("选项"), "questions": N_("待确认"), "rows": N_("行数"),
    "started_by_id": N_("上传人"), "columns": N_("列"), "format": N_("格式"), "count": N_("人数"),
    "made_by_id": N_("制作人"), "made_at": N_("制作时间"), "expires_at": N_("失效时间"),
    # Applications
    "applicant_id": N_("申请人"), "application_id": N_("申请"), "office": N_("受理机关"), "channel": N_("申请方式"),
    "agent_name": N_("代办人"), "agent_relation": N_("与申请人关系"), "agent_paper": N_("委托书编号"),
    "request": N_("申请事由"), "arrived_on": N_("到达日期"), "arrived_at": N_("到达的单位"),
    "submitted_on": N_("提交日期"), "accepted_on": N_("受理日期"), "promised_on": N_("承诺日期"),
    "waived": N_("免予提交的事项"), "waived_reasons": N_("免予提交的原因"), "complaint_reasons": N_("投诉举报的内容"),
    "near_relative": N_("涉及近亲属备案"), "complaint": N_("涉及投诉举报"),
    "code_digest": N_("查询码摘要"), "signed_on": N_("签署日期"), "signed_by": N_("代签的监护人"),
    "old_id": N_("原申请人"), "entered_on": N_("录入日期"), "confirmed_by_id": N_("确认人"), "confirmed_on": N_("确认日期"),
    "confirmed_at": N_("确认时间"), "dropped_by_id": N_("撤销人"), "dropped_on": N_("撤销日期"), "dropped_reason": N_("撤销原因"),
    "finger_print": N_("已按手印"), "items": N_("所缺事项"), "told_on": N_("告知日期"), "answer_by": N_("补齐期限"),
    "told_by_id": N_("告知人"), "words": N_("事由"), "village": N_("村（社区）"), "from_office": N_("转出单位"),
    "to_office": N_("转入单位"), "forwarded_by_id": N_("转办人"), "forwarded_on": N_("转办日期"),
    "taken_as_id": N_("登记为申请"),
    # Cases
    "case_id": N_("办件"), "procedure": N_("程序"), "profile": N_("口径"), "stage": N_("环节"),
    "route": N_("确认机关"), "grant_id": N_("委托下放"), "extended_on": N_("延长日期"),
    "extended_reason": N_("延长原因"), "raised_reason": N_("改由县级确认的原因"), "unanswered": N_("没有研判的原因"),
    "ends_id": N_("拟终止的救助"), "target": N_("转入环节"), "party": N_("办理方"),
    "event": N_("记录的事件"), "document": N_("文书"), "ground": N_("依据"), "actor": N_("办理人"),
    "acting_for": N_("代谁办理"), "on": N_("日期"), "at": N_("时间"), "role": N_("经办角色"), "side": N_("经办或确认"),
    "content": N_("内容"), "result": N_("结论"), "begun_by_id": N_("填写人"), "second_id": N_("另一名调查人员"),
    "client_key": N_("本机编号"), "replaces_id": N_("更正哪一份"), "inquiry_id": N_("调查核实"),
    "day": N_("研判日期"), "edition": N_("规则版本"), "case_file": N_("所依据的情况"), "parameters": N_("所用标准"),
    "answer": N_("研判内容"), "outcome": N_("研判结果"), "finding_id": N_("系统研判"), "grants": N_("是否同意"),
    "once": N_("一次性金额（元）"), "departs": N_("与研判不一致"), "given_by_id": N_("提出人"),
    "given_on": N_("提出日期"), "people": N_("保障人员"), "article": N_("依据条款"), "benefit_id": N_("在发救助"),
    "revokes_id": N_("撤销哪项决定"), "slot": N_("救助类别"),
    # Notices, draws, letters
    "starts_on": N_("公示开始"), "ends_on": N_("公示期满"), "posted_by_id": N_("公示人"),
    "board_id": N_("现场照片"), "taken_down_on": N_("撤下日期"), "taken_down_reason": N_("撤下原因"),
    "taken_down_by_id": N_("撤下人"), "posting_id": N_("公示单"), "received_on": N_("收到日期"),
    "timely": N_("期内提出"), "objector": N_("异议人"), "contact": N_("联系方式"), "online": N_("网上提出"),
    "disposal": N_("处理结果"), "disposed_on": N_("处理日期"), "disposed_by_id": N_("处理人"),
    "received_by_id": N_("登记人"), "share": N_("比例"), "seed": N_("种子"), "frame": N_("抽查名册"),
    "drawn": N_("抽中"), "drawn_by_id": N_("抽签人"), "draw_id": N_("抽签"), "conclusion": N_("抽查结论"),
    "visited_on": N_("核查日期"), "visited_by_id": N_("核查人"), "step_id": N_("办理步骤"), "template": N_("格式"),
    "pdf": N_("PDF 文件"), "docx": N_("Word 文件"), "made_on": N_("制作日期"), "delivered_on": N_("送达日期"),
    "delivered_to": N_("签收人"), "delivered_how": N_("送达方式"), "text": N_("格式文本"),
    "written_by_id": N_("起草人"), "withdrawn_on": N_("撤回日期"), "hours": N_("办公时间"),
}  # fmt: skip

# Kinds of lines of the log of what was looked at, and what was shown that is no topic of the evidence.
KINDS = {
    "view": N_("已查看"),
    "open": N_("已开启"),
    "print": N_("已打印"),
    "export": N_("已导出"),
    "search": N_("已查找"),
}
FACTS = {
    "citizen_id": N_("证件号"), "phone": N_("电话"), "account": N_("银行账号"), "certificate": N_("证书编号"),
    "receiving": N_("在领救助"), "text": N_("文字检索"), "roster": N_("花名册"), "documents": N_("材料"),
    "household_file": N_("一户一档"), "list": N_("名单"), "application": N_("申请"), "answer": N_("研判内容"),
    "letter": N_("文书"), "objection": N_("公示异议"), **{key: form.zh for key, form in FORMS.items()},
}  # fmt: skip


def table_choices() -> list[tuple[str, str]]:
    """The tables as choices of a filter."""
    return [(table, _(word)) for table, word in TABLES.items()]


def column_word(column: str) -> str:
    """What a column is called."""
    return _(COLUMNS[column]) if column in COLUMNS else column
