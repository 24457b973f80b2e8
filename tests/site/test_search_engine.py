"""What the browser's engine answers beside the right articles: order, snippets, facets, faults."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Request
from searching import Engine, blocks_of, catalog_of, urls, write_site
from sitetree import article as page_of
from sitetree import build_site, collection

from huibian.site.catalog import ArticleCard
from huibian.site.search import overview
from huibian.vocabulary.bundle import Vocabularies

pytestmark = pytest.mark.browser

KUNMING, YUNNAN, SHAANXI = ("530000", "530100"), ("530000",), ("610000",)
ARTICLES: list[tuple[dict[str, Any], str]] = [
    (
        {
            "title": "渠长巡渠记",
            "level": "县区级",
            "kind": "经验做法",
            "date": "2023-04",
            "region": KUNMING,
            "themes": ("water-conservancy",),
            "organization": "xx县水务局",
        },
        "水到渠成要靠人。\n# 一、巡渠有记录\n每天巡渠两趟，记录本挂在闸口。\n巡渠不留死角。",
    ),
    (
        {
            "title": "窗口少站一刻钟",
            "level": "市级",
            "date": "2024",
            "region": YUNNAN,
            "author": "周渠",
        },
        "大厅设帮办席。\n# 二、巡渠经验搬进大厅\n像修渠一样改流程。",
    ),
    (
        {"title": "一网通办 省时间", "level": "市级", "date": "2022-01-05", "region": SHAANXI},
        "“最怕跑”的事，巡渠员代办。事项１２３项，App办理。",
    ),
    ({"title": "没有层级的短文"}, "這裡只有一句：乾淨的渠。"),
    (
        {"title": "最新的短文", "date": "2025-06", "summary": "办事员代办事项清单。"},
        "渠。代办事项。",
    ),
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, vocabularies: Vocabularies) -> Path:
    cards = [
        ArticleCard("water" if n < 3 else "other", f"{n:02}", n, **values, body=text)
        for n, (values, text) in enumerate(ARTICLES, 1)
    ]
    texts = {card.src: blocks_of(text) for card, (_, text) in zip(cards, ARTICLES, strict=True)}
    return write_site(tmp_path_factory.mktemp("search"), catalog_of(cards, vocabularies), texts)


@pytest.fixture
def engine(tab: Page, site: Path) -> Engine:
    return Engine(tab, site)


def titles(answer: dict[str, Any]) -> list[str]:
    urls(answer)
    return [result["title"] for result in answer["results"]]


def marked(text: str, marks: list[list[int]]) -> list[str]:
    return [text[start:end] for start, end in marks]


def test_title_before_heading_before_body(engine: Engine) -> None:
    assert titles(engine.ask("巡渠")) == ["渠长巡渠记", "窗口少站一刻钟", "一网通办 省时间"]


def test_where_the_summary_comes_from_is_worth_more(
    tab: Page, tmp_path: Path, vocabularies: Vocabularies
) -> None:
    lead, rest = "乡镇把台账建在网格里头。", "别处另有一段不相干的话。"
    cards = [
        ArticleCard("c", "01", 1, "甲篇", date="2024", summary=rest),
        ArticleCard("c", "02", 2, "乙篇", date="2020", summary=lead),
    ]
    texts = dict.fromkeys((card.src for card in cards), blocks_of(f"{lead}\n{rest}"))
    engine = Engine(tab, write_site(tmp_path, catalog_of(cards, vocabularies), texts))
    assert titles(engine.ask("台账")) == ["乙篇", "甲篇"]
    assert titles(engine.ask("不相干")) == ["甲篇", "乙篇"]


def test_a_phrase_before_the_same_words_apart(
    tab: Page, tmp_path: Path, vocabularies: Vocabularies
) -> None:
    bodies = ["台账要新，登记要全。", "先把台账登记好。", "登记在前，台账在后。"]
    cards = [ArticleCard("c", f"{n}", n, f"第{n}篇") for n in range(3)]
    texts = {card.src: blocks_of(body) for card, body in zip(cards, bodies, strict=True)}
    engine = Engine(tab, write_site(tmp_path, catalog_of(cards, vocabularies), texts))
    assert titles(engine.ask("台账 登记"))[0] == "第1篇"


def test_newer_first_on_ties_and_other_orders(engine: Engine) -> None:
    assert titles(engine.ask("的短文")) == ["最新的短文", "没有层级的短文"]
    everything = titles(engine.ask(""))
    assert everything == titles(engine.ask("", sort="order"))
    assert sorted(everything) == sorted(values["title"] for values, _ in ARTICLES)
    assert titles(engine.ask("", sort="newest")) == [
        "最新的短文",
        "窗口少站一刻钟",
        "渠长巡渠记",
        "一网通办 省时间",
        "没有层级的短文",
    ]
    by_age = titles(engine.ask("", sort="oldest"))
    assert by_age[:2] == ["一网通办 省时间", "渠长巡渠记"] and by_age[-1] == "没有层级的短文"
    by_length = titles(engine.ask("", sort="shortest"))
    texts = {values["title"]: ArticleCard("", "", 1, "", body=text) for values, text in ARTICLES}
    assert by_length == sorted(by_length, key=lambda title: texts[title].length)
    assert titles(engine.ask("", sort="longest")) == by_length[::-1]
    assert titles(engine.ask("", sort="title")) == [
        "窗口少站一刻钟",
        "没有层级的短文",
        "渠长巡渠记",
        "一网通办 省时间",
        "最新的短文",
    ]


def test_pages_of_results(engine: Engine) -> None:
    whole = engine.ask("渠", sort="newest")
    parts = [engine.ask("渠", sort="newest", limit=2, offset=at) for at in (0, 2, 4)]
    assert [part["total"] for part in parts] == [5, 5, 5]
    assert [r for part in parts for r in part["results"]] == whole["results"]
    assert engine.ask("渠", limit=0)["results"] == []


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("１２３项", "一网通办 省时间"),
        ("123项", "一网通办 省时间"),
        ("app办理", "一网通办 省时间"),
        ("ＡＰＰ", "一网通办 省时间"),
        ('"最怕跑"的事', "一网通办 省时间"),
        ("「最怕跑」的事", "一网通办 省时间"),
        ("这里只有", "没有层级的短文"),
        ("這裡只有一句:", "没有层级的短文"),
        ("省時間", "一网通办 省时间"),
        ("一网通办\u3000省时间", "一网通办 省时间"),
        ("“一网通办 \u00a0省时间”", "一网通办 省时间"),
        ("巡\u200b渠员", "一网通办 省时间"),
    ],
)
def test_folding(engine: Engine, query: str, title: str) -> None:
    assert titles(engine.ask(query)) == [title]


def test_quotation_marks(engine: Engine) -> None:
    assert engine.ask("“一网通办 省时间”")["words"] == ["一网通办 省时间"]
    assert engine.ask('"一网通办省时间"')["total"] == 0
    assert engine.ask("一网通办 省时间")["words"] == ["一网通办", "省时间"]
    assert engine.ask('"“最怕跑”的事"')["total"] == 1
    assert engine.ask('"“最怕”跑"')["total"] == 0
    assert engine.ask("“最怕跑”")["words"] == ["最怕跑"]
    assert engine.ask("“最怕跑")["words"] == ["“最怕跑"]  # never closed: text as it stands
    assert engine.ask("“最怕跑")["total"] == 1


def test_words_left_out(engine: Engine) -> None:
    assert titles(engine.ask("巡渠 -大厅")) == ["渠长巡渠记", "一网通办 省时间"]
    assert titles(engine.ask('巡渠 -"一网通办 省时间" -记录本挂在闸口')) == ["窗口少站一刻钟"]
    assert engine.ask("-渠")["total"] == 0
    assert engine.ask("-咏")["total"] == len(ARTICLES)
    assert engine.ask("巡渠 -")["words"] == ["巡渠", "-"]


def test_a_phrase_never_runs_over_the_end_of_a_paragraph(
    tab: Page, tmp_path: Path, vocabularies: Vocabularies
) -> None:
    card = ArticleCard("c", "01", 1, "一篇")
    texts = {card.src: blocks_of("台账登记在\n册子里 还有一份\n备份另存")}
    engine = Engine(tab, write_site(tmp_path, catalog_of([card], vocabularies), texts))
    assert engine.ask('"里 还"')["total"] == 1
    for phrase in ("在 册", "记在 册子里", "份 备份", "在册"):
        assert engine.ask(f'"{phrase}"')["total"] == 0, phrase


def test_one_character_finds_titles_first(engine: Engine) -> None:
    assert titles(engine.ask("渠"))[0] == "渠长巡渠记"
    assert titles(engine.ask("办"))[0] == "一网通办 省时间"


def test_a_result_says_what_the_row_shows(engine: Engine) -> None:
    answer = engine.ask("记录本")
    result = answer["results"][0]
    snippets = result.pop("snippets")
    assert result.pop("score") > 0
    assert result == {
        "id": result["id"],
        "url": "collections/water/01/",
        "title": "渠长巡渠记",
        "titleMarks": [],
        "region": "云南省/昆明市",
        "level": "县区级",
        "themes": ["水利"],
        "kind": "经验做法",
        "date": "2023-04",
        "collection": {"slug": "water", "title": "汇编water"},
        "number": 1,
        "organization": "xx县水务局",
    }
    assert len(snippets) == 1
    snippet = snippets[0]
    assert (snippet["heading"], snippet["anchor"]) == ("一、巡渠有记录", "s_2")
    assert snippet["text"] == "每天巡渠两趟，记录本挂在闸口。"
    assert marked(snippet["text"], snippet["marks"]) == ["记录本"]
    assert snippet["url"] == "collections/water/01/?h=%E8%AE%B0%E5%BD%95%E6%9C%AC#s_2"
    assert answer["elapsed"] > 0


def test_marks_of_titles_and_several_words(engine: Engine) -> None:
    result = engine.ask("巡渠 渠记 死角")["results"][0]
    assert marked(result["title"], result["titleMarks"]) == ["巡渠记"]
    assert [marked(s["text"], s["marks"]) for s in result["snippets"]] == [
        ["巡渠"],
        ["巡渠", "死角"],
    ]
    assert [marked(s["heading"], s["headingMarks"]) for s in result["snippets"]] == [["巡渠"]] * 2


def test_snippets_show_each_word_and_three_places_at_most(
    tab: Page, tmp_path: Path, vocabularies: Vocabularies
) -> None:
    """One for each word comes before a second one for the same; a heading stands above its text."""
    long = "另一段" * 40
    bodies = [
        f"台账甲。\n# 一、台账\n台账乙。{long}\n# 二、台账回访\n无关。\n台账丙。\n登记。",
        "# 一、台账与登记\n# 二、登记\n什么都没有。",
    ]
    cards = [ArticleCard("c", f"{n}", n, f"第{n}篇") for n in range(2)]
    texts = {card.src: blocks_of(body) for card, body in zip(cards, bodies, strict=True)}
    engine = Engine(tab, write_site(tmp_path, catalog_of(cards, vocabularies), texts))

    def snippets(query: str, number: int) -> list[tuple[str, str]]:
        found = engine.ask(query, sort="order")["results"][number]["snippets"]
        for one in found:
            for word in query.split():
                for text, marks in (("text", "marks"), ("heading", "headingMarks")):
                    assert one[text].count(word) == marked(one[text], one[marks]).count(word)
        return [(one["heading"], one["text"][:4]) for one in found]

    assert snippets("台账", 0) == [
        ("", "台账甲。"),
        ("一、台账", "台账乙。"),
        ("二、台账回访", "台账丙。"),
    ]
    assert snippets("台账 登记", 0) == [
        ("", "台账甲。"),
        ("一、台账", "台账乙。"),
        ("二、台账回访", "登记。"),
    ]
    assert snippets("登记", 1) == [("", "一、台账"), ("", "二、登记")]
    assert len(engine.ask("台账")["results"][0]["snippets"][1]["text"]) < 70


def test_words_far_apart_in_one_paragraph_are_both_shown(
    tab: Page, tmp_path: Path, vocabularies: Vocabularies
) -> None:
    body = f"台账{'一' * 200}登记{'二' * 200}台账与登记{'三' * 90}\n登记在此。\n台账在此。"
    card = ArticleCard("c", "01", 1, "长段")
    catalog = catalog_of([card], vocabularies)
    engine = Engine(tab, write_site(tmp_path, catalog, {card.src: blocks_of(body)}))
    snippets = engine.ask("台账 登记")["results"][0]["snippets"]
    assert marked(snippets[0]["text"], snippets[0]["marks"]) == ["台账", "登记"]
    assert len(snippets) == 3
    card = ArticleCard("c", "01", 1, "长段")
    site = write_site(tmp_path, catalog, {card.src: blocks_of(body[:500].split("台账与")[0])})
    snippets = Engine(tab, site).ask("台账 登记")["results"][0]["snippets"]
    assert [marked(s["text"], s["marks"]) for s in snippets] == [["台账"], ["登记"]]
    assert snippets[0]["text"].startswith("台账一") and "一登记二" in snippets[1]["text"]


def test_a_snippet_is_cut_around_its_hits(
    tab: Page, tmp_path: Path, vocabularies: Vocabularies
) -> None:
    body = f"{'前' * 300}要找的话{'后' * 300}"
    card = ArticleCard("c", "01", 1, "长段")
    catalog = catalog_of([card], vocabularies)
    engine = Engine(tab, write_site(tmp_path, catalog, {card.src: blocks_of(body)}))
    snippet = engine.ask("要找的话")["results"][0]["snippets"][0]
    assert re.fullmatch("…前{20,}要找的话后{40,}…", snippet["text"])
    assert len(snippet["text"]) < 120
    assert marked(snippet["text"], snippet["marks"]) == ["要找的话"]
    phrase = "前" * 150 + "要找"
    snippet = engine.ask(phrase)["results"][0]["snippets"][0]
    assert marked(snippet["text"], snippet["marks"]) == [phrase]


def test_texts_of_very_many_characters_are_shown_as_they_are(
    tab: Page, tmp_path: Path, vocabularies: Vocabularies
) -> None:
    """Characters are numbered by frequency: these take one, two and three bytes."""
    every = "".join(map(chr, range(0x4E00, 0x4E00 + 20_000)))
    lines = [every[at : at + 40] for at in range(0, len(every), 40)]
    card = ArticleCard("c", "01", 1, "众字")
    texts = {card.src: blocks_of("\n".join(lines))}
    engine = Engine(tab, write_site(tmp_path, catalog_of([card], vocabularies), texts))
    for line in lines[::25]:
        (result,) = engine.ask(line)["results"]
        assert [snippet["text"] for snippet in result["snippets"]] == [line]


def test_browsing_shows_how_an_article_begins(engine: Engine) -> None:
    first = engine.ask("", filters={"collection": ["water"]})["results"][0]
    assert [s["text"] for s in first["snippets"]] == ["水到渠成要靠人。"]
    assert first["snippets"][0]["marks"] == [] and "?h=" not in first["snippets"][0]["url"]
    assert engine.ask("", snippets=False)["results"][0]["snippets"] == []


def counts(answer: dict[str, Any], facet: str) -> dict[str, int]:
    return {entry["value"]: entry["count"] for entry in answer["facets"][facet]}


def test_facets_count_matches(engine: Engine) -> None:
    answer = engine.ask("巡渠")
    assert counts(answer, "region") == {"云南省": 2, "云南省/昆明市": 1, "陕西省": 1}
    assert counts(answer, "level") == {"市级": 2, "县区级": 1}
    assert counts(answer, "year") == {"2024": 1, "2023": 1, "2022": 1}
    assert counts(answer, "theme") == {"水利": 1}
    assert counts(answer, "kind") == {"未注明": 2, "经验做法": 1}
    assert counts(answer, "collection") == {"water": 2, "other": 1}
    labels = {entry["value"]: entry["label"] for entry in answer["facets"]["region"]}
    assert labels["云南省/昆明市"] == "昆明市"
    assert counts(engine.ask(""), "year")["未注明"] == 1


def test_order_of_facet_values(tab: Page, tmp_path: Path, vocabularies: Vocabularies) -> None:
    """Places by code, levels downwards, themes and kinds by count and sound, newest years first."""
    hangzhou, zhejiang = ("330000", "330100"), ("330000",)
    values: list[dict[str, Any]] = [
        {"level": "企业", "kind": "工作总结", "themes": ("grassroots-party-building",)},
        {"level": "村社区级", "region": KUNMING, "date": "2021", "themes": ("water-conservancy",)},
        {"region": hangzhou, "date": "2023-05", "kind": "访谈"},
        {"level": "国家级", "region": ("110000",), "date": "2023-04", "kind": "访谈"},
        {"level": "市级", "region": zhejiang, "date": "2024", "themes": ("water-conservancy",)},
        {"level": "省级", "region": SHAANXI, "kind": "经验做法"},
        {"level": "县区级", "themes": ("business-environment",)},
    ]
    cards = [ArticleCard("c", f"{n}", n, f"第{n}篇", **one) for n, one in enumerate(values)]
    texts = {card.src: blocks_of("正文") for card in cards}
    engine = Engine(tab, write_site(tmp_path, catalog_of(cards, vocabularies), texts))
    facets = {
        name: [entry["value"] for entry in entries]
        for name, entries in engine.ask("正文")["facets"].items()
    }
    assert facets["region"] == [
        "北京市", "浙江省", "浙江省/杭州市", "云南省", "云南省/昆明市", "陕西省", "未注明",
    ]  # fmt: skip
    assert facets["level"] == [
        "国家级", "省级", "市级", "县区级", "村社区级", "企业", "未注明",
    ]  # fmt: skip
    assert facets["kind"] == ["访谈", "工作总结", "经验做法", "未注明"]
    assert facets["theme"] == ["水利", "基层党建", "营商环境"]
    assert facets["year"] == ["2024", "2023", "2021", "未注明"]


def test_or_within_a_facet_and_between_them(engine: Engine) -> None:
    both = engine.ask("", filters={"year": ["2023", "2024"]})
    assert titles(both) == ["渠长巡渠记", "窗口少站一刻钟"]
    assert counts(both, "year")["2025"] == 1  # counted without its own filter
    assert counts(both, "level") == {"市级": 1, "县区级": 1}
    one = engine.ask("", filters={"year": ["2023", "2024"], "level": ["市级"]})
    assert titles(one) == ["窗口少站一刻钟"]
    assert titles(engine.ask("", filters={"region": ["云南省"]})) == [
        "渠长巡渠记",
        "窗口少站一刻钟",
    ]
    assert titles(engine.ask("", filters={"region": ["云南省/昆明市"]})) == ["渠长巡渠记"]
    none = engine.ask("", filters={"level": ["省级"]})
    assert none["total"] == 0 and counts(none, "level")["省级"] == 0
    assert engine.ask("", filters={"theme": ["没有的主题"]})["total"] == 0


def test_unit_and_author_are_filters_and_only_the_table_s_facets_are_counted(
    engine: Engine,
) -> None:
    unit = engine.ask("", filters={"organization": ["xx县水务局"]})
    assert titles(unit) == ["渠长巡渠记"]
    assert counts(unit, "organization") == {"xx县水务局": 1, "未注明": len(ARTICLES) - 1}
    assert list(unit["facets"]) == [
        "region", "level", "theme", "kind", "year", "collection", "organization",
    ]  # fmt: skip
    assert set(engine.ask("", facets=["author"])["facets"]) == {"author"}
    assert counts(unit, "level") == {"县区级": 1}  # all facets count what it lets through
    author = engine.ask("渠", filters={"author": ["周渠", "没有的人"]})
    assert titles(author) == ["窗口少站一刻钟"]
    assert engine.ask("", filters={"author": ["周渠"], "level": ["县区级"]})["total"] == 0
    assert engine.ask("", filters={"organization": ["未注明"]})["total"] == len(ARTICLES) - 1


def test_a_facet_with_a_value_for_nearly_every_article(
    tab: Page, tmp_path: Path, vocabularies: Vocabularies, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overview, "LABELS", 7)
    units = (
        [f"xx县第{n}水务局" for n in range(60)] + ["xx市水利局"] * 3 + ["xx市政协"] * 2 + [""] * 4
    )
    cards = [
        ArticleCard("c", f"{n:03}", n, f"渠{n}", organization=unit, level="市级" if n % 2 else "")
        for n, unit in enumerate(units, 1)
    ]
    texts = {card.src: blocks_of("正文") for card in cards}
    site = write_site(tmp_path, catalog_of(cards, vocabularies), texts)
    engine = Engine(tab, site)
    asked: list[str] = []

    def note(request: Request) -> None:
        if "/organization-" in request.url:
            asked.append(request.url)

    tab.on("request", note)

    answer = engine.ask("", limit=1)
    found = [(entry["value"], entry["count"]) for entry in answer["facets"]["organization"]]
    assert found[:2] == [("xx市水利局", 3), ("xx市政协", 2)] and len(found) == 8
    assert found[-1] == ("未注明", 4)
    assert answer["distinct"]["organization"] == 63
    assert not asked  # the page begins with them
    assert engine.ask("渠", limit=1)["facets"] == answer["facets"]
    assert len(asked) == 1  # the first names came with the numbers, the eighth needs one more
    # below other filters every article keeps its own
    city = engine.ask("", filters={"level": ["市级"]}, most={"organization": 100})
    assert counts(city, "organization") == {
        unit or "未注明": sum(
            1 for card in cards if card.organization == unit and card.level == "市级"
        )
        for unit in {card.organization for card in cards if card.level == "市级"}
    }
    within = engine.ask("", limit=0, facets=["organization"], within={"organization": "第5"})
    assert [entry["label"] for entry in within["facets"]["organization"]] == [
        "xx县第5水务局", *(f"xx县第5{n}水务局" for n in range(7)),
    ]  # fmt: skip
    assert within["distinct"]["organization"] == 11
    one = engine.ask("", filters={"organization": ["xx县第59水务局"]})
    assert titles(one) == ["渠60"]
    assert counts(one, "organization")["xx县第59水务局"] == 1  # stays in sight
    tab.remove_listener("request", note)
    assert len(asked) == len(set(asked)) == 8


def test_missing_words_with_near_ones(engine: Engine) -> None:
    answer = engine.ask("巡渠 水利鱼塘")
    assert answer["total"] == 0
    assert [entry["word"] for entry in answer["missing"]] == ["水利鱼塘"]
    answer = engine.ask("短闻")
    assert answer["missing"] == [{"word": "短闻", "near": ["短文"]}]
    assert engine.ask("大厅 巡渠员")["missing"] == []  # both stand somewhere, never together
    for word in answer["missing"][0]["near"]:
        assert engine.ask(word)["total"] > 0


def test_suggestions(engine: Engine) -> None:
    found = engine.call("prefix => huibian.search.suggest(prefix)", "短")
    assert {"value": "短文", "kind": "title", "count": 2} in found
    assert engine.call("prefix => huibian.search.suggest(prefix)", "") == []


def test_marker_marks_any_text(engine: Engine) -> None:
    script = "async (query, text) => (await huibian.search.marker(query))(text)"
    text = "巡渠：ＡＰＰ與“巡渠”"
    spans = engine.call(script, 'app "巡渠" -记录', text)
    assert marked(text, spans) == ["巡渠", "ＡＰＰ", "巡渠"]
    text = "甲\u200b巡\u2061渠\u00ad乙，\u202aapp"
    assert marked(text, engine.call(script, "巡渠乙 App", text)) == ["巡\u2061渠\u00ad乙", "app"]


def test_a_query_may_be_called_off(engine: Engine) -> None:
    assert (
        engine.call(
            """async () => {
          const stop = new AbortController();
          const asked = huibian.search("巡渠", {signal: stop.signal});
          stop.abort();
          return asked.then(() => "", (error) => error.name);
        }"""
        )
        == "AbortError"
    )


# ---------------------------------------------------------------- faults


@pytest.fixture
def broken(site: Path, tmp_path: Path) -> Path:
    """A copy of the site to damage."""
    return Path(shutil.copytree(site, tmp_path / "broken"))


def piece(site: Path, name: str) -> Path:
    (found,) = site.glob(f"search/*/{name}.js")
    return found


def text_piece(site: Path, title: str, engine: Engine) -> Path:
    (result,) = engine.ask(title, snippets=False)["results"]
    return piece(site, f"t0/{result['id']}")


def test_a_missing_text_leaves_the_rest(tab: Page, broken: Path) -> None:
    engine = Engine(tab, broken)
    text_piece(broken, "渠长巡渠记", engine).unlink()
    answer = Engine(tab, broken).ask("")
    assert answer["total"] == len(answer["results"]) == 5
    assert "渠长巡渠记" in [r["title"] for r in answer["results"]]  # from the piece of titles
    assert len(answer["warnings"]) == 1
    assert "读不到" in answer["warnings"][0] and "刷新" in answer["warnings"][0]


def test_a_damaged_text_is_noticed(tab: Page, broken: Path) -> None:
    path = text_piece(broken, "渠长巡渠记", Engine(tab, broken))
    text = path.read_text(encoding="utf-8")
    damaged = re.sub(r'"([A-Za-z0-9+/])', lambda m: '"' + chr(ord(m[1]) ^ 1), text)
    assert damaged != text
    path.write_text(damaged, encoding="utf-8")
    answer = Engine(tab, broken).ask("巡渠")
    assert answer["total"] == len(answer["results"]) == 2  # not proven, not shown
    assert "已损坏" in answer["warnings"][0]


def test_a_missing_shard_loses_only_its_words(
    tab: Page, tmp_path: Path, vocabularies: Vocabularies, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huibian.site.search.shards.SHARD", 1)
    cards = [ArticleCard("c", f"{n}", n, f"第{n}篇") for n in range(3)]
    bodies = ["台账登记", "台账", "回访登记"]
    texts = {card.src: blocks_of(body) for card, body in zip(cards, bodies, strict=True)}
    site = write_site(tmp_path, catalog_of(cards, vocabularies), texts)
    loaded = Engine(tab, site)
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    assert loaded.ask("台账", snippets=False)["total"] == 2
    (shard,) = {url.split("/search/")[1] for url in asked if re.search(r"/g\d+/\w+\.js", url)}
    (site / "search" / shard).write_text("halb{", encoding="utf-8")
    answer = Engine(tab, site).ask("台账 回访")
    assert titles({**answer, "warnings": []}) == ["第2篇"]  # by the word that is left
    assert len(answer["warnings"]) == 1 and "已损坏" in answer["warnings"][0]
    alone = Engine(tab, site).ask("台账")
    assert alone["total"] == 0 and alone["warnings"] and alone["missing"] == []


@pytest.mark.parametrize("name", ["index", "manifest", "columns"])
def test_without_the_index_itself_there_is_an_error(tab: Page, broken: Path, name: str) -> None:
    path = broken / "search/index.js" if name == "index" else piece(broken, name)
    kept = path.read_bytes()
    path.unlink()
    engine = Engine(tab, broken)
    answer = engine.ask("巡渠")
    assert answer["error"] == "SearchError"
    assert "搜索索引的一部分读不到" in answer["message"] and name in answer["message"]
    path.write_bytes(kept)
    assert engine.ask("巡渠")["total"] == 3  # a later try succeeds


# ---------------------------------------------------------------- builds


@pytest.mark.slow
@pytest.mark.parametrize("directories", [True, False])
def test_addresses_of_both_kinds_open(tab: Page, tmp_path: Path, directories: bool) -> None:
    tree = {
        "collections/c/index.md": collection("汇编", "卷首语不是一篇文章。"),
        "collections/c/01.md": page_of("甲篇", 1, "第一段。\n\n## 小标题\n\n要找的*话*在这里。\n"),
    }
    built = build_site(tmp_path, tree, use_directory_urls=directories)
    engine = Engine(tab, built.folder)
    (result,) = engine.ask("找的话在")["results"]
    assert result["url"] == ("collections/c/01/" if directories else "collections/c/01.html")
    anchor = result["snippets"][0]["anchor"]
    page = result["url"] + ("index.html" if directories else "")
    assert anchor in built.pages[page].ids
    assert engine.ask("卷首语")["total"] == 0  # articles only
