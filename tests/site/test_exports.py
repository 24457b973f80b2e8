"""Tables, data and feeds, read back with other programs' parsers."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Container
from io import StringIO
from typing import Any

import pytest
from lxml import etree

from huibian.site import exports
from huibian.site.addresses import Addresses
from huibian.site.catalog import ArticleCard, Catalog, CollectionCard, make_catalog
from huibian.site.exports import Site
from huibian.vocabulary.regions import load_regions
from huibian.vocabulary.themes import load_themes

ATOM = {"a": "http://www.w3.org/2005/Atom"}
URL = Addresses().url
SITE = Site("案例库")


def card(
    number: int, title: str = "守好村口这条渠", slug: str = "water", **fields: Any
) -> ArticleCard:
    return ArticleCard(slug, f"{number:02}", number, title, **fields)


def library(*articles: ArticleCard, **fields: Any) -> Catalog:
    themes = load_themes()
    book = CollectionCard("water", "水渠经验汇编", articles=articles, **fields)
    return make_catalog([book], load_regions(), themes)


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    theme = load_themes().get("水利")
    assert theme
    return library(
        card(
            1,
            region=("530000", "530100"),
            level="县区级",
            organization="某县水务局",
            themes=(theme.id,),
            date="2023-04",
            summary="错峰放水，\n先远后近。",
            source_file="original.txt",
            source_lines="3-20",
            body="## 一、放水\n\n先远后近。",
        ),
        card(2, '引号"与,逗号'),
        added="2024-05-01",
        source_file="original.txt",
        source_name="水渠.txt",
    )


def table(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(data.decode("utf-8-sig"), newline="")))


def test_a_table_opens_in_a_spreadsheet(catalog: Catalog) -> None:
    data = exports.as_csv(exports.records(catalog, catalog.articles, URL, SITE), catalog.fields)
    assert data.startswith(b"\xef\xbb\xbf")
    first, second = table(data)
    assert first == {
        "汇编": "水渠经验汇编",
        "篇次": "1",
        "标题": "守好村口这条渠",
        "副标题": "",
        "地区": "云南省/昆明市",
        "层级": "县区级",
        "单位": "某县水务局",
        "作者": "",
        "主题": "水利",
        "体裁": "",
        "日期": "2023-04",
        "摘要": "错峰放水，\n先远后近。",
        "字数": "9",
        "原文": "水渠.txt",
        "原文行": "3-20",
        "网址": "collections/water/01/",
    }
    assert second["标题"] == '引号"与,逗号'


@pytest.mark.parametrize("sign", [*"=+-@＝＋－＠", "\t", "\r", " =", "\n", "\u3000@"])
def test_no_cell_is_a_formula(sign: str) -> None:
    evil = f'{sign}HYPERLINK("http://x","点")'
    catalog = library(card(1, evil, organization=evil, summary=evil))
    (row,) = table(
        exports.as_csv(exports.records(catalog, catalog.articles, URL, SITE), catalog.fields)
    )
    assert [row[name] for name in ("标题", "单位", "摘要")] == ["'" + evil] * 3


@pytest.mark.parametrize("title", ["守好渠", "——某县的做法", "2023年", "’引", "a=b"])
def test_other_cells_stay_as_they_are(title: str) -> None:
    catalog = library(card(1, title))
    (row,) = table(
        exports.as_csv(exports.records(catalog, catalog.articles, URL, SITE), catalog.fields)
    )
    assert row["标题"] == title


def test_data_hold_values_as_they_are(catalog: Catalog) -> None:
    site = Site("案例库", "http://anli.local/x/")
    data = exports.as_json(exports.records(catalog, catalog.articles, URL, site))
    first, second = json.loads(data)
    assert first["themes"] == ["水利"]
    assert first["number"] == 1
    assert first["url"] == "http://anli.local/x/collections/water/01/"
    assert first.keys() == second.keys()
    assert json.loads(exports.as_json([])) == []


def entries(feed: bytes) -> list[dict[str, str]]:
    root = etree.fromstring(feed)
    return [
        {
            **{etree.QName(child).localname: child.text or "" for child in entry},
            "link": entry.find("a:link", ATOM).get("href"),  # type: ignore[union-attr]
        }
        for entry in root.findall("a:entry", ATOM)
    ]


def test_a_feed_has_what_atom_asks_for(catalog: Catalog) -> None:
    feed = exports.feed(catalog, catalog.articles, URL, SITE, at="feed.xml")
    root = etree.fromstring(feed)
    assert root.findtext("a:title", namespaces=ATOM) == "案例库"
    assert root.findtext("a:author/a:name", namespaces=ATOM) == "案例库"
    assert root.findtext("a:updated", namespaces=ATOM) == "2024-05-01T00:00:00Z"
    links = {link.get("rel"): link.get("href") for link in root.findall("a:link", ATOM)}
    assert links == {"self": "feed.xml", "alternate": "./"}
    first, second = entries(feed)
    assert first["title"] == "守好村口这条渠"
    assert first["link"] == "collections/water/01/"
    assert first["updated"] == "2024-05-01T00:00:00Z"
    assert "summary" in first and "summary" not in second
    ids = [root.findtext("a:id", namespaces=ATOM) or "", first["id"], second["id"]]
    assert len(set(ids)) == 3
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", one) for one in ids)


def test_a_collections_feed_leads_from_its_own_place(catalog: Catalog) -> None:
    at = "collections/water/feed.xml"
    feed = exports.feed(catalog, catalog.articles, URL, SITE, at=at, slug="water")
    assert etree.fromstring(feed).findtext("a:title", namespaces=ATOM) == "水渠经验汇编 - 案例库"
    assert [entry["link"] for entry in entries(feed)] == [
        "../../collections/water/01/",
        "../../collections/water/02/",
    ]
    site = Site("案例库", "http://anli.local/x/")
    feed = exports.feed(catalog, catalog.articles, URL, site, at=at, slug="water")
    assert entries(feed)[0]["link"] == "http://anli.local/x/collections/water/01/"


def test_ids_stay_when_the_site_moves(catalog: Catalog) -> None:
    moved = Site("案例库", "http://anli.local/")
    here = exports.feed(catalog, catalog.articles, URL, SITE, at="feed.xml")
    there = exports.feed(catalog, catalog.articles, URL, moved, at="feed.xml")
    assert [one["id"] for one in entries(here)] == [one["id"] for one in entries(there)]


@pytest.mark.parametrize(
    ("added", "date", "moment"),
    [
        ("", "2023-04", "2023-04-01T00:00:00Z"),
        ("", "2023", "2023-01-01T00:00:00Z"),
        ("2024-05-01", "2023", "2024-05-01T00:00:00Z"),
        ("", "", "1970-01-01T00:00:00Z"),
    ],
)
def test_moments_come_from_the_dates_known(added: str, date: str, moment: str) -> None:
    catalog = library(card(1, date=date), added=added)
    (entry,) = entries(exports.feed(catalog, catalog.articles, URL, SITE, at="feed.xml"))
    assert entry["updated"] == moment


def test_signs_that_xml_cannot_hold_are_left_out() -> None:
    catalog = library(card(1, "坏\x00字\x1f<b>&\ufffe"))
    (entry,) = entries(exports.feed(catalog, catalog.articles, URL, SITE, at="feed.xml"))
    assert entry["title"] == "坏字<b>&"


def made(catalog: Catalog, published: Container[str]) -> dict[str, bytes]:
    found = exports.products(catalog, published, URL, SITE)
    return {product.path: product.make() for product in found}


def test_only_what_readers_see_is_made(catalog: Catalog) -> None:
    files = made(catalog, [catalog.articles[1].src])
    names = ("articles.csv", "articles.json")
    assert set(files) == {
        "feed.xml",
        "collections/water/feed.xml",
        *(f"{folder}/{name}" for folder in ("data", "collections/water") for name in names),
    }
    for folder in ("data", "collections/water"):
        (row,) = json.loads(files[f"{folder}/articles.json"])
        assert row["number"] == 2
    assert len(entries(files["feed.xml"])) == 1


def test_the_librarys_feed_has_the_newest_only() -> None:
    catalog = library(*(card(number) for number in range(1, exports.FEED_LIMIT + 21)))
    files = made(catalog, catalog.by_src)
    assert len(entries(files["feed.xml"])) == exports.FEED_LIMIT
    assert len(entries(files["collections/water/feed.xml"])) == exports.FEED_LIMIT + 20
