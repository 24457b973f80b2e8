"""Warnings and errors as data: one catalogue of codes, texts and hints.

Everything that the software has to say to a clerk passes through here, so that each
finding has a stable code, a place (file:line), a Chinese message and a hint that says
what to do. This module knows nothing of files, articles or the command line.
"""

from __future__ import annotations

import errno
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Literal

Severity = Literal["error", "warning", "question", "info"]


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """What a code stands for: its severity and the texts, with ``{name}`` places to fill."""

    severity: Severity
    message: str
    hint: str


#: Codes by hundreds: 1 reading, 2 splitting, 3 pages, 4 plans, 5 vocabularies, 6 site, 7 writing,
#: 8 publishing.
CATALOGUE: dict[str, CatalogueEntry] = {
    "HB101": CatalogueEntry("error", "文件是空的，没有任何文字", "请确认选对了文件，再运行一次"),
    "HB102": CatalogueEntry(
        "error",
        "这不是文本文件（{reason}）",
        "请在 Word 或 WPS 里“另存为” Word 文档（.docx）或纯文本（.txt），再拆分那个文件",
    ),
    "HB103": CatalogueEntry(
        "error",
        "认不出文字编码（从第 {at} 个字节起不是 UTF-8、UTF-16，也不是 GB18030{guess}）",
        "请用记事本或 WPS 打开，“另存为”时把编码选为 UTF-8",
    ),
    "HB104": CatalogueEntry(
        "error",
        "文件有 {size} MB，超过上限 {limit} MB",
        "请把它分成几个文件，或加 --max-size {suggest} 放宽上限",
    ),
    "HB105": CatalogueEntry("error", "找不到文件或读不了：{reason}", "请检查文件名和读取权限"),
    "HB106": CatalogueEntry(
        "error",
        "不支持 {suffix} 格式",
        "可以拆分 .docx、.txt、.md、.html 和有文字的 .pdf；别的格式请“另存为”其中一种",
    ),
    "HB107": CatalogueEntry(
        "error",
        "文件内容与后缀不符：{reason}",
        "请用 Word 或 WPS 打开它，“另存为” Word 文档（.docx），再拆分那个文件",
    ),
    "HB108": CatalogueEntry(
        "error",
        "文件损坏或不完整：{reason}",
        "请用原来的软件打开它另存一份；打不开的话，请向提供的人重新要一份",
    ),
    "HB109": CatalogueEntry(
        "error",
        "文件展开后大得不正常：{reason}",
        "请确认文件来路可靠；确实是自己的文件，请把它分成几个再拆分",
    ),
    "HB110": CatalogueEntry(
        "error", "文件有密码，打不开", "请用密码打开它，取消密码后另存一份，再拆分那个文件"
    ),
    "HB111": CatalogueEntry(
        "error",
        "这是扫描的 PDF，{pages} 页都只有图像，没有文字",
        "请先做文字识别（WPS 的“PDF 转 Word”或其他 OCR 软件），校对后存为 .docx；"
        "或向提供的人要 Word 原件",
    ),
    "HB112": CatalogueEntry(
        "error",
        "{suffix} 文件要靠 LibreOffice 转换，而这台机器上没有安装它",
        "请用 Word 或 WPS 打开它，“另存为” Word 文档（.docx）再拆分；或请管理员安装 LibreOffice",
    ),
    "HB113": CatalogueEntry(
        "error",
        "LibreOffice 没有能转换这个文件：{reason}",
        "请用 Word 或 WPS 打开它，“另存为” Word 文档（.docx），再拆分那个文件",
    ),
    "HB114": CatalogueEntry(
        "error",
        "文件里有正常文档不会有的结构，为安全起见没有读：{reason}",
        "请用 Word 或 WPS 打开它，“另存为” Word 文档（.docx），再拆分那个文件",
    ),
    "HB115": CatalogueEntry(
        "error",
        "PDF 里的文字取不出来：字体没有文字编码，取出的 {count} 个字里有 {bad} 个是乱码",
        "请向提供的人要 Word 原件；或打印成图像后做文字识别（OCR），校对后存为 .docx",
    ),
    "HB116": CatalogueEntry(
        "warning",
        "第 {pages} 页（共 {count} 页）是扫描的图像，没有文字，页面上只有图",
        "请对这几页做文字识别（OCR），校对后补进原文再拆分；或向提供的人要 Word 原件",
    ),
    "HB117": CatalogueEntry(
        "warning",
        "第 {pages} 页（共 {count} 页）是竖排的文字，已按从右到左的列序读出，顺序可能不对",
        "请对照原文核对这几页的文字；不对的话，请要横排的 Word 文件",
    ),
    "HB118": CatalogueEntry(
        "warning",
        "有 {count} 幅图没有放到页面上（{where}），浏览器显示不了它们的格式，或文件里没有图本身",
        "需要的话，请在 Word 或 WPS 里打开原文，把图另存为 PNG 再换上，然后重新拆分",
    ),
    "HB119": CatalogueEntry(
        "warning",
        "有 {count} 个图表或示意图（SmartArt）只取出了文字（第 {where} 行），图形没有放到页面上",
        "需要的话，请在 Word 或 WPS 里把它复制后选择性粘贴为图片（PNG），然后重新拆分",
    ),
    "HB120": CatalogueEntry(
        "warning",
        "第 {where} 行里有 {count} 个空字符（NUL），已经去掉，其余文字照常读出",
        "请看看这几行有没有缺字；缺了就改正原文，重新拆分",
    ),
    "HB121": CatalogueEntry(
        "error",
        "文件大体是 {encoding} 编码，但第 {where} 行有 {count} 处字节不合编码，读不出是什么字",
        "请用记事本或 WPS 打开，看看这几行的文字，改正后把编码选为 UTF-8 另存，再拆分那个文件",
    ),
    "HB122": CatalogueEntry(
        "error",
        "这个网页只是框架，正文在别的文件里（{names}）",
        "请在浏览器里点进正文那一页（右键“在新标签页中打开框架”），另存为网页，再拆分那个文件",
    ),
    "HB123": CatalogueEntry(
        "error",
        "第 {line} 行有 {count} 万字没有换行，不是正常的段落",
        "请用原来的软件打开，看看是不是丢了换行或选错了文件，另存后再拆分",
    ),
    "HB124": CatalogueEntry(
        "error",
        "这个文件分不了篇：{reason}",
        "请把文件分成几份，一份一份地添加；案例库里什么都没有变，还是不行，请把文件交给管软件的同事",
    ),
    "HB201": CatalogueEntry(
        "error",
        "没有找到分篇的标题，整个文件像是一篇文章",
        "如果确实只有一篇，用 {command} 把它作为一篇收入；"
        "如果有多篇，请在每篇标题的前后各留一个空行后再拆分",
    ),
    "HB210": CatalogueEntry(
        "question",
        "文中第 {line} 行像是另一篇的标题“{title}”，{reason}；现在仍算在第 {number} 篇里",
        "{command}",
    ),
    "HB211": CatalogueEntry(
        "question",
        "第 {first}–{last} 行在第 {number} 篇里，但像是第 {target} 篇《{title}》的内容（{reason}）",
        "{command}",
    ),
    "HB212": CatalogueEntry("question", "标题“{title}”像是没有写完（{reason}）", "{command}"),
    "HB213": CatalogueEntry(
        "question", "标题上写着 {declared} 篇，找到 {found} 篇{likely}", "{command}"
    ),
    "HB214": CatalogueEntry(
        "question",
        "第 {number} 篇《{title}》的标题不够确定（{reason}）",
        "{command}",
    ),
    "HB215": CatalogueEntry("question", "第 {number} 篇的{field}拿不准：{reason}", "{command}"),
    "HB216": CatalogueEntry(
        "warning",
        "第 {number} 项修改在现在的原文里找不到落脚处：{edit}（原来在第 {line} 行）",
        "请看看那一行现在在哪里，重新做一次；不再需要就运行 huibian edit {slug} --forget {number}",
    ),
    "HB217": CatalogueEntry(
        "question",
        "第 {first}–{last} 行（“{heading}”）当作编者的话，没有归入文章；是第 {number} 篇的正文吗",
        "{command}",
    ),
    "HB218": CatalogueEntry(
        "question", "目录列 {listed} 篇，找到 {found} 篇{missing}{more}", "{command}"
    ),
    "HB219": CatalogueEntry("question", "各篇标题的编号{where}，像是缺了{likely}", "{command}"),
    "HB220": CatalogueEntry("question", "{where}里有没有遮盖的个人信息：{found}", "{command}"),
    "HB221": CatalogueEntry("question", "{where}里像是留有广告：“{text}”{many}", "{command}"),
    "HB222": CatalogueEntry(
        "question",
        "第 {number} 篇与第 {other} 篇《{title}》有 {percent} 的文字相同，像是重复收录",
        "{command}",
    ),
    "HB223": CatalogueEntry(
        "question",
        "第 {number} 篇与已经收录的 {where} 有 {percent} 的文字相同，像是重复收录",
        "{command}",
    ),
    "HB224": CatalogueEntry(
        "question",
        "第 {number} 篇《{title}》几乎没有正文（{size} 字），像是分组的标题或别篇的一行",
        "{command}",
    ),
    "HB225": CatalogueEntry(
        "question",
        "第 {number} 篇有 {size} 字，别的篇一般 {usual} 字；第 {at} 行“{text}”像是另一篇的标题",
        "{command}",
    ),
    "HB226": CatalogueEntry(
        "question",
        "卷首第 {first}–{last} 行有 {size} 字没有归入任何一篇{likely}",
        "{command}",
    ),
    "HB227": CatalogueEntry(
        "question", "另有 {count} 行站得和标题差不多，也可能各是一篇{titles}", "{command}"
    ),
    "HB230": CatalogueEntry(
        "question",
        "原文没有标题行，第 {number} 篇的标题“{title}”是{origin}",
        "{command}",
    ),
    "HB231": CatalogueEntry(
        "warning",
        "这一行没有待定的问题，--confirm {line} 没有作用，没有记下",
        "有问题的行：{lines}；用 huibian edit {slug} 可以看到全部问题",
    ),
    "HB232": CatalogueEntry(
        "warning",
        "同一汇编里已有同名的一篇：{where}《{title}》，文字不同",
        "如果是修订稿，请只留下其中一篇：把另一页和它在 source 里的原文删掉",
    ),
    "HB301": CatalogueEntry(
        "error", "文件开头的元数据块不是合法的 YAML：{reason}", "请检查这一行的缩进、冒号和引号"
    ),
    "HB302": CatalogueEntry(
        "error", "没有元数据块", "页面要以一行 --- 开始，写上 title 等字段，再以一行 --- 结束"
    ),
    "HB303": CatalogueEntry("error", "不认识的字段“{key}”{suggestion}", "请改名或删掉这个字段"),
    "HB304": CatalogueEntry("error", "缺少必填字段“{name}”", "请补上“{key}: …”一行"),
    "HB305": CatalogueEntry("error", "字段“{name}”的值不对：{reason}", "{hint}"),
    "HB306": CatalogueEntry(
        "error", "主题“{theme}”不在主题词表里{suggestion}", "请改用词表里的主题，或在词表里加上它"
    ),
    "HB307": CatalogueEntry(
        "error",
        "地区“{region}”不在区划表里{suggestion}",
        "请写全称并用“/”连接，例如 陕西省/汉中市；表里没有的地区可以加进站点自己的地区表",
    ),
    "HB308": CatalogueEntry(
        "error", "篇序 {number} 与 {other} 重复", "同一汇编里每篇的 number 要各不相同"
    ),
    "HB309": CatalogueEntry(
        "error", "正文里有不允许的 HTML：{tag}", "请删掉它；要显示尖括号，请写成 &lt; 和 &gt;"
    ),
    "HB310": CatalogueEntry("warning", "正文是空的", "请补上正文，或删掉这个页面"),
    "HB311": CatalogueEntry(
        "error", "链接的地址不允许：{target}", "只能链接站内页面或以 http(s):// 开头的地址"
    ),
    "HB312": CatalogueEntry(
        "info", "有 {count} 个字段待复核：{fields}", "核对后从 review 里删掉这些字段名"
    ),
    "HB313": CatalogueEntry(
        "error", "层级“{level}”与地区“{region}”不相称", "请改层级，或把地区写到相应的一级"
    ),
    "HB314": CatalogueEntry(
        "error",
        "地址指到了网站以外：{target}",
        "请把要用的文件放进 docs 文件夹，用相对地址引用，例如 images/图.png",
    ),
    "HB315": CatalogueEntry(
        "error",
        "正文里有不允许的属性：{name}",
        "请删掉它；样式写在 overrides 里，页面里不能有脚本和事件",
    ),
    "HB316": CatalogueEntry(
        "error",
        "docs 文件夹里不能有这个：{reason}",
        "请删掉它；里面的内容要用，就把文件复制进来",
    ),
    "HB317": CatalogueEntry(
        "error",
        "这种文件不发布：浏览器或服务器会把它当作程序、样式或设置",
        "请移走它；图片用 png 或 jpg，网站自己的样式和脚本放在 overrides 里",
    ),
    "HB318": CatalogueEntry(
        "error",
        "名字不是 UTF-8 编码，网址里写不出来{guess}",
        "请改名，最好只用英文字母、数字和连字符；页面里用到它的地方一起改",
    ),
    "HB320": CatalogueEntry(
        "warning",
        "页面上有没有遮盖的个人信息：{found}",
        "请把号码改成 138****5678 的样子，或删掉；可以公开的，在字段里加上 confirmed: [HB320]",
    ),
    "HB321": CatalogueEntry(
        "warning",
        "页面上像是留有广告：“{text}”",
        "请删掉这句话；不是广告的，在字段里加上 confirmed: [HB321]",
    ),
    "HB322": CatalogueEntry(
        "warning",
        "与 {where} 有 {percent} 的文字相同，像是重复收录",
        "请留下一篇：{command}；两篇都要留的，在字段里加上 confirmed: [HB322]",
    ),
    "HB401": CatalogueEntry("error", "{file} 读不了：{reason}", "{hint}"),
    "HB402": CatalogueEntry(
        "error",
        "原文 {file} 与 plan.yml 记录的不一致，可能被改动过",
        "请恢复原文；如果确实换了原文，请用 huibian split 重新拆分它",
    ),
    "HB403": CatalogueEntry(
        "error",
        "原文第 {line} 行的“{text}”没有着落：既不在任何一篇里，也没有记为剔除",
        "请运行 {command} 重新生成，并报告这个问题",
    ),
    "HB404": CatalogueEntry(
        "error",
        "原文第 {line} 行的“{text}”出现在不止一处",
        "请运行 {command} 重新生成，并报告这个问题",
    ),
    "HB405": CatalogueEntry(
        "error",
        "页面的文字与原文第 {lines} 行对不上（从“{text}”开始），但页面没有人改过",
        "请运行 {command} 重新生成",
    ),
    "HB406": CatalogueEntry("info", "这一页有人改过，以后重新拆分时会保留", "无需处理"),
    "HB407": CatalogueEntry(
        "error", "plan.yml 里记录的页面 {file} 不见了", "请恢复它，或运行 {command} 重新生成"
    ),
    "HB408": CatalogueEntry("error", "修改做不了：{reason}", "{hint}"),
    "HB420": CatalogueEntry(
        "error",
        "收入的单篇的原文 {file} 不见了，或者与收入时不一致",
        "请从备份恢复它；原文只用来核对，页面没有变",
    ),
    "HB421": CatalogueEntry(
        "error",
        "页面的文字与收入时的原文 {file} 对不上（从“{text}”开始），但正文没有人改过",
        "请对照原文把这一页改好，并报告这个问题",
    ),
    "HB422": CatalogueEntry(
        "warning",
        "收入的单篇《{title}》没有页面了，原文还在 {file}",
        "请恢复那一页；确实不要了，就删掉 {file} 和 added.yml 里的那一行",
    ),
    "HB423": CatalogueEntry(
        "warning",
        "重新拆分时有没合并好的一页，放在这里（{file}）",
        "请对照它改好 {page}，改好后把这个文件删掉",
    ),
    "HB424": CatalogueEntry(
        "warning",
        "页面里还有空白模板的提示：{text}",
        "请写上正文，或把这一行提示删掉",
    ),
    "HB430": CatalogueEntry(
        "error",
        "各步的结果不能写到这个文件夹：{reason}",
        "请换一个新的或空的文件夹，例如 --debug-dir 各步结果",
    ),
    "HB501": CatalogueEntry("error", "词表有错：{reason}", "请按提示改正这个词表文件"),
    "HB502": CatalogueEntry("error", "词表不能这样改：{reason}", "{hint}"),
    "HB601": CatalogueEntry(
        "error",
        "找不到站点：{path} 及其上级文件夹里没有 mkdocs.yml",
        "请在站点文件夹里运行，或用 --site 指明站点文件夹",
    ),
    "HB602": CatalogueEntry(
        "error",
        "端口 {port} 已被别的程序占用",
        "请换一个端口，例如 --port {free}",
    ),
    "HB603": CatalogueEntry(
        "error",
        "在 {host} 上提供时，别的机器也能打开工作台，必须说明经过哪个网址",
        "请在前面放一个验证身份的代理，并加 --address 写明浏览器里的网址；只在本机用就不写 --host",
    ),
    "HB604": CatalogueEntry(
        "error",
        "{option} {given} 不能用：{reason}",
        "写成 https://anli.example.cn 的样子，后面不带路径；预览另用一个，例如 https://yulan.example.cn",
    ),
    "HB605": CatalogueEntry(
        "error",
        "做到一半，一个进程被系统结束了，多半是内存不够",
        "请关掉别的程序再做一次；还不行就换一台内存大一些的电脑",
    ),
    "HB651": CatalogueEntry("error", "服务器配置的 {option} {value}不能用", "{hint}"),
    "HB701": CatalogueEntry(
        "error",
        "汇编的文件夹名“{slug}”不能用（{reason}）",
        "请用 --collection 另取一个名字，只用小写字母、数字和连字符，例如 zuofeng-2023",
    ),
    "HB702": CatalogueEntry(
        "error",
        "这一页有人改过，而新的拆分结果也改了同样的地方（{fields}），没有写入任何东西",
        "请先把你的改动合并好：把这一页移走再重新运行，然后对照着改回去",
    ),
    "HB703": CatalogueEntry(
        "error", "写不进去：{reason}", "请检查文件夹的写权限和磁盘空间；原来的内容没有变化"
    ),
    "HB704": CatalogueEntry(
        "error",
        "汇编 {slug} 已经存在，是由另一个文件（{name}）拆分的",
        "如果这是同一份汇编的新版，加 --update；否则用 --collection 换一个名字",
    ),
    "HB705": CatalogueEntry(
        "error",
        "文件夹 {slug} 已经存在，但不是由 huibian 生成的",
        "请用 --collection 换一个名字，或先移走那个文件夹",
    ),
    "HB706": CatalogueEntry("error", "没有名为 {slug} 的汇编{suggestion}", "已有的汇编：{known}"),
    "HB707": CatalogueEntry(
        "error",
        "这篇文章已经收录过：{where}《{title}》（{reason}）",
        "如果是修订稿，请直接修改那一页；不需要重复收录",
    ),
    "HB708": CatalogueEntry("error", "另一个 huibian 命令正在写这个站点", "请等它结束后再试"),
    "HB709": CatalogueEntry(
        "error",
        "汇编 {slug} 刚刚在别处改过，没有写入任何东西",
        "请重新打开这个汇编，看看改了什么，再做一次",
    ),
    "HB710": CatalogueEntry(
        "error", "没有这份草稿，可能已经保存或丢弃", "请回到工作台首页看看有哪些草稿和汇编"
    ),
    "HB711": CatalogueEntry(
        "error", "这份草稿在另一个窗口里改过，刚才的操作没有执行", "已换成最新的样子，请再做一次"
    ),
    "HB712": CatalogueEntry(
        "error", "这一篇不是从这份原文拆分出来的", "请在文章列表里打开它，直接修改"
    ),
    "HB713": CatalogueEntry(
        "error",
        "这个站点的工作台已经开着：{who}",
        "请用开着的那一个（一般是 http://127.0.0.1:8600/）；要重新开，先在运行它的窗口里按 Ctrl+C",
    ),
    "HB714": CatalogueEntry(
        "error",
        "第 {number} 篇的{field}“{value}”现在不能用了，没有写入任何东西",
        "词表改过。请点这一篇的“改”，再选一次。{hint}",
    ),
    "HB720": CatalogueEntry(
        "error",
        "打开以后，这一篇在别处改过了，没有写入任何东西",
        "请把两种写法对照一下，选合并、用自己的，或者用已经保存的",
    ),
    "HB721": CatalogueEntry(
        "error", "汇编 {slug} 里没有 {name} 这一页", "它可能刚刚被移走或改了篇号，请回到列表里找"
    ),
    "HB722": CatalogueEntry(
        "error",
        "这不是浏览器能显示的图片",
        "可以用 PNG、JPEG、GIF、BMP 和 WebP 图片，最大 {limit} MB",
    ),
    "HB723": CatalogueEntry(
        "error",
        "汇编 {slug} 重新分篇以后，没有哪一页还是这一篇，没有写入任何东西",
        "请把要留的文字复制出来，写到现在的那一页里，再丢弃这份草稿；分篇改回去了，这份草稿还能用",
    ),
    "HB730": CatalogueEntry(
        "error",
        "这个文件刚刚在别处改过，没有写入任何东西",
        "请刷新这一页，看看改了什么，再做一次",
    ),
    "HB731": CatalogueEntry(
        "error", "没有这一次改动的预览，可能已经做过了，或放得太久", "请再看一次要改什么，再点确定"
    ),
    "HB732": CatalogueEntry(
        "error",
        "不能撤销：{count} 个文件在那以后又改过",
        "请打开这几页的历史，一页一页地恢复",
    ),
    "HB733": CatalogueEntry("error", "没有这个版本", "请刷新这一页，看看有哪些版本"),
    "HB734": CatalogueEntry(
        "error",
        "不能撤销：{folder} 里有 {count} 个文件不是那一次保存的，例如 {name}",
        "请先撤销后来添加的；不是在工作台里添加的，请先移走",
    ),
    "HB801": CatalogueEntry(
        "error", "网站生成不了：{reason}", "请照这条提示改好 mkdocs.yml 或所说的文件，再做一次"
    ),
    "HB802": CatalogueEntry(
        "error", "生成网站时有警告：{message}", "请改好这一处；发布时一处警告也不能有"
    ),
    "HB803": CatalogueEntry(
        "error", "链接“{link}”没有目标{more}", "请改正链接，或恢复它指向的页面或文件"
    ),
    "HB804": CatalogueEntry(
        "error", "链接“{link}”指向的小标题或锚点不在那一页上{more}", "请改正 # 后面的部分"
    ),
    "HB805": CatalogueEntry(
        "error",
        "网页要到站外取东西：{link}（{where}）{more}",
        "请把它下载到 docs 文件夹里，改用站内的地址；只供点击的链接写成 [文字](地址)",
    ),
    "HB806": CatalogueEntry(
        "error",
        "链接“{link}”以 / 开头，网站放在子路径下或从文件夹打开时会断{more}",
        "请写成从这一页算起的相对地址，例如 ../regions/index.md",
    ),
    "HB807": CatalogueEntry(
        "info", "有链接通向 {count} 个站外的地址（{servers}），读者点了才打开", "内网打不开的请删掉"
    ),
    "HB808": CatalogueEntry(
        "error", "另一次发布正在进行：{who}", "请等它结束后再试；它中断了的话锁会自己打开"
    ),
    "HB809": CatalogueEntry(
        "error",
        "这个文件夹里放的一直是{was}，现在要放的是{wanted}",
        "请照原来的 --audience 和 --offline 写，或用 --to 换一个文件夹",
    ),
    "HB810": CatalogueEntry(
        "error", "不是发布出来的文件夹，或者清单坏了：{reason}", "请检查路径；坏了的请重新发布"
    ),
    "HB811": CatalogueEntry(
        "error", "文件与发布时不同", "请重新发布，或用 huibian rollback 退回一个完好的版本"
    ),
    "HB812": CatalogueEntry(
        "error", "文件不见了", "请重新发布，或用 huibian rollback 退回一个完好的版本"
    ),
    "HB813": CatalogueEntry("error", "多出了发布时没有的文件", "请查明是谁放的，不要的就删掉"),
    "HB815": CatalogueEntry(
        "error",
        "发布时读写失败：{reason}",
        "请检查文件夹的权限和磁盘空间；读者看到的还是原来的版本",
    ),
    "HB816": CatalogueEntry(
        "error", "退不回“{release}”：{reason}", "用 huibian releases --to 文件夹 看看有哪些版本"
    ),
    "HB817": CatalogueEntry(
        "error",
        "没有一本汇编写着 disclosure: 公开，对外的版本是空的",
        "请在要公开的汇编的 index.md 里加上 disclosure: 公开",
    ),
    "HB818": CatalogueEntry(
        "info",
        "没有写公开还是内部，按不公开处理，没有放进来",
        "要放的请在字段里加上 disclosure: 公开，不放的写 内部",
    ),
    "HB819": CatalogueEntry(
        "error",
        "不能发布到站点自己的文件夹里",
        "请换一个站点文件夹之外的文件夹，例如 --to /srv/anli",
    ),
    "HB820": CatalogueEntry(
        "error",
        "已经有一个 current，不是由 huibian publish 放的",
        "请先把它移走，或用 --to 换一个文件夹",
    ),
    "HB821": CatalogueEntry(
        "error",
        "另一个进程正在生成这个文件夹里的网站：{who}",
        "请等它结束后再试；它中断了的话锁会自己打开",
    ),
    "HB822": CatalogueEntry(
        "error", "网站的最上一层不能有叫 manifest.json 的文件，发布的清单要用这个名字", "请给它改名"
    ),
    "HB823": CatalogueEntry(
        "error",
        "看不出这个文件夹里放的是公开版还是内部版：记录和清单都读不了",
        "请用 --to 换一个文件夹；还要用这个的，先把里面的 current 和 releases 移走",
    ),
}


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding.

    ``path`` is shown as given (relative to the site root where possible, ``""`` for none);
    ``line`` is 1-based, 0 where the finding has no line.
    """

    code: str
    severity: Severity
    path: str
    line: int
    message: str
    hint: str

    def text(self) -> str:
        """Return the finding as the clerk reads it: place, code, message, then the hint."""
        place = f"{self.path}:{self.line}" if self.path and self.line else self.path
        head = f"{place}：" if place else (f"第 {self.line} 行：" if self.line else "")
        body = f"{head}{SEVERITY_LABELS[self.severity]} {self.code} {self.message}"
        return f"{body}\n    → {self.hint}" if self.hint else body

    def data(self) -> dict[str, Any]:
        """Return the finding as plain data for ``--format json``."""
        return asdict(self)


SEVERITY_LABELS: dict[Severity, str] = {
    "error": "错误",
    "warning": "警告",
    "question": "待定",
    "info": "说明",
}


def diagnostic(code: str, *, path: str = "", line: int = 0, **values: object) -> Diagnostic:
    """Make a finding from the catalogue.

    ``values`` fill the places in the message and the hint; a missing one is a KeyError, because
    a half-filled message is a defect of the program.
    """
    entry = CATALOGUE[code]
    fields = {"path": path, "line": line, **values}
    return Diagnostic(
        code,
        entry.severity,
        path,
        line,
        entry.message.format_map(fields),
        entry.hint.format_map(fields),
    )


#: What the operating system says in English, in words that tell a clerk what to look at.
_OS_REASONS: dict[int, str] = {
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "那里是只读的",
    errno.ENOSPC: "磁盘满了",
    errno.EDQUOT: "超出了磁盘配额",
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EEXIST: "已经有同名的文件或文件夹",
    errno.ENOTDIR: "路径里有一段是文件，不是文件夹",
    errno.EISDIR: "是文件夹，不是文件",
    errno.ENAMETOOLONG: "文件名太长",
    errno.EBUSY: "正被别的程序占用",
    errno.EIO: "磁盘读写出错",
    errno.ELOOP: "链接绕成了圈",
    errno.EMFILE: "打开的文件太多",
    errno.EFBIG: "文件太大",
}


def os_reason(error: Exception) -> str:
    """Return in Chinese why a file could not be read or written."""
    if isinstance(error, UnicodeDecodeError):
        line = error.object[: error.start].count(b"\n") + 1
        return f"不是 UTF-8 编码（从第 {line} 行起）"
    if isinstance(error, OSError):
        return _OS_REASONS.get(error.errno or 0, error.strerror or str(error))
    return str(error)


class HuibianError(Exception):
    """Bad input or an impossible request: carries every finding that stopped the work."""

    def __init__(self, findings: Iterable[Diagnostic]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(finding.text() for finding in self.findings))


def fail(code: str, *, path: str = "", line: int = 0, **values: object) -> HuibianError:
    """Return (not raise) the error with this one finding: ``raise fail("HB101", path=p)``."""
    return HuibianError([diagnostic(code, path=path, line=line, **values)])
