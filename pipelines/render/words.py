"""The words around the evidence, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One language's words; those with braces are filled in by `format`."""

    language: str
    before: str
    nothing: str
    speaker: str
    reported: str
    one_outlet: str
    outlets: str
    first: str
    why: str
    confidence: str
    page: str
    article: str
    explain: str
    seed: str
    since: str
    undated: str
    unknown_outlet: str
    more: str
    """{count}"""
    plus: str
    """{count}"""
    where: str
    also: str
    corrects: str
    """{id}"""
    corrected: str
    repeat: str
    """{id}"""
    repeated: str
    reminder: str
    reminded: str
    message: str
    """{id}"""
    test: str
    """{name}"""
    told_to: str
    """{name}"""
    all_well: str
    colon: str
    comma: str
    semicolon: str
    against: str
    to: str
    by: str
    effective: str
    figure: str
    terms: Mapping[str, str]
    """What the ledger's own terms are called; what is missing here stands for itself."""

    def term(self, id: str) -> str:
        """The ledger's term in this language: a kind of change, a step, a status, a reason."""
        return self.terms.get(id, id)


ENGLISH = Words(
    language="en",
    before="Before",
    nothing="nothing on record",
    speaker="According to",
    reported="Reported by",
    one_outlet="1 independent outlet",
    outlets="{count} independent outlets",
    first="first",
    why="Why",
    confidence="confidence",
    page="Page",
    article="Article",
    explain="Explain",
    seed="from the seed corpus",
    since="since {moment}",
    undated="undated",
    unknown_outlet="unknown outlet",
    more="and {count} more",
    plus="+{count} more",
    where="All of them",
    also="Also",
    corrects="Corrects what message {id} told you.",
    corrected="[correction]",
    repeat="Possible repeat of alert {id}: an earlier try may have reached you.",
    repeated="[possible repeat]",
    reminder="A reminder: you were told of this, and nobody has acknowledged it.",
    reminded="[reminder]",
    message="Message {id}",
    test="A test of the subscription {name}: if you read this, its alerts will reach you.",
    told_to="Told to the subscription {name}",
    all_well="Nothing new",
    colon=": ",
    comma=", ",
    semicolon="; ",
    against=" against ",
    to=" to ",
    by=" by ",
    effective="effective ",
    figure="figure",
    terms={"tighten": "tightened", "ease": "eased", "neutral": "stated"},
)

CHINESE = Words(
    language="zh",
    before="此前",
    nothing="无记录",
    speaker="消息来源",
    reported="报道",
    one_outlet="1 家独立媒体",
    outlets="{count} 家独立媒体",
    first="首发",
    why="原因",
    confidence="可信度",
    page="页面",
    article="文章",
    explain="查看依据",
    seed="来自基础语料",
    since="自 {moment} 起",
    undated="日期不详",
    unknown_outlet="媒体不详",
    more="另有 {count} 条",
    plus="+{count} 条",
    where="全部内容",
    also="另外",
    corrects="更正此前的消息 {id}。",
    corrected="【更正】",
    repeat="可能重复的提醒 {id}：此前的一次发送也许已经送达。",
    repeated="【可能重复】",
    reminder="再次提醒：此前已通知，尚无人确认。",
    reminded="【再次提醒】",
    message="消息 {id}",
    test="订阅 {name} 的测试消息：您若读到，提醒便能送达。",
    told_to="发送给订阅 {name}",
    all_well="没有新消息",
    colon="：",
    comma="，",
    semicolon="；",
    against=" 对 ",
    to="至",
    by="，发布方：",
    effective="生效日期 ",
    figure="数字",
    terms={
        "new": "首次出现",
        "revised": "数值更新",
        "confirmed": "得到证实",
        "restated": "再次提及",
        "disputed": "说法不一",
        "withdrawn": "已撤回",
        "tighten": "收紧",
        "ease": "放宽",
        "neutral": "表态",
        "proposed": "拟议中",
        "reported": "据报道",
        "announced": "已宣布",
        "in-force": "已生效",
        "lifted": "已解除",
        "denied": "遭拒绝",
        "rescinded": "已撤销",
        "up": "上升",
        "down": "下降",
        "about": "约",
        "over": "超过",
        "under": "不到",
        "up-to": "最多",
        "percent": "%",
        "percentage points": "个百分点",
        "basis points": "个基点",
        "times": "倍",
        "licence requirement": "许可要求",
        "entity listing": "列入名单",
        "export controls": "出口管制",
        "rule": "规定",
        "ban": "禁令",
        "tariff": "关税",
        "approval": "批准",
        "guidance": "指引",
        "probe": "调查",
        "bill": "法案",
        "fine": "罚款",
        "waiver": "豁免",
        "assurance": "保证",
        "revenue share": "收入分成",
        "seizure": "接管",
        "a figure that no earlier article had": "此前没有文章报道过的数字",
        "a new value for a figure already reported": "已报道数字的新数值",
        "another value than an outlet reported shortly before": "与不久前另一家媒体报道的数值不同",
        "the only article that reported it was corrected and no longer has it": "唯一报道它的文章已更正并删去了它",
        "a control on record has moved on": "已记录的管制措施有了新进展",
        "a policy move that no earlier article had": "此前没有文章报道过的政策动向",
    },
)

_LANGUAGES = {words.language: words for words in (ENGLISH, CHINESE)}


def words_of(language: str) -> Words:
    """The words of a language; English where there are none of it."""
    return _LANGUAGES.get(language.partition("-")[0].lower(), ENGLISH)
