"""What each page shows: from the catalog to the plain values that the templates print.

``library`` knows every page that the plugin must make and what stands on it; the pages of a kind
have a module each. Values are raw text: escaping is the templates' work. URLs are relative to
the site's root. Knows neither MkDocs nor HTML.
"""
