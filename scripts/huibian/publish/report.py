"""What the publishing commands report, as text for a terminal."""

from __future__ import annotations

from pathlib import Path

from huibian.publish.publishing import AUDIENCES, Published, described
from huibian.publish.shelf import CURRENT, Shelf


def published(done: Published, to: Path, *, chosen: bool) -> str:
    """Return the report on a publish; ``chosen``: its audience was said on the command line."""
    counts = done.about.about["counts"]
    size = done.about.size / 1e6
    lines = [
        f"已发布 {done.release}（{described(done.edition)}）"
        if done.changed
        else f"内容没有变化，仍是 {done.release}（{described(done.edition)}）",
        f"共 {counts['collections']} 本、{counts['articles']} 篇；"
        f"{counts['files']} 个文件，{size:.1f} MB，其中 {done.linked} 个与上一版相同",
        f"读者看到的是 {to / CURRENT}",
    ]
    if not chosen:
        how = "写着公开的汇编" if done.edition.audience == "public" else "全部汇编"
        other = "internal" if done.edition.audience == "public" else "public"
        lines.append(
            f"没有写 --audience，按{AUDIENCES[done.edition.audience]}版发布（{how}都在里面）；"
            f"要{AUDIENCES[other]}版，请用 --audience {other} 发布到另一个文件夹"
        )
    if done.archive is not None:
        lines.append(f"压缩包：{done.archive}")
    if done.removed:
        lines.append(f"删去了旧版本：{'、'.join(done.removed)}")
    return "\n".join(lines)


def listed(shelf: Shelf) -> str:
    """Return the releases of a folder, a line each."""
    lines = []
    for one in shelf.all():
        if one.about is None:
            what = "清单坏了"
        else:
            counts = one.about.about["counts"]
            what = f"{counts['articles']} 篇，{one.about.size / 1e6:.1f} MB"
        mark = "← 读者正在看" if one.current else "（退回过）" if one.left else ""
        lines.append(f"{one.name}  {one.time}  {what}  {mark}".rstrip())
    return "\n".join(lines)
