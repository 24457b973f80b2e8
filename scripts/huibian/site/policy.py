"""What browsers are to allow the site's pages: the Content-Security-Policy that servers send.

The one place where it stands: configurations of web servers are made from it, and the tests serve
the site with it. Pages need no inline script or style, nothing from another host and no ``eval``.
"""

from __future__ import annotations

#: Directive -> what it allows. A directive that is missing falls back to ``default-src``: nothing.
DIRECTIVES: dict[str, str] = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",  # icons in style sheets are data:
    "font-src": "'self'",
    "connect-src": "'self'",  # the search index
    "frame-src": "'self'",  # texts of articles for comparison and print (ADR 12)
    "frame-ancestors": "'self'",
    "base-uri": "'self'",  # 404.html finds the site's beginning (missing.js)
    "form-action": "'self'",  # the search field
    "object-src": "'none'",
}

#: The value of the header.
CONTENT_SECURITY_POLICY = "; ".join(f"{name} {value}" for name, value in DIRECTIVES.items())
