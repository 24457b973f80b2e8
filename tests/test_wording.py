from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huibian.wording import (
    Signature,
    breaks_off,
    byline,
    byline_unit,
    glue,
    numbering,
    press,
    sentence_inside,
    signature,
    splits_word,
    starts_mid_word,
    terminated,
    unbalanced,
    unit_like,
    without_blanks,
)

LONG = "全县上下把群众的小事当成大事来办" * 4


@pytest.mark.parametrize(
    "text",
    [
        "办好了。",
        "办好了！",
        "他说：",
        "办好了……",
        "“办好了。”",
        "（办好了。）",
        "办好了。 ",
        "真的？”）",
    ],
)
def test_terminated(text: str) -> None:
    assert terminated(text)


@pytest.mark.parametrize("text", ["", "办好了", "办好了，", "“办好了”", "。办好了", "（一）"])
def test_not_terminated(text: str) -> None:
    assert not terminated(text)


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("摸清底数。逐户登记", True), ("好不好？问群众", False), ("摸清底数。", False),
        ("好不好？问群众。", True), ("好" * 45 + "？问群众", True),
        ("“摸清底数。”", False), ("问“好不好？”", False), ("摸清底数", False),
        ("“好！”他说", False), ("“好！”他说。", True),
    ],
)  # fmt: skip
def test_sentence_inside(text: str, inside: bool) -> None:
    assert sentence_inside(text) is inside


@pytest.mark.parametrize(
    ("text", "open_"),
    [
        ("“摸清", True),
        ("（一", True),
        ("《条例", True),
        ("“摸清”", False),
        ("摸清”", False),
        ("", False),
    ],
)
def test_unbalanced(text: str, open_: bool) -> None:
    assert unbalanced(text) is open_


@pytest.mark.parametrize(
    ("text", "style", "numeral"),
    [
        ("一、摸底", "chinese", "一"), ("十二、摸底", "chinese", "十二"), ("（三）摸底", "paren",
        "三"),
        ("(三)摸底", "paren", "三"), ("1.摸底", "arabic", "1"), ("１２、摸底", "arabic", "１２"),
        ("（2）摸底", "arabic-paren", "2"), ("1.5亿元", "", ""), ("一是摸底", "", ""),
        ("一百户", "", ""), ("2023年", "", ""), ("（2023年）", "", ""), ("", "", ""),
    ],
)  # fmt: skip
def test_numbering(text: str, style: str, numeral: str) -> None:
    assert numbering(text) == (style, numeral)


@pytest.mark.parametrize(
    ("text", "following"),
    [
        ("县里先摸底，", "再登记。"),
        ("材料、窗口、", "热线都要管。"),
        ("他说“先摸底", "再登记”，大家都同意。"),
        ("先摸底。再登记，然后逐户", "回访。"),
        (LONG, "继续写下去。"),
        ("摸底", "，登记。"),
        ("摸底。", "”"),
        ("他说“一是摸底、", "二、登记”。"),
    ],
)
def test_breaks_off(text: str, following: str) -> None:
    assert breaks_off(text, following)


@pytest.mark.parametrize(
    ("text", "following"),
    [
        ("", "再登记。"),
        ("县里先摸底。", "再登记。"),
        ("县里先摸底，", ""),
        ("摸清底数", "全县逐户登记。"),
        ("一、摸清底数", "全县逐户登记。"),
        ("做法如下：", "一是摸底。"),
        ("先摸底。再登记", "一、压实责任"),
        ("先摸底。再登记", "二是压实责任。"),
        ("“动”起来，问题清零", "全县逐户登记。"),
    ],
)
def test_does_not_break_off(text: str, following: str) -> None:
    assert not breaks_off(text, following)


@pytest.mark.parametrize("text", ["洪抢险冲在前面", "洪抢险"])
def test_starts_mid_word(text: str) -> None:
    assert starts_mid_word(text)


@pytest.mark.parametrize("text", ["", "抗洪抢险冲在前面", "全县上下", "a洪", "我们一起"])
def test_starts_with_a_word(text: str) -> None:
    assert not starts_mid_word(text)


@pytest.mark.parametrize(
    "text",
    [
        "xx县委组织部", "江苏省xx市农业农村局", "中共青禾县委员会", "青禾县政协", "柳泉镇人民政府",
        "白榆港务集团有限公司工会", "xx村党支部", "望川市政务服务中心", "xx市xx区",
        "（兰汀县水利局）",
    ],
)  # fmt: skip
def test_units_in_bylines(text: str) -> None:
    assert byline_unit(text) == text.strip("（）")
    assert byline(text)


@pytest.mark.parametrize(
    "text", ["（2024年3月）", "2024年3月5日", "二〇二四年三月", "xx年x月", "（记者 林小满）"]
)
def test_dates_and_remarks_in_bylines(text: str) -> None:
    assert byline(text)
    assert not byline_unit(text)


@pytest.mark.parametrize(
    ("text", "unit", "date"),
    [
        ("发布时间：2023-10-12来源：青禾县水利局", "青禾县水利局", "2023-10-12"),
        ("2023/5/6 09:31　来源：青禾县水利局", "青禾县水利局", "2023/5/6"),
        ("发布日期：2023年5月6日", "", "2023年5月6日"),
        ("信息来源：青禾县水利局 | 更新时间：2023.05.06 10:22:11", "青禾县水利局", "2023.05.06"),
    ],
)
def test_a_web_page_s_facts_sign_it(text: str, unit: str, date: str) -> None:
    signed = signature(text)
    assert signed is not None
    assert (signed.unit, signed.author, signed.date) == (unit, "", date)


