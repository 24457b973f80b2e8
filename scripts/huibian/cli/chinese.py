"""What click says to the user, in Chinese."""

from __future__ import annotations

import sys

import click

_CHINESE = {
    "Aborted!": "已中止",
    "Usage:": "用法：",
    "Options": "选项",
    "Commands": "命令",
    "Error: {message}": "错误：{message}",
    "Try '{command} {option}' for help.": "说明见 {command} {option}",
    "Show this message and exit.": "显示这份说明。",
    "default: {default}": "默认 {default}",
    "env var: {var}": "环境变量 {var}",
    "required": "必填",
    "Missing command.": "没有写命令",
    "Missing argument": "缺少参数",
    "Missing option": "缺少选项",
    "Missing parameter": "缺少参数",
    "Missing parameter: {param_name}": "缺少参数 {param_name}",
    "Did you mean {possibility}?": "是不是 {possibility}？",
    "(Did you mean one of: {possibilities}?)": "是不是其中之一：{possibilities}？",
    "No such option {name!r}.": "没有 {name} 这个选项。",
    "No such command {name!r}.": "没有 {name} 这个命令。",
    "No such option: {name}": "没有 {name} 这个选项。",  # click 8.1
    "No such command {name!r}": "没有 {name} 这个命令。",
    "Invalid value: {message}": "值不对：{message}",
    "Invalid value for {param_hint}: {message}": "{param_hint} 的值不对：{message}",
    "Got unexpected extra argument ({args})": "多出了参数（{args}）；文件名里有空格时请加引号",
    "Got unexpected extra arguments ({args})": "多出了参数（{args}）；文件名里有空格时请加引号",
    "Option {name!r} requires an argument.": "选项 {name} 后面要写一个值",
    "Option {name!r} requires {nargs} arguments.": "选项 {name} 后面要写 {nargs} 个值",
    "Option {name!r} does not take a value.": "选项 {name} 后面不写值",
    "Argument {name!r} takes {nargs} values.": "参数 {name} 要写 {nargs} 个值",
    "{value!r} is not a valid {number_type}.": "“{value}”不是数字",
    "{value} is not in the range {range}.": "{value} 不在允许的范围 {range} 里",
    "{value!r} is not {choice}.": "“{value}”不行，要写 {choice}",
    "{value!r} is not one of {choices}.": "“{value}”不行，可选 {choices}",
    "{name} {filename!r} is a file.": "{filename} 是文件，不是文件夹",
    "directory": "文件夹",
}


def translate() -> None:
    """Let click speak Chinese: its modules look their texts up by the name ``_``."""

    def one(text: str) -> str:
        return _CHINESE.get(text, text)

    def some(singular: str, plural: str, count: int) -> str:
        return one(singular if count == 1 else plural)

    for module in (click.core, click.exceptions, click.formatting, click.types, click.decorators):
        for name, say in (("_", one), ("ngettext", some)):
            if hasattr(module, name):
                setattr(module, name, say)
    parser = sys.modules.get("click.parser")
    for name, say in (("_", one), ("ngettext", some)):
        if parser is not None and name in vars(parser):
            setattr(parser, name, say)
