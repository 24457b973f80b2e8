"""Exact search: what the plugin collects at build time and the browser's engine reads.

``text`` takes the visible text from a page, ``folding`` says which characters count as the same,
``alphabet`` and ``slots`` give characters and articles numbers that stay. ``entries`` has what the
index takes from one article, ``owners`` the texts as ``grams`` builds the index from them with
numpy; ``edits`` brings it up to date, ``shards`` cuts it. ``library`` writes everything below
``search/`` in the site, ``kept`` leaves to the next build what it can use. The other half is
``overrides/assets/huibian/search.js``. ADR 10 says why the index is so, ADR 14 how it is updated.
"""
