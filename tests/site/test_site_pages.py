"""What the article page and the practices pages show, without a build."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import pytest

from huibian.site.catalog import ArticleCard, CollectionCard, make_catalog, reading_minutes
from huibian.site.pages.library import Library
from huibian.site.pages.practice import LONG_HEADING, PRACTICE_COLUMNS
from huibian.site.pages.sitemap import GROUPED
from huibian.site.pages.values import citation
from huibian.vocabulary.bundle import Vocabularies

THEME = "water-conservancy"
COUNTY, CITY = f"practices/{THEME}/county.md", f"practices/{THEME}/city.md"


def body(*headings: str) -> str:
    return "".join(f"## {heading}\n\n正文。\n\n" for heading in headings)


def library(vocabularies: Vocabularies, articles: Iterable[ArticleCard], **options: Any) -> Library:
    card = CollectionCard("c", "水利汇编", tuple(articles), date="2024")
    return Library(make_catalog([card], vocabularies.regions, vocabularies.themes), **options)


def rows(view: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the rows of a comparison of practices."""
    return [row for group in view["comparison"]["groups"] for row in group["rows"]]


def card(number: int, level: str, *headings: str, **values: Any) -> ArticleCard:
    return ArticleCard(
        "c",
        f"{number:02}",
        number,
        f"第{number}渠",
        level=level,
        themes=(THEME,),
        body=body(*headings),
        **values,
    )


@pytest.fixture
def three(vocabularies: Vocabularies) -> Library:
    many = [f"第{number}招" for number in range(1, PRACTICE_COLUMNS + 3)]
    return library(
        vocabularies,
        [card(1, "县区级", "一、修渠", "二、管渠"), card(2, "市级", *many), card(3, "县区级")],
    )


def test_a_row_an_article_with_its_practices_linked(three: Library) -> None:
    view = three.view(f"practices/{THEME}.md")
    assert [item["row"].title for item in rows(view)] == ["第1渠", "第2渠", "第3渠"]
    links = [one["link"] for one in rows(view)[0]["practices"]]
    assert [link.label for link in links] == ["修渠", "管渠"]
    assert [link.url for link in links] == ["collections/c/01/#s_1", "collections/c/01/#s_2"]
    assert rows(view)[2]["practices"] == []
    assert view["comparison"]["columns"] == PRACTICE_COLUMNS and view["comparison"]["has_more"]
    assert not view["comparison"]["fits"]  # what is more stands in the last one
    assert len(rows(view)[1]["practices"]) == PRACTICE_COLUMNS + 2
    assert view["total"] == 3 and view["pager"] == []


def test_practices_of_one_level(three: Library) -> None:
    view = three.view(COUNTY)
    assert [item["row"].title for item in rows(view)] == ["第1渠", "第3渠"]
    assert view["comparison"]["columns"] == view["total"] == 2
    assert [(link.label, link.count, link.url) for link in view["levels"]] == [
        ("全部层级", 3, f"practices/{THEME}/"),
        ("市级", 1, f"practices/{THEME}/city/"),
        ("县区级", 2, ""),
    ]
    assert [link.url for link in three.view(CITY)["levels"]][1] == ""


def test_practices_of_many_articles_have_pages(vocabularies: Vocabularies) -> None:
    made = library(vocabularies, [card(n, "市级", "一、修渠") for n in range(1, 8)], page_size=3)
    last = made.view(f"practices/{THEME}/page-3.md")
    assert [item["row"].title for item in rows(last)] == ["第7渠"]
    assert last["total"] == 7 and last["number"] == 3
    assert [link.url for link in last["pager"]] == [
        f"practices/{THEME}/",
        f"practices/{THEME}/page-2/",
        f"practices/{THEME}/page-3/",
    ]


def test_one_level_or_few_articles_are_not_filtered(vocabularies: Vocabularies) -> None:
    places = ("330000",), ("530000",)
    few = [card(n, "市级", "修渠", region=places[n % 2]) for n in range(1, GROUPED)]
    view = library(vocabularies, few).view(f"practices/{THEME}.md")
    assert view["levels"] == view["provinces"] == []
    assert [group["label"] for group in view["comparison"]["groups"]] == [""]


