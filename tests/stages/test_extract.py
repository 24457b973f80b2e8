"""Extraction: level, region, organization, date, summary. Whole texts: see goldens/."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huibian.model import Block, Finding
from huibian.schema import SUMMARY_LIMIT, valid_date
from huibian.stages.extract import (
    Reading,
    date_of,
    level_of,
    organization_of,
    reading,
    region_of,
    summary_of,
)
from huibian.vocabulary.bundle import Vocabularies

REST = "先摸底，再登记，办完回头再问一遍。"


def article(title: str, *paragraphs: str) -> Reading:
    blocks = [Block("paragraph", text, (number,)) for number, text in enumerate(paragraphs, 3)]
    return reading(title, 1, blocks)


def region(vocabularies: Vocabularies, title: str, *paragraphs: str) -> str:
    read = article(title, *paragraphs)
    found, _ = region_of(read, level_of(read, vocabularies.levels), vocabularies.regions)
    return found.value if found else ""


# --- region ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("办好小事", "浙江省xx县坚持小事不过夜，全县设立窗口。", "浙江省"),
        ("办好小事", "陕西省汉中市勉县坚持小事不过夜，全县设立窗口。", "陕西省/汉中市/勉县"),
        ("长沙市办好小事", "长沙市坚持小事不过夜，全市设立窗口。", "湖南省/长沙市"),
        ("彩云之南办好小事", f"云南省把小事当大事。{REST}", "云南省"),
        ("办好小事", f"xx县坚持小事不过夜。{REST}", ""),
        ("办好小事", f"*县、X区、某市都这样做。{REST}", ""),
        ("办好小事", f"我县组团赴浙江省考察，学习杭州市的经验。{REST}", ""),
        ("办好小事", f"产品远销福建、安徽、北京、上海等地。{REST}", ""),
        ("石鼓岭区办好小事", f"石鼓岭区坚持小事不过夜。{REST}", ""),
        ("办好小事", f"栖霞湾村在半山腰上。{REST}", ""),
    ],
)
def test_region(title: str, text: str, expected: str, vocabularies: Vocabularies) -> None:
    assert region(vocabularies, title, text, REST) == expected


def test_the_region_is_cut_at_the_articles_level(vocabularies: Vocabularies) -> None:
    text = "湖南省坚持小事不过夜，全省各市州设立窗口，省纪委监委督办。"
    example = "长沙市的做法在全省推开，长沙市开通热线。"
    assert region(vocabularies, "全省办好小事", text, example) == "湖南省"


def test_a_region_has_evidence_with_its_line(vocabularies: Vocabularies) -> None:
    read = article("办好小事", REST, "浙江省xx县坚持小事不过夜，全县设立窗口。")
    found, _ = region_of(read, Finding("县区级", 1), vocabularies.regions)
    assert found is not None
    assert [(one.rule, one.line) for one in found.evidence] == [("place-full", 4)]
    assert "浙江省" in found.evidence[0].text


@pytest.mark.parametrize(
    ("title", "doubt", "instead"),
    [
        ("朝阳区办好小事", "“朝阳区”有 2 处同名", "吉林省/长春市/朝阳区"),
        ("鼓楼区办好小事", "“鼓楼区”有 4 处同名", "江苏省/南京市/鼓楼区"),
        ("北京市朝阳区办好小事", "", ""),
        ("岳麓区办好小事", "", ""),
    ],
)
def test_a_name_that_several_places_have_is_doubtful(
    title: str, doubt: str, instead: str, vocabularies: Vocabularies
) -> None:
    place = title.removesuffix("办好小事")
    read = article(title, f"{place}坚持小事不过夜，全区设立窗口。", REST)
    found, _ = region_of(read, level_of(read, vocabularies.levels), vocabularies.regions)
    assert found is not None
    assert (found.doubt, found.instead) == (doubt, instead)


# --- organization -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "paragraphs", "expected"),
    [
        ("办好小事", ["xx县纪委监委坚持小事不过夜。"], "xx县纪委监委"),
        ("xx市政协办好小事", ["委员们走村入户。"], "xx市政协"),
        ("办好小事", ["浙江省杭州市水利局坚持小事不过夜。"], "浙江省杭州市水利局"),
        ("办好小事", ["青禾县水利局", "（2024年3月）", f"从前缺水。{REST}"], "青禾县水利局"),
        ("办好小事", [f"从前缺水。{REST}", REST, "（中共青禾县委员会）"], "中共青禾县委员会"),
        ("兰汀水务公司办好小事", [f"从前缺水。{REST}"], "兰汀水务公司"),
        ("办好小事", [f"夜里有人听漏。松渡矿业有限公司请来老师傅。{REST}"], "松渡矿业有限公司"),
        ("办好小事", [f"按照xx县委组织部要求，大家动手。{REST}"], ""),
        ("推动国有公司办好小事", [f"大家动手。{REST}"], ""),
        ("办好小事", [REST], ""),
    ],
)
def test_organization(
    title: str, paragraphs: list[str], expected: str, vocabularies: Vocabularies
) -> None:
    read = article(title, *paragraphs)
    found = organization_of(read, vocabularies.organizations, vocabularies.regions)
    assert (found.value if found else "") == expected


# --- date ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "paragraphs", "expected"),
    [
        ("2023年上半年工作总结", [REST], "2023"),
        ("办好小事", [REST, REST, "2024年3月5日"], "2024-03-05"),
        ("办好小事", [REST, REST, "（２０２４年３月）"], "2024-03"),
        ("办好小事", [REST, "青禾县水利局", "2024年3月5日", "（记者 林小满）"], "2024-03-05"),
        ("办好小事", ["青禾县水利局", "（2024年3月）", REST], "2024-03"),
        ("办好小事", [f"2022年4月以来，窗口晚关门。{REST}"], "2022-04"),
        ("办好小事", [REST, f"2022年4月，窗口晚关门。{REST}", REST, REST], ""),
        ("办好小事", [f"2022年13月以来。{REST}"], ""),
        ("办好小事", [f"xx年x月以来。{REST}"], ""),
        ("办好小事", [], ""),
    ],
)
def test_date(title: str, paragraphs: list[str], expected: str) -> None:
    found = date_of(article(title, *paragraphs))
    assert (found.value if found else "") == expected


# --- summary ----------------------------------------------------------------------------------


def summary(*paragraphs: str) -> str:
    return summary_of([Block("paragraph", text, (1,)) for text in paragraphs])


def test_summary() -> None:
    long = "".join(f"第{n}句话写得不长不短刚刚好。" for n in "一二三四五六七八九十")
    assert summary("青禾县水利局", "短。", REST * 2) == REST * 2
    assert summary(long) == long[: long.rfind("。", 0, SUMMARY_LIMIT - 1) + 1]
    assert summary("一是摸清底数，" + REST * 2).startswith("摸清底数") or summary(REST)
    assert summary() == summary("短。") == ""


def test_summary_of_a_text_without_full_stops() -> None:
    assert summary("字" * 300) == "字" * (SUMMARY_LIMIT - 1) + "…"
    assert summary("先摸清底数再说别的，" * 30).endswith("别的…")


PIECES = st.sampled_from(
    [
        "浙江省",
        "杭州",
        "xx市",
        "*县",
        "纪委监委",
        "2024年3月",
        "全县",
        "公司",
        "，",
        "。",
        "、",
        "和",
        "赴",
        "\u3000",
        "a",
        "”",
    ]
)
TEXT = st.lists(PIECES, max_size=12).map("".join)


@given(TEXT, st.lists(TEXT.filter(bool), max_size=4))
def test_any_text_can_be_read(title: str, paragraphs: list[str]) -> None:
    from huibian.vocabulary.bundle import load

    vocabularies = load()
    read = article(title, *paragraphs)
    level = level_of(read, vocabularies.levels)
    found, level = region_of(read, level, vocabularies.regions)
    assert found is None or vocabularies.regions.by_path(found.value) is not None
    unit = organization_of(read, vocabularies.organizations, vocabularies.regions)
    assert unit is None or unit.value in title + "\n" + read.text
    date = date_of(read)
    assert date is None or valid_date(date.value)
    assert len(summary(*paragraphs)) <= SUMMARY_LIMIT
    for finding in (level, found, unit, date):
        assert finding is None or 0 <= finding.score <= 1
