"""YAML that others wrote: safe (no objects), and read by libyaml where the wheel brings it.

Beside PyYAML's safe loader, aliases are refused in what comes from outside: a few lines of them
stand for billions of values.
"""

from __future__ import annotations

from typing import Any

import yaml

try:  # about ten times faster; the pure loader reads the same language
    from yaml import CSafeLoader as Loader
except ImportError:  # pragma: no cover - wheels of PyYAML bring libyaml
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

__all__ = ["Loader", "load"]


def load(text: str) -> Any:
    """Return what a text from outside holds; None for an empty one.

    Raises yaml.YAMLError, with ``problem`` and ``problem_mark``, for what is no YAML, for aliases
    and for tags that name no plain value.
    """
    if "*" in text:  # only then can there be an alias
        for token in yaml.scan(text, Loader=Loader):
            if isinstance(token, yaml.AliasToken):
                problem = f"不能用别名（*{token.value}）"
                raise yaml.MarkedYAMLError(problem=problem, problem_mark=token.start_mark)
    try:
        return yaml.load(text, Loader=Loader)
    except yaml.constructor.ConstructorError as error:
        if "tag" in (error.problem or ""):
            error.problem = "不能用标签（!…）"
        raise