def test_many_articles_are_compared_by_province(vocabularies: Vocabularies) -> None:
    places = ("330000",), ("530000",), ()
    many = [card(n, "市级", "修渠", region=places[n % 3]) for n in range(GROUPED)]
    made = library(vocabularies, many, page_size=GROUPED - 2)
    view = made.view(f"practices/{THEME}.md")
    src = f"practices/{THEME}/"
    assert [(link.label, link.count, link.url) for link in view["provinces"]] == [
        ("全部地区", GROUPED, src),
        ("浙江省", GROUPED // 3, f"{src}#r-330000"),
        ("云南省", GROUPED // 3, f"{src}#r-530000"),
        ("未注明省份", GROUPED // 3, f"{src}#r-none"),
    ]
    groups = [(group["label"], len(group["rows"])) for group in view["comparison"]["groups"]]
    assert groups == [("浙江省", 4), ("云南省", 4), ("未注明省份", 2)]
    second = made.view(f"practices/{THEME}/page-2.md")["comparison"]["groups"]
    assert [(group["label"], group["continued"]) for group in second] == [("未注明省份", True)]


@pytest.mark.parametrize(
    ("headings", "is_long"),
    [
        (["字" * LONG_HEADING] * 4, False),
        (["字" * (LONG_HEADING + 1)] * 4, True),
        (["字" * (LONG_HEADING + 1)] * 3, False),  # wider columns
        (["字" * (LONG_HEADING * 2)] * 3, True),
    ],
)
def test_words_too_long_for_their_columns(
    vocabularies: Vocabularies, headings: list[str], is_long: bool
) -> None:
    made = library(vocabularies, [card(1, "市级", *headings)])
    assert made.view(f"practices/{THEME}.md")["comparison"]["is_long"] is is_long


def test_the_theme_compares_its_first_articles(vocabularies: Vocabularies) -> None:
    made = library(
        vocabularies, [card(n, "市级", *(["修渠"] if n % 2 else [])) for n in range(1, 14)]
    )
    shown = rows(made.view(f"themes/{THEME}.md"))
    assert [row["row"].number for row in shown] == [1, 3, 5, 7, 9]


def test_the_index_of_practices_counts_and_gives_examples(three: Library) -> None:
    view = three.view("practices/index.md")
    assert (view["total"], view["articles"]) == (PRACTICE_COLUMNS + 4, 2)
    (theme,) = view["themes"]
    assert (theme["link"].url, theme["link"].count) == (f"practices/{THEME}/", 3)
    assert theme["count"] == PRACTICE_COLUMNS + 4
    assert [link.label for link in theme["examples"]] == ["修渠", "第1招"]


def test_values_of_an_article_lead_to_the_listing(vocabularies: Vocabularies) -> None:
    one = card(
        1,
        "市级",
        "一、修渠",
        organization="xx市水务局 & 灌区",
        author="周渠",
        kind="访谈",
        date="2023-04",
    )

    def found(**shape: bool) -> dict[str, str]:
        facts = library(vocabularies, [one], **shape).view(one.src)["facts"]
        return {fact.id: fact.values[0].url for fact in facts}

    assert found() == {
        "level": "levels/city/",
        "organization": "search/?organization=xx市水务局+%26+灌区",
        "author": "search/?author=周渠",
        "kind": "search/?kind=访谈",
        "date": "search/?year=2023",
        "themes": f"themes/{THEME}/",
        "minutes": "",
    }
    assert found(directories=False)["date"] == "search/index.html?year=2023"


@pytest.mark.parametrize(
    ("text", "length", "minutes"),
    [
        ("", 0, 0),
        ("短。", 2, 1),
        ("字" * 1000, 1000, 2),
        ("字 \n" * 1300, 1300, 3),
        ("## 一、渠\n\n**定\\*标**，2\\. 好。\n", 11, 1),
    ],
)
def test_length_and_reading_time(text: str, length: int, minutes: int) -> None:
    one = ArticleCard("c", "01", 1, "渠", body=text)
    assert one.length == length
    assert reading_minutes(length) == minutes


@pytest.mark.parametrize(
    ("values", "date", "expected"),
    [
        ({}, "", "渠长巡渠记[G]//水利汇编. 第 3 篇."),
        (
            {"organization": "xx县水务局", "date": "2023-04", "subtitle": "——一条渠的账"},
            "2024",
            "xx县水务局. 渠长巡渠记：一条渠的账[G]//水利汇编. 2023-04: 第 3 篇.",
        ),
        (
            {"organization": "xx县水务局", "author": "周渠"},
            "2024",
            "周渠. 渠长巡渠记[G]//水利汇编. 2024: 第 3 篇.",
        ),
    ],
)
def test_citation(values: dict[str, str], date: str, expected: str) -> None:
    article = ArticleCard("c", "03", 3, "渠长巡渠记", **values)  # type: ignore[arg-type]
    assert citation(article, CollectionCard("c", "水利汇编", date=date)) == expected


def test_the_tray_leads_to_pages_that_say_where_to_pick(three: Library) -> None:
    for src, kind in (("compare/index.md", "compare"), ("selection/index.md", "selection")):
        view = three.view(src)
        assert view["kind"] == kind
        assert json.loads(view["facts"])[:2] == [["region", "地区"], ["level", "层级"]]
        assert (view["browse_url"], view["collections_url"]) == ("search/", "collections/")


def test_a_row_has_the_name_that_links_and_tray_use(three: Library) -> None:
    view = three.view(f"practices/{THEME}.md")
    rows = [item["row"] for group in view["comparison"]["groups"] for item in group["rows"]]
    assert [row.key for row in rows] == ["c/01", "c/02", "c/03"]
