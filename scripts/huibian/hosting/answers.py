"""How any web server should answer for a built site: types, headers, terms, what it hides.

The data from which the configurations of all servers are made, and by which the tests judge a
running one. Knows no server.
"""

from __future__ import annotations

from huibian.site.policy import CONTENT_SECURITY_POLICY

#: A file's suffix -> its Content-Type. The charset stands in it: nginx adds none to packed files.
TYPES = {
    "html": "text/html; charset=utf-8",
    "htm": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "xml": "application/xml; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "webmanifest": "application/manifest+json; charset=utf-8",
    "svg": "image/svg+xml; charset=utf-8",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "ico": "image/x-icon",
    "woff": "font/woff",
    "woff2": "font/woff2",
    "pdf": "application/pdf",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "zip": "application/zip",
    "gz": "application/gzip",
    "bin": "application/octet-stream",
}

#: What packing makes smaller: all text.
PACKED_TYPES = tuple(dict.fromkeys(kind for kind in TYPES.values() if "charset" in kind))

#: Headers of every answer, errors included.
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",  # for browsers that do not know frame-ancestors
    "Referrer-Policy": "same-origin",  # addresses hold what readers searched for
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
# No Cross-Origin-Resource-Policy: articles that are compared load in frames without an origin.

#: Headers over TLS only: without it browsers ignore them, and say so in their console.
TLS_HEADERS = {"Cross-Origin-Opener-Policy": "same-origin"}
#: What makes browsers ask this host by TLS only; for publishers who want it.
STRICT_TRANSPORT = "max-age=31536000"

#: Cache-Control of what may change under its address: the browser asks, by ETag, each time.
ASK = "no-cache"
KEPT_DAYS = 365
#: Cache-Control of what has another address when its content is another one.
KEEP = f"max-age={KEPT_DAYS * 24 * 3600}, immutable"

#: Folders whose files have a hash of the content in their name.
HASHED_FOLDERS = ("assets/huibian", "assets/javascripts", "assets/stylesheets")
#: Pattern of such names: what else lies in these folders is asked for.
_HASHED_NAME = r"[^/]+\.[0-9a-f]{8}\.[^/]+"
#: Pattern of the paths of what may be kept: such files, and those in a folder that is named by the
#: hash of all that it holds.
HASHED_PATHS = rf"(?:{'|'.join(HASHED_FOLDERS)})/{_HASHED_NAME}$|search/[0-9a-f]{{12}}/"

#: Files at the site's root that are no reader's business.
HIDDEN = ("manifest.json",)
#: The page for wrong addresses.
MISSING = "404.html"
