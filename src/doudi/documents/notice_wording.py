"""The fixed words of public notices, in Chinese: a notice hangs in a village."""

KIND_TITLES: dict[str, str] = {
    "first_opinion": "初审意见公示",
    "second": "重新公示",
    "exit": "公示",
    "exit_again": "重新公示",
    "result": "审核确认结果公布",
    "late": "事后公示",
}
OPENINGS: dict[str, str] = {
    "first_opinion": "经本人申请、调查核实，下列家庭（人员）初审认为符合条件，现予公示。",
    "second": "前次公示期间收到异议，经重新调查核实，现将重新提出的初审意见公示如下。",
    "exit": "经调查核实，拟对下列人员终止供养，现予公示。",
    "exit_again": "前次公示期间收到异议，经调查核实后作出决定，现重新公示如下。",
    "result": "下列家庭（人员）经审核予以确认，现予公布。",
    "late": "下列家庭（人员）情况紧急，已先行救助并补齐手续，现予公示。",
}
_OBJECT = "对公示内容有异议的，可在公示时间内当面、书面或者打电话反映，反映人的情况保密。"
CLOSINGS: dict[str, str] = dict.fromkeys(KIND_TITLES, _OBJECT) | {
    "result": "对结果有意见的，可以当面、书面或者打电话反映，反映人的情况保密。"
}
DUTY = "公示内容仅供监督使用，请勿拍照转发。"
# With and without the amounts that only some notices show.
REMARK = "第{}行遮盖姓名后，姓名、村名和金额合起来只有一户，认识的人仍能认出；网上公示前请再看一遍"
REMARK_WITHOUT_AMOUNTS = "第{}行遮盖姓名后，姓名和村名合起来只有一户，认识的人仍能认出；网上公示前请再看一遍"
