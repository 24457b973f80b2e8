#!/bin/sh
# Installs from the wheels beside it, without asking any network. Messages are for a publisher.
set -eu

here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
target=${1:-$here}

stop() {
  echo "没有安装：$1" >&2
  exit 2
}

case "$target" in
  -*)
    echo "用法：./install.sh [站点文件夹]"
    echo "不写文件夹，就装在这里；写了，程序装到那个文件夹，那里的 docs 和 mkdocs.yml 不动。"
    [ "$target" = --help ] || [ "$target" = -h ] && exit 0
    exit 2
    ;;
  /*) ;;
  *) target=$PWD/$target ;;
esac

# What an interrupted update put aside comes back; what one had no use for any more goes.
if [ -e "$target/.venv.old" ]; then
  rm -rf "$target/.venv"
  mv "$target/.venv.old" "$target/.venv"
fi
rm -rf "$target/.venv.gone"

# 1. Every file as it was packed, and no wheel that was not.
cd "$here"
command -v sha256sum >/dev/null 2>&1 || stop "缺少 sha256sum 命令（在 coreutils 软件包里）"
[ -f manifest.sha256 ] || stop "缺少 manifest.sha256，请重新解压安装包"
# only what is installed: the site's own pages may have been edited since
grep -E '  (wheels/|overrides/|install\.sh$|pythons\.txt$)' manifest.sha256 >.checked || true
if ! sha256sum --check --quiet .checked; then
  rm -f .checked
  stop "上面列出的文件与打包时不一样，可能没有复制完整。请重新复制、重新解压安装包"
fi
for wheel in wheels/*; do
  grep -qF "  $wheel" .checked || { rm -f .checked; stop "多出了一个文件：$wheel。请重新解压安装包"; }
done
rm -f .checked

# 2. A Python that the wheels are for.
found=
for one in ${PYTHON:-python3} $(sed 's/^/python/' pythons.txt); do
  version=$("$one" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue
  if grep -qxF "$version" pythons.txt; then
    found=$one
    break
  fi
done
if [ -z "$found" ]; then
  stop "需要 Python $(tr '\n' ' ' <pythons.txt | sed 's/ $//; s/ / 或 /g')（这台电脑是 $(python3 -V 2>&1 || echo '没有 Python')）。
请让管电脑的同事装上，或者在能上网的电脑上用 --python 重新做一个安装包；
装在别处的，这样指明：PYTHON=/路径/python3 ./install.sh"
fi
"$found" -c 'import venv' 2>/dev/null || stop "这台电脑的 Python 缺少 venv 部分。
Debian、Ubuntu、统信、麒麟：请从安装光盘或单位的软件源装上 python3-venv（$("$found" -V 2>&1)）；
不能装的，请换一个完整的 Python：PYTHON=/路径/python3 ./install.sh"

# 3. The site's folder.
mkdir -p "$target" || stop "建不了文件夹 $target"
target=$(CDPATH= cd -- "$target" && pwd)
if [ "$target" != "$here" ]; then
  copy() {  # whole or not at all: half of something would pass for the site's own
    rm -rf "$target/$1.new"
    cp -R "$1" "$target/$1.new"
  }
  for name in mkdocs.yml docs; do
    if [ ! -e "$target/$name" ]; then
      copy "$name"
      mv "$target/$name.new" "$target/$name"
    fi
  done
  if [ -e "$target/overrides" ] && ! diff -rq overrides "$target/overrides" >/dev/null 2>&1; then
    copy overrides
    rm -rf "$target/overrides.old"
    mv "$target/overrides" "$target/overrides.old"
    mv "$target/overrides.new" "$target/overrides"
    echo "模板换成了新的；原来的在 $target/overrides.old，自己改过的请照着再改一次"
  fi
  if [ ! -e "$target/overrides" ]; then
    copy overrides
    mv "$target/overrides.new" "$target/overrides"
  fi
fi

# 4. The program. The old one comes back when anything goes wrong, now or when this is run again.
[ ! -e "$target/.venv" ] || mv "$target/.venv" "$target/.venv.old"
back() {
  trap '' INT TERM HUP
  rm -rf "$target/.venv"
  [ ! -e "$target/.venv.old" ] || mv "$target/.venv.old" "$target/.venv"
  stop "${1:-安装出错，上面是原因}。原来的程序没有变"
}
trap 'back 安装中断了' INT TERM HUP
echo "正在安装，约一分钟……"
# pip comes from its own wheel: Debian's Python without python3-venv has none to put in
"$found" -m venv --without-pip "$target/.venv" || back
set -- wheels/pip-*.whl
PIP_CONFIG_FILE=/dev/null PIP_NO_INDEX=1 "$target/.venv/bin/python" "$1/pip" \
  --isolated install --quiet --disable-pip-version-check --no-index --no-cache-dir \
  --find-links wheels huibian pip || back
"$target/.venv/bin/huibian" --version >/dev/null || back
trap - INT TERM HUP
if [ -e "$target/.venv.old" ]; then  # by another name, as half of it must never come back
  mv "$target/.venv.old" "$target/.venv.gone"
  rm -rf "$target/.venv.gone"
fi

echo "装好了。接着运行："
echo "  cd $target"
echo "  source .venv/bin/activate"
echo "  huibian serve"