@pytest.mark.parametrize("text", ["时间：下午三点", "2023-10.12", "09:31"])
def test_other_facts_sign_nothing(text: str) -> None:
    assert signature(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "", "一、摸清底数", "（一）", "（一）摸清底数", "服务全县大局", "以群众为中心",
        "建强村干部",
        "打造全市样板社区", "青禾县把板凳搬到巷子口", "青禾县水利局坚持问题导向。",
        "让农机手成为香饽饽",
        "推动基层治理提质增效", "（先摸底。再登记）", "摸清底数", "开创全区新局",
    ],
)  # fmt: skip
def test_no_bylines(text: str) -> None:
    assert not byline(text)


@given(st.text(), st.text())
def test_any_text_is_judged(text: str, following: str) -> None:
    for judge in (terminated, sentence_inside, unbalanced, numbering, byline, byline_unit):
        judge(text)
    breaks_off(text, following)
    starts_mid_word(text[:10])


@pytest.mark.parametrize(
    ("text", "unit", "author", "date"),
    [
        ("青禾县水利局", "青禾县水利局", "", ""),
        ("（青禾县水利局　2023年5月）", "青禾县水利局", "", "2023年5月"),
        ("2023年5月6日", "", "", "2023年5月6日"),
        ("作者：李小满", "", "李小满", ""),
        ("作者：何 静　单位：青禾县水利局", "青禾县水利局", "何静", ""),
        ("某镇党委书记　王某某", "", "某镇党委书记 王某某", ""),
        ("李　明", "", "李明", ""),
        ("通讯员　李小满", "", "李小满", ""),
        ("主要负责人　王某某", "", "王某某", ""),
        ("2023-05-06", "", "", "2023-05-06"),
        ("报送时间：2023.5.6", "", "", "2023.5.6"),
        ("发布时间：2023-05-06 09:30", "", "", "2023-05-06"),
        ("来源：青禾县水利局", "青禾县水利局", "", ""),
    ],
)
def test_signatures(text: str, unit: str, author: str, date: str) -> None:
    assert signature(text) == Signature(unit, author, date)


def test_a_newspaper_is_a_source_and_no_unit() -> None:
    wanted = Signature(author="李小满", source="青禾晚报")
    assert signature("来源：青禾晚报　作者：李小满") == wanted
    assert signature("来源：青禾晚报　浏览：31次") == Signature(source="青禾晚报")


@pytest.mark.parametrize(
    ("before", "after", "split"),
    [
        ("做实做细群众身", "边的关键小事", True),
        ("某局党组抓实年轻干", "部培养", True),
        ("守好一方水土", "守护一方安宁", False),
        ("一条路", "一座城", False),
        ("从严抓整改，", "巡察这样写", False),
        ("第2", "批名单", False),
    ],
)
def test_words_over_two_lines(before: str, after: str, split: bool) -> None:
    assert splits_word(before, after) is split


@pytest.mark.parametrize(
    ("text", "like", "source"),
    [
        ("人事处", True, False),
        ("岚州海关", True, False),
        ("（驻村工作组）", True, False),
        ("岚州晚报", True, True),
        ("《清风》月刊", False, True),
        ("抓好班子带好队", False, False),
        ("开创工作新格局", False, False),
        ("主要做法", False, False),
    ],
)
def test_names_that_may_be_units(text: str, like: bool, source: bool) -> None:
    assert (unit_like(text), press(text)) == (like, source)


@pytest.mark.parametrize(
    "text",
    [
        "时间：全天", "来源于群众", "通讯员",
        "", "经验做法", "取得成效", "高远", "在全县大会上的发言", "青禾县把板凳搬到巷子口",
        "一、青禾县水利局", "青禾县水利局印发了通知。", "周到服务", "王某某和李某某",
    ],
)  # fmt: skip
def test_no_signatures(text: str) -> None:
    assert signature(text) is None


def test_a_name_that_is_a_word_counts_beside_other_signatures() -> None:
    assert signature("高远", alone=False) == Signature(author="高远")


def test_only_the_end_of_a_long_paragraph_says_whether_it_goes_on() -> None:
    stray = "“" + "先把家底摸清楚" * 1000
    assert not breaks_off(stray, "二、压实责任")
    assert breaks_off(stray + "“压实", "二、压实责任")
    assert breaks_off(stray, "压实责任")


@pytest.mark.parametrize(
    ("before", "after", "space"),
    [
        ("一盏灯 一条路", "一座城", " "),
        ("把支部建在项目上　把党旗插在工地上", "把难题解在一线上", " "),
        ("一盏灯 一条路", "照亮了整座城", ""),
        ("青禾县 推进营商环境", "持续优化的实践", ""),
        ("一盏灯一条路", "一座城", ""),
        ("use", "case", " "),
        ("xx", "xx县", ""),
    ],
)
def test_the_space_that_a_line_end_stood_for(before: str, after: str, space: str) -> None:
    assert glue(before, after) == space


@pytest.mark.parametrize("text", ["目　录", "目 录 ", "\t目\u2003\xa0录", "目\n录"])
def test_words_are_compared_without_blanks_of_any_kind(text: str) -> None:
    assert without_blanks(text) == "目录"
