"""Exact search: what the plugin collects at build time and the browser's engine reads.

``text`` takes the visible text from a page, ``folding`` says which characters count as the same,
``grams`` builds the index with numpy, ``library`` writes everything below ``search/`` in the
site. The other half is ``overrides/assets/huibian/search.js``. ADR 10 says why it is so.
"""
