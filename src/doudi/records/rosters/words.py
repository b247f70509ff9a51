"""The states of an import and what becomes of a row."""

STATES = (
    ("uploaded", "待对应列"),
    ("checking", "正在试算"),
    ("checked", "待提交"),
    ("committing", "正在导入"),
    ("done", "已完成"),
    ("discarded", "已放弃"),
    ("failed", "已中断"),
)
OUTCOMES = (
    ("create", "新建"),
    ("change", "变更"),
    ("same", "无变化"),
    ("ask", "待确认"),
    ("refuse", "拒绝"),
    ("blank", "空行"),
    ("note", "合计或说明行"),
    ("skip", "不导入"),
)
