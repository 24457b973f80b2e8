"""The policy that servers send: one line, nothing from outside, nothing inline.

That every page works under it is proved in tests/browser/test_payloads.py.
"""

from __future__ import annotations

from pathlib import Path

from huibian.site.policy import CONTENT_SECURITY_POLICY, DIRECTIVES


def test_nothing_inline_nothing_evaluated_nothing_from_outside() -> None:
    assert DIRECTIVES["default-src"] == "'none'"
    for value in DIRECTIVES.values():
        assert set(value.split()) <= {"'none'", "'self'", "data:"}
    assert "data:" not in DIRECTIVES["script-src"]


def test_a_header_can_hold_it() -> None:
    assert CONTENT_SECURITY_POLICY.isascii() and CONTENT_SECURITY_POLICY.isprintable()
    assert '"' not in CONTENT_SECURITY_POLICY and "$" not in CONTENT_SECURITY_POLICY
    parts = [part.strip().split(" ", 1) for part in CONTENT_SECURITY_POLICY.split(";")]
    assert dict(parts) == DIRECTIVES  # type: ignore[arg-type]


def test_the_guide_shows_it() -> None:
    guide = Path(__file__).resolve().parents[2] / "docs" / "guide" / "security.md"
    line = f"\nContent-Security-Policy: {CONTENT_SECURITY_POLICY}\n"
    assert line in guide.read_text(encoding="utf-8")
