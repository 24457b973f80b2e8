"""What a build can stumble over in files that people wrote, said as findings.

MkDocs has words for most of it. Files in another encoding and mistakes in templates come out of it
as the exceptions of Python and Jinja.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jinja2 import TemplateError, TemplateSyntaxError

from huibian.diagnostics import HuibianError, fail, os_reason

#: Where the files of a site lie that a build reads as text.
_READ = ("docs", "overrides")


@contextmanager
def told(site: Path) -> Iterator[None]:
    """Raise HB801, with file and line where they are known, for such an exception."""
    try:
        yield
    except UnicodeError as error:
        path = _of_bytes(site, error.object) if isinstance(error, UnicodeDecodeError) else ""
        raise fail("HB801", path=path, reason=os_reason(error)) from error
    except TemplateError as error:
        raise _wrong_template(site, error) from error


def _of_bytes(site: Path, data: bytes) -> str:
    """Return the file that holds these bytes, "" for none."""
    files = (path for name in _READ for path in sorted((site / name).rglob("*")))
    for path in files:
        try:
            if path.is_file() and path.read_bytes().endswith(data):  # a mark may stand before them
                return _shown(site, str(path))
        except OSError:
            continue
    return ""


def _wrong_template(site: Path, error: TemplateError) -> HuibianError:
    """Return what is wrong with a template, where Jinja has noted it or rendering has stopped."""
    reason = f"模板有错：{error.message or type(error).__name__}"
    if isinstance(error, TemplateSyntaxError):
        return fail("HB801", path=_shown(site, error.filename), line=error.lineno, reason=reason)
    frames = traceback.extract_tb(error.__traceback__)
    found = next((one for one in reversed(frames) if not one.filename.endswith(".py")), None)
    if found is None:
        return fail("HB801", reason=reason)
    line = found.lineno or 0
    return fail("HB801", path=_shown(site, found.filename), line=line, reason=reason)


def _shown(site: Path, filename: str | None) -> str:
    """Return a file's path from the site's folder, if it is below that."""
    path = Path(filename or "")
    if path.is_absolute() and path.is_relative_to(site):
        return path.relative_to(site).as_posix()
    return filename or ""
