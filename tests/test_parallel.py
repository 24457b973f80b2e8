"""Work on many things comes back in order, from several processes or from this one."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from describe import compiled
from huibian import drafting, parallel
from huibian.stages import boundaries
from huibian.vocabulary.bundle import Vocabularies


def test_work_is_shared_out_and_comes_back_in_order() -> None:
    code = (
        "import os\n"
        "from huibian import parallel\n"
        "def work(n):\n"
        "    return n * n, os.getpid()\n"
        "found = list(parallel.each(work, range(40)))\n"
        "assert [square for square, _ in found] == [n * n for n in range(40)]\n"
        "print(len({pid for _, pid in found} - {os.getpid()}) > 0, os.cpu_count())\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    shared, processors = done.stdout.split()
    assert shared == str(sys.platform == "linux" and int(processors) > 1)


def test_an_error_in_the_work_is_raised() -> None:
    def work(number: int) -> float:
        return 1 / number

    with pytest.raises(ZeroDivisionError):
        list(parallel.each(work, [1, 0], worth=False))
    assert list(parallel.each(work, [1, 2], worth=False)) == [1.0, 0.5]


def test_a_compilation_is_the_same_from_several_processes(
    monkeypatch: pytest.MonkeyPatch, vocabularies: Vocabularies
) -> None:
    body = "青禾县把群众的小事当成大事来办，逐户登记诉求，办完以后回头再问一遍。" * 4
    source = "".join(f"篇{n}：抓实第{n}件实事\n{body}\n" for n in range(1, 60))
    alone = compiled(source, vocabularies)
    shared: list[bool] = []
    begun = parallel.begun

    def watched(work: Any, tasks: Any, *, worth: bool) -> Any:
        shared.append(worth)
        return begun(work, tasks, worth=worth)

    monkeypatch.setattr(parallel, "begun", watched)
    monkeypatch.setattr(boundaries, "_MANY_LINES", 10)
    monkeypatch.setattr(drafting, "_MANY", 10)
    monkeypatch.setattr(drafting, "_SOME", 7)
    assert compiled(source, vocabularies) == alone
    assert shared == [True, True]  # the rules for titles, then the articles


def test_copies_work_while_something_else_is_done() -> None:
    code = (
        "import os, threading, time\n"
        "from huibian import parallel\n"
        "from huibian.diagnostics import HuibianError\n"
        "os.cpu_count = lambda: 2\n"
        "reader, writer = os.pipe()\n"
        "def work(n):\n"
        "    os.write(writer, b'x')\n"
        "    return list(parallel.each(lambda m: n * m, [1, 2]))\n"
        "with parallel.begun(work, range(3)) as results:\n"
        "    begun = os.read(reader, 1) if os.name == 'posix' else b'x'\n"
        "    meanwhile = list(parallel.each(str, [7, 8]))\n"
        "    print(begun, meanwhile, list(results))\n"
        "try:\n"
        "    with parallel.begun(work, range(3)):\n"
        "        raise KeyError('between')\n"
        "except KeyError as error:\n"
        "    print(error)\n"
        "print(list(parallel.each(str, [9])))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    lines = ["b'x' ['7', '8'] [[0, 0], [1, 2], [2, 4]]", "'between'", "['9']"]
    assert done.stdout.splitlines() == lines


@pytest.mark.skipif(sys.platform != "linux", reason="copies are made on Linux only")
def test_a_copy_that_the_system_ends_is_told() -> None:
    code = (
        "import os, signal\n"
        "os.cpu_count = lambda: 2\n"
        "from huibian import parallel\n"
        "from huibian.diagnostics import HuibianError\n"
        "try:\n"
        "    list(parallel.each(lambda n: os.kill(os.getpid(), signal.SIGKILL), range(4)))\n"
        "except HuibianError as error:\n"
        "    print(error.findings[0].code)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "HB605\n"
