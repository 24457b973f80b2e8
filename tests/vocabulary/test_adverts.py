"""Suspected advertising: the examples in the data file, ordinary texts, hostile lines."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from huibian.vocabulary.adverts import load_adverts
from huibian.vocabulary.loading import built_in

ADVERTS = load_adverts()
ENTRIES: list[dict[str, Any]] = yaml.safe_load(built_in("adverts.yml"))
SAMPLE = Path(__file__).parents[2] / "docs/collections/sample/source/original.txt"
BEFORE, AFTER = "群众说，办事比从前方便多了。", "村里先把家底摸清楚，再逐户登记诉求。"


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["id"])
def test_entries_are_complete(entry: dict[str, Any]) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", entry["id"])
    assert entry["examples"] and entry["counter_examples"]


@pytest.mark.parametrize(
    ("at", "text"), [(at, text) for at, entry in enumerate(ENTRIES) for text in entry["examples"]]
)
def test_examples_are_found_by_their_rule_within_a_paragraph(at: int, text: str) -> None:
    rule = ADVERTS.rules[at]
    assert any(word in text for word in rule.needs) and rule.pattern.search(text)
    paragraph = f"{BEFORE}{text}。{AFTER}"
    assert [paragraph[one.start : one.end] for one in ADVERTS.find(paragraph)] == [f"{text}。"]


@pytest.mark.parametrize("text", [text for entry in ENTRIES for text in entry["counter_examples"]])
def test_counter_examples_stay_whatever_the_rule(text: str) -> None:
    assert ADVERTS.find(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "推行“扫码办理”，群众扫一扫二维码就能查进度、打分、提意见。",
        "建立微信群四十二个，网格员每天在群里回应群众关切。",
        "整合12345热线、网格上报和来信来访，全县一个号码对外。",
        "开设“青禾发布”微信公众号和小程序，全年推送信息一千二百条，关注人数三万。",
        "请群众关注县里的公众号，足不出户预约办事。",
        "公布监督电话和电子邮箱，受理群众举报。",
        "印发操作手册，群众可下载电子版，也可到窗口领取纸质材料。",
        "联系群众不走样，干部手机二十四小时开机，有事打电话。",
    ],
)
def test_the_means_of_the_genre_stay(text: str) -> None:
    assert ADVERTS.find(text) == ()


def test_the_sample_advertises_nothing() -> None:
    assert ADVERTS.find(SAMPLE.read_text(encoding="utf-8")) == ()


@pytest.mark.parametrize("length", [390, 100_000])
@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["id"])
def test_no_line_takes_long(entry: dict[str, Any], length: int) -> None:
    """Neither a line of one endless sentence nor one of very many."""
    for text in (*entry["examples"], *entry["needs"], *(f"{word}请" for word in entry["needs"])):
        for end in ("", "，", "。"):
            piece = text + end
            start = time.monotonic()
            ADVERTS.find(piece * (length // len(piece)))
            assert time.monotonic() - start < 5
