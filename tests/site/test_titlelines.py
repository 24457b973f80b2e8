"""Lines of titles: whole words, all of the text, no line too long, no hourglass."""

from __future__ import annotations

import pytest

from huibian.site.titlelines import lines

LONG = (
    "推进“一件事一次办”改革打造市场化法治化国际化便利化一流营商环境努力让企业和群众办事"
    "像网购一样方便——关于全省政务服务领域深化改革创新情况的调研与思考"
)


@pytest.mark.parametrize(
    "title",
    [
        "守好村口这条渠",
        "",
        "关于在全县范围内开展农村人居/环境整治提升五年行动的经验做法",
        "聚焦“三抓三促”行动 /推动作风能力建设落地见效",
        "政协以“三抓”助推作风/能力建设落地见效再接再厉",
    ],
)
def test_titles_break_between_words(title: str) -> None:
    expected = title.split("/")
    assert list(lines("".join(expected), 20)) == expected


def test_long_titles_keep_their_shape() -> None:
    found = lines(LONG, 20)
    assert "".join(found) == LONG
    sizes = [len(line) for line in found]
    assert len(found) == 4 and max(sizes) <= 20
    assert not any(at < min(above, below) for above, at, below in zip(sizes, sizes[1:], sizes[2:]))  # noqa: B905
    assert all(line[0] not in "，。、”）—" and line[-1] not in "“（《" for line in found)


def test_figures_and_withheld_names_stay_whole() -> None:
    found = lines("xx县坚持“五个一”工作法推进2023年度重点项目建设，为全市高质量发展作出贡献", 20)
    assert found[0].startswith("xx县") and "2023年度" in found[0]


def test_what_cannot_be_broken_stays_one_line() -> None:
    assert lines("a" * 90, 20) == ("a" * 90,)
    endless = "全面推进" * 60
    assert lines(endless, 20) == (endless,)
