"""What the model says of characters, and how it travels."""

from __future__ import annotations

import copy
import pickle

from huibian.model import Article, Block, Evidence, Finding, LineRange, ink, is_blank


def test_ink_is_what_is_not_blank() -> None:
    every = "".join(map(chr, [*range(0xD800), *range(0xE000, 0x110000)]))
    assert ink(every) == "".join(char for char in every if not is_blank(char))


def test_an_article_goes_from_process_to_process_as_it_is() -> None:
    evidence = (Evidence("place-full", 3, "青禾县", 2.0),)
    article = Article(
        7,
        "抓实小事",
        (Block("paragraph", "逐户登记。", (3, 4), lead=2),),
        (LineRange(3, 4),),
        region=Finding("青禾县", 0.9, evidence, "只凭一处", "禾丰县"),
        themes=(Finding("基层治理", 1.0),),
        review=("region",),
    )
    assert pickle.loads(pickle.dumps(article)) == article
    assert copy.deepcopy(article) == article
