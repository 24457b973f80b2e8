"""What the site's pages may load: the Content-Security-Policy that they satisfy.

In one place, so that the configurations of web servers, the tests and the documents agree. Pages
hold no script and no style of their own and load nothing from elsewhere, so nothing is "unsafe".
"""

from __future__ import annotations

#: What each sort of content may come from, by directive.
_SOURCES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",  # the theme's icons are masks with data: addresses
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "frame-src": "'self'",  # comparing reads articles in hidden frames (ADR 12)
    "frame-ancestors": "'self'",
    "form-action": "'self'",
    "base-uri": "'self'",  # 404.html finds the site's beginning and sets it (missing.js)
}

#: The value of the header.
CONTENT_SECURITY_POLICY = "; ".join(f"{name} {value}" for name, value in _SOURCES.items())
