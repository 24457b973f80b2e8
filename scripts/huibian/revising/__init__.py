"""Changes that reach many pages at once: fields of selected articles, words of vocabularies.

A change is worked out first and written second: a ``Revision`` says what it would do, page by page,
and ``Store.change`` writes its files, all or none. Modules: ``revision`` (what a change is),
``fields`` (the same field of many articles), ``words`` (themes, regions and noise rules of the
site, with the pages that use them). Knows no browser.
"""
