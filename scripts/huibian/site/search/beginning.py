"""What a page of results shows before anything is asked: counts of every facet, the first articles.

With it the page needs no column; these are loaded with the first query, filter or order.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from huibian.site.search.columns import UNKNOWN, Columns
from huibian.site.search.grams import Array
from huibian.site.search.orders import Orders
from huibian.site.search.pieces import as_json

FIRST = 50  # articles: as many as the longest page of results
MOST = 8  # values of a large facet: as many as are shown before it is unfolded


def of_articles(
    columns: Columns, orders: Orders, places: Sequence[int], facets: Sequence[str], sort: str
) -> str:
    """Return the piece of the articles; ``sort`` is the order where nobody chose one.

    ``places`` are theirs, as the catalog has them.
    """
    first = [places[number] for number in orders.by(sort)[:FIRST].tolist()]
    weights = np.ones(len(places), dtype=np.int64)
    return as_json({"sort": sort, "first": first, **_counts(columns, facets, weights)})


def of_practices(columns: Columns, practices: Sequence[int], facets: Sequence[str]) -> str:
    """Return the piece of the practices; ``practices`` says how many each article has."""
    weights = np.array(practices, dtype=np.int64)
    about = {"total": int(weights.sum()), "articles": int((weights > 0).sum())}
    return as_json({**about, **_counts(columns, facets, weights)})


def _counts(columns: Columns, facets: Sequence[str], weights: Array) -> dict[str, object]:
    """Return the counts by the number of each value; of a large facet the first values alone."""
    counts, large = {}, {}
    for facet in facets:
        if facet not in columns.large:
            counts[facet] = columns.counted(facet, weights).tolist()
            continue
        own = columns.large[facet]
        held = own.counted(weights)
        top = np.argsort(-held, kind="stable")[:MOST].tolist()
        values = [[own.order[at] or UNKNOWN, int(held[at])] for at in top if held[at]]
        large[facet] = {"distinct": int((held > 0).sum()), "values": values}
    return {"counts": counts, "large": large, "most": MOST}
