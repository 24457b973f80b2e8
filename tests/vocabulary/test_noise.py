"""Noise rules: the examples in the data file, and a site's own rules."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from huibian.diagnostics import HuibianError
from huibian.model import Line
from huibian.stages.clean import clean
from huibian.vocabulary.loading import built_in
from huibian.vocabulary.noise import EXTRA_LABELS, load_noise, noise_labels

ENTRIES: list[dict[str, Any]] = yaml.safe_load(built_in("noise.yml"))
KEYS = {"id", "label", "scope", "pattern", "needs", "examples", "counter_examples"}


def examples(kind: str) -> list[Any]:
    return [
        pytest.param(at, text, id=f"{entry['id']}-{text[:16]}")
        for at, entry in enumerate(ENTRIES)
        for text in entry[kind]
    ]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["id"])
def test_entries_are_complete(entry: dict[str, Any]) -> None:
    assert set(entry) <= KEYS
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", entry["id"])
    assert entry["examples"] and entry["counter_examples"]


def numbered(text: str) -> list[Line]:
    return [Line(number, line) for number, line in enumerate(text.split("\n"), 1)]


@pytest.mark.parametrize(("at", "text"), examples("examples"))
def test_examples_are_dropped_by_their_rule(at: int, text: str) -> None:
    rule = load_noise()[at]
    alike = [one for one in load_noise() if one.id == rule.id]
    _, dropped = clean(numbered(text), alike if rule.scope == "above" else [rule])
    assert {piece.rule for piece in dropped} == {rule.id}
    assert rule.scope == "span" or dropped[0].text == text.split("\n")[0]


@pytest.mark.parametrize(("at", "text"), examples("counter_examples"))
def test_counter_examples_stay_whatever_the_rule(at: int, text: str) -> None:
    first, *_ = text.split("\n")
    (line, *_), dropped = clean(numbered(text), load_noise())
    assert line.text == first
    assert 1 not in {piece.span.line for piece in dropped}


@pytest.mark.parametrize(
    "text",
    [
        "县里推广“一码通办”，群众扫码添加客服微信即可咨询。",
        "— 以作风之变换发展之新 —",
        "# 一号工程全面铺开",
        "##重点项目##",
        "青禾县政务服务会员卡发放两千张，更新设备三百台。",
        "*县的做法是先听群众说",
        "本县文件编号：2023年第5号",
    ],
)
def test_ordinary_lines_stay(text: str) -> None:
    (line,), dropped = clean([Line(1, text)], load_noise())
    assert (line.text, dropped) == (text, ())


HEAD = ["望川改革信息", "第3期", "望川县委办公室编　2023年5月9日", "村里的早市"]


@pytest.mark.parametrize(
    ("blanks", "keep", "left"),
    [
        (0, [], HEAD[3:]),
        (1, [], HEAD[3:]),
        (2, [], [*HEAD[:2], HEAD[3]]),  # too far above
        (0, [2], [*HEAD[:2], HEAD[3]]),  # an editor kept the line, and so the one above it
    ],
)
def test_a_line_goes_with_the_line_below_it(blanks: int, keep: list[int], left: list[str]) -> None:
    lines = numbered(("\n" * (blanks + 1)).join(HEAD))
    cleaned, dropped = clean(lines, load_noise(), frozenset(keep))
    assert [line.text for line in cleaned if line.text] == left
    assert [piece.text for piece in dropped] == [text for text in HEAD if text not in left]
    assert [piece.span.line for piece in dropped] == sorted(piece.span.line for piece in dropped)


def test_labels_for_reports() -> None:
    labels = noise_labels(load_noise())
    assert labels["advert"] == "广告"
    assert labels.items() >= EXTRA_LABELS.items()


# --- a site's own rules ------------------------------------------------------------------------


def own(folder: Path, text: str) -> Path:
    path = folder / "noise.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_own_rules_come_after_the_shipped_ones(tmp_path: Path) -> None:
    path = own(tmp_path, "- {id: stamp, label: 收文章, scope: line, pattern: '^收文第\\d+号$'}\n")
    rules = load_noise(path)
    assert [rule.id for rule in rules[-1:]] == ["stamp"]
    assert rules[:-1] == load_noise()
    (line,), dropped = clean([Line(1, "收文第12号")], rules)
    assert (line.text, line.noise, dropped[0].rule) == ("", "stamp", "stamp")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("- {id: stamp, label: 章, scope: page, pattern: a}\n", "stamp"),
        ("- {id: stamp, label: 章, pattern: a}\n", "stamp"),
        ("- {id: stamp, label: 章, scope: line}\n", "stamp"),
        ("- {id: stamp, label: 章, scope: line, pattern: '('}\n", "stamp"),
        ("- {label: 章, scope: line, pattern: '('}\n", "？"),
        ("stamp: 章\n", "列表"),
        ("- 章\n", "列表"),
        ("- {id: stamp\n", "YAML"),
    ],
)
def test_wrong_entries_are_named(tmp_path: Path, text: str, named: str) -> None:
    path = own(tmp_path, text)
    with pytest.raises(HuibianError) as caught:
        load_noise(path)
    (finding,) = caught.value.findings
    assert (finding.code, finding.path) == ("HB501", str(path))
    assert named in finding.message


@pytest.mark.parametrize("data", [b"\xd6\xd0", b"- \xff"])
def test_a_file_in_another_encoding(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "noise.yml"
    path.write_bytes(data)
    with pytest.raises(HuibianError) as caught:
        load_noise(path)
    assert caught.value.findings[0].code == "HB501"


def test_an_empty_file_is_no_error(tmp_path: Path) -> None:
    assert load_noise(own(tmp_path, "# 还没有\n")) == load_noise()
