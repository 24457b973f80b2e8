"""The YAML loader of the project: safe (no objects), and libyaml's where the wheel brings it."""

from __future__ import annotations

try:  # about ten times faster; the pure loader reads the same language
    from yaml import CSafeLoader as Loader
except ImportError:  # pragma: no cover - wheels of PyYAML bring libyaml
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

__all__ = ["Loader"]
