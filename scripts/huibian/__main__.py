"""``python -m huibian``: the same as the ``huibian`` command."""

from huibian.cli import main

main()
