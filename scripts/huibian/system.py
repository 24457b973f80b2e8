"""What operating systems can do beyond Python's library: locks, exchanges, children that end."""

from __future__ import annotations

import ctypes
import errno
import os
import signal
import sys
import time
from pathlib import Path

_HERE = -100  # AT_FDCWD
_EXCHANGE = 2  # RENAME_EXCHANGE, and RENAME_SWAP of macOS
_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG
#: Pauses (seconds) after which a rename is tried again: Windows renames no folder in which another
#: program has a file open, and those that look for viruses open what has just been written.
_PAUSES = (0.1, 0.3, 0.6, 1.0, 2.0) if sys.platform == "win32" else ()
#: Whether renaming puts a link in the place of another one.
REPLACES_LINKS = sys.platform != "win32"
_UNLOCKABLE = (errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS)

_locked: set[int] = set()


def exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step (Linux and macOS); False where that cannot be had."""
    try:
        library = ctypes.CDLL(None, use_errno=True)
    except (OSError, TypeError):
        return False
    names = (os.fsencode(one), os.fsencode(other))
    if sys.platform == "darwin":
        call = getattr(library, "renamex_np", None)
        return call is not None and call(*names, _EXCHANGE) == 0
    call = getattr(library, "renameat2", None)
    return call is not None and call(_HERE, names[0], _HERE, names[1], _EXCHANGE) == 0


def rename(path: Path, target: Path) -> None:
    """Rename a file or folder, if need be when other programs have let go of it; else OSError."""
    for pause in _PAUSES:
        try:
            path.rename(target)
        except PermissionError:
            time.sleep(pause)
        else:
            return
    path.rename(target)


def try_lock(handle: int) -> bool:
    """Lock an open file until it is closed; False when another process has it.

    Processes that this one forks do not hold it: they may outlive their parent for a moment.
    """
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        # a file system without locks (some network shares) must not bar all writing
        return error.errno in _UNLOCKABLE
    _locked.add(handle)
    return True


def unlock(handle: int) -> None:
    """Forget a lock whose file is about to be closed."""
    _locked.discard(handle)


def end_with_parent() -> None:
    """Let this process be killed when the one that forked it ends (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DEATH_SIGNAL, signal.SIGKILL)


def _let_go() -> None:
    """Put nothing in the place of each locked file; their numbers stay taken."""
    for handle in _locked:
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, handle)
        os.close(nothing)
    _locked.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_let_go)
