"""The vocabulary's data files keep their promises: checked on the raw YAML, without the package."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

VOCABULARY = Path(__file__).parents[2] / "scripts" / "huibian" / "vocabulary"
COUNT_CAP = 3  # of a keyword's occurrences in an example
SILENT = 3  # a counter-example must stay below this
STRONG = 4  # from this weight on a keyword belongs to one theme only

THEME_KEYS = {
    "id",
    "label",
    "description",
    "aliases",
    "keywords",
    "example",
    "counter_example",
}
KIND_KEYS = {
    "id",
    "label",
    "description",
    "threshold",
    "text_cap",
    "title_cues",
    "text_cues",
    "example",
    "counter_example",
}
KIND_LABELS = ["经验做法", "工作总结", "工作计划", "新闻纪实", "评论理论", "访谈"]

REQUIRED_THEMES = [
    "作风建设",
    "营商环境",
    "纪检监察",
    "组织人事",
    "基层党建",
    "党员教育",
    "政协工作",
    "人大工作",
    "宣传思想",
    "统一战线",
    "群团工作",
    "基层治理",
    "政务服务",
    "数字政府",
    "接诉即办",
    "乡村振兴",
    "农业农村",
    "粮食安全",
    "水利",
    "河湖长制",
    "生态环保",
    "林草",
    "城市管理",
    "城市更新",
    "住房公积金",
    "住房保障",
    "民生保障",
    "养老服务",
    "教育",
    "医疗卫生",
    "疫情防控",
    "就业创业",
    "社会保障",
    "退役军人",
    "项目建设",
    "招商引资",
    "科技创新",
    "工业与企业",
    "国企改革",
    "开发区与园区",
    "财税金融",
    "市场监管",
    "应急管理",
    "消防",
    "安全生产",
    "法治建设",
    "政法与平安建设",
    "信访",
    "交通运输",
    "自然资源",
    "文化旅游",
    "民族宗教",
    "审计统计",
    "调查研究",
    "机关建设",
]

# Common phrases out of which a careless keyword is cut, and the theme that must not answer to them.
TRAPS = [
    ("省人民政府印发通知，区人民政府逐级落实", "民生保障"),
    ("牢记为民宗旨，践行人民宗旨", "民族宗教"),
    ("提高考核实效，举办学习班，党员教育质量不断提升", "教育"),
    ("召开工作会议，打开工作局面，持续建设，职工期待", "项目建设"),
    ("协商会议开了两次，电商平台商户参加", "统一战线"),
    ("各种业务都要熟悉，加强村级组织建设", "农业农村"),
    ("加强村级组织建设，做强村级班子", "乡村振兴"),
    ("行政法规不熟，集中办公安排不细", "政法与平安建设"),
    ("领导分工会商，集团委托评估，各科协调推进", "群团工作"),
    ("造就业务能手，干事创业，用工作实绩说话", "就业创业"),
    ("筑牢拒腐防变的防火墙", "消防"),
    ("常态化开展队容风纪检查", "纪检监察"),
    ("各级党组织部署推动，精心组织部署", "组织人事"),
    ("对标营商标准，招商标准", "市场监管"),
    ("残疾人社会服务，法人社会责任", "社会保障"),
    ("闭环评估，形成循环评价", "生态环保"),
    ("薄弱环节抓得紧，黄河长江两岸", "河湖长制"),
    ("市政府和市政协共同推进", "城市管理"),
    ("常委会务虚，社会务工，办公文明", "机关建设"),
    ("我国资源丰富，中国企业众多，电子公司林立", "国企改革"),
    ("杂物流入沟渠，办公交流频繁", "交通运输"),
    ("网上访问，线下访谈，在线上访谈", "信访"),
    ("据统计，初步统计显示", "审计统计"),
    ("调研学习，外出考察调研学艺", "文化旅游"),
    ("互联网信息，官网信息", "宣传思想"),
    ("政治体检开出药方，增强政治免疫力", "医疗卫生"),
    ("责任田里种出政绩", "粮食安全"),
    ("会议案例汇编", "人大工作"),
    ("家长制作风不可取", "作风建设"),
]


def _load(name: str) -> Any:
    return yaml.safe_load((VOCABULARY / name).read_text(encoding="utf-8"))


THEMES: list[dict[str, Any]] = _load("themes.yml")
KINDS: list[dict[str, Any]] = _load("kinds.yml")
BY_LABEL = {theme["label"]: theme for theme in THEMES}

each_theme = pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme["id"])
each_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind["id"])


def _theme_score(theme: dict[str, Any], text: str) -> int:
    return sum(weight * min(text.count(word), COUNT_CAP) for word, weight in theme["keywords"])


def _kind_score(kind: dict[str, Any], title: str, text: str) -> int:
    score: int = sum(w for cue, w in kind["title_cues"] if re.search(cue, title, re.MULTILINE))
    for cue, weight in kind["text_cues"]:
        matches = sum(1 for _ in re.finditer(cue, text, re.MULTILINE))
        score += weight * min(matches, kind["text_cap"])
    return score


def _kind_of(title: str, text: str) -> str:
    scores = [(_kind_score(kind, title, text), kind) for kind in KINDS]
    reached = [(score, kind) for score, kind in scores if score >= kind["threshold"]]
    label: str = max(reached, key=lambda pair: pair[0])[1]["label"]
    return label


# --- themes ---------------------------------------------------------------------------------


def test_required_themes_are_there() -> None:
    assert set(REQUIRED_THEMES) <= set(BY_LABEL)


def test_theme_ids_and_names_are_unique() -> None:
    ids = Counter(theme["id"] for theme in THEMES)
    names = Counter(name for theme in THEMES for name in [theme["label"], *theme["aliases"]])
    assert [name for name, count in (ids + names).items() if count > 1] == []


@each_theme
def test_theme_is_complete(theme: dict[str, Any]) -> None:
    assert set(theme) == THEME_KEYS
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", theme["id"])
    texts = [theme["label"], theme["description"], theme["example"], theme["counter_example"]]
    texts += theme["aliases"]
    assert all(isinstance(text, str) and text == text.strip() != "" for text in texts)
    assert theme["aliases"]
    assert theme["description"].endswith("。")
    assert theme["description"].count("。") <= 2


@each_theme
def test_keywords_are_well_formed(theme: dict[str, Any]) -> None:
    words = [word for word, _ in theme["keywords"]]
    assert 8 <= len(words) <= 25
    assert len(set(words)) == len(words)
    assert all(isinstance(word, str) and len(word) >= 2 for word in words)
    assert all(type(weight) is int and 1 <= weight <= 5 for _, weight in theme["keywords"])
    assert any(weight == 5 for _, weight in theme["keywords"])


@each_theme
def test_no_keyword_contains_another_of_its_theme(theme: dict[str, Any]) -> None:
    words = [word for word, _ in theme["keywords"]]
    nested = [(a, b) for a in words for b in words if a != b and a in b]
    assert nested == [], "one passage would count twice"


def test_a_strong_keyword_belongs_to_one_theme() -> None:
    strong = Counter(
        word for theme in THEMES for word, weight in theme["keywords"] if weight >= STRONG
    )
    assert [word for word, count in strong.items() if count > 1] == []


@each_theme
def test_example_scores_highest_on_its_theme(theme: dict[str, Any]) -> None:
    own = _theme_score(theme, theme["example"])
    others = {t["label"]: _theme_score(t, theme["example"]) for t in THEMES if t is not theme}
    rival = max(others, key=lambda label: others[label])
    assert own > others[rival], rival


@each_theme
def test_counter_example_stays_silent(theme: dict[str, Any]) -> None:
    assert _theme_score(theme, theme["counter_example"]) < SILENT


@pytest.mark.parametrize(
    ("text", "label"), TRAPS, ids=[BY_LABEL[label]["id"] for _, label in TRAPS]
)
def test_no_keyword_is_cut_out_of_a_common_phrase(text: str, label: str) -> None:
    hits = [word for word, _ in BY_LABEL[label]["keywords"] if word in text]
    assert hits == []


# --- kinds ----------------------------------------------------------------------------------


def test_the_six_kinds_are_there_and_one_is_the_default() -> None:
    assert [kind["label"] for kind in KINDS] == KIND_LABELS
    assert len({kind["id"] for kind in KINDS}) == len(KINDS)
    assert [kind["label"] for kind in KINDS if kind["threshold"] == 0] == ["经验做法"]


@each_kind
def test_kind_is_complete(kind: dict[str, Any]) -> None:
    assert set(kind) == KIND_KEYS
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", kind["id"])
    assert kind["description"].endswith("。")
    assert type(kind["text_cap"]) is int
    assert kind["text_cap"] >= 1


@each_kind
def test_cues_compile_and_need_text(kind: dict[str, Any]) -> None:
    assert kind["title_cues"]
    assert kind["text_cues"]
    for cue, weight in [*kind["title_cues"], *kind["text_cues"]]:
        assert type(weight) is int
        assert 1 <= weight <= 7
        assert not re.compile(cue, re.MULTILINE).search(""), f"{cue} matches nothing at all"


@each_kind
def test_kind_example(kind: dict[str, Any]) -> None:
    assert _kind_of(kind["example"]["title"], kind["example"]["text"]) == kind["label"]


@each_kind
def test_kind_counter_example(kind: dict[str, Any]) -> None:
    counter = kind["counter_example"]
    assert _kind_of(counter["title"], counter["text"]) != kind["label"]


def test_an_article_without_marks_is_an_experience() -> None:
    assert _kind_of("抓实作风促发展", "强化领导，压实责任。\n完善制度，细化考核。") == "经验做法"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("某县二〇二三年度能力作风建设工作总结", "工作总结"),
        ("关于开展“提质增效”活动情况的汇报", "工作总结"),
        ("全市机关效能建设工作要点", "工作计划"),
        ("“实干年”活动总结及后续工作计划", "工作总结"),
        ("春风化雨润民心——某区接访工作纪实", "新闻纪实"),
        ("也谈抓落实", "评论理论"),
        ("关于基层减负的几点思考", "评论理论"),
        ("专访市政务服务局局长", "访谈"),
        ("全市理论宣讲经验做法选登", "经验做法"),
        ("谈心谈话暖人心", "经验做法"),
        ("论坛搭台企业唱戏", "经验做法"),
    ],
    ids=range(11),
)
def test_a_telling_title_decides(title: str, expected: str) -> None:
    assert _kind_of(title, "坚持问题导向，压实责任。") == expected
