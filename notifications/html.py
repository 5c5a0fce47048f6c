"""A message as HTML beside its plain text: made from the text, so that the two say the same.

What organs have written stands in the texts. It is never markup: of Markdown only paragraphs, lists and line breaks
are read, and everything else is escaped.
"""

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.list import list_block
from markdown_it.token import Token

from notifications.texter import render_html
from schemas.kedjehuvud import is_huvud
from schemas.ord import Ordbok

#: how deep lists are read; deeper ones stand as they are written
DEEPEST = 4
#: a list and its item, each a level of markdown-it
LEVELS_PER_LIST = 2
#: a paragraph about one thing begins with its number and two spaces
NUMMER = re.compile(r"(\d{4}-\d{2,})  ")


@cache
def _markdown() -> MarkdownIt:
    md = MarkdownIt("zero", {"breaks": True}).enable(["list", "newline"])
    md.block.ruler.at("list", _shallow_list, {"alt": ["paragraph", "reference", "blockquote"]})
    return md


def _shallow_list(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A list, where it is not so deep that markdown-it would leave out what stands in it."""
    return state.level < DEEPEST * LEVELS_PER_LIST and list_block(state, start, end, silent)


def to_html(o: Ordbok, amne: str, text: str) -> str:
    """A message as an HTML document that holds everything itself.

    Args:
        amne: its subject; text: its plain text, with `- ` and `1. ` for lists.
    """
    return render_html(o, amne=amne, innehall=content(text))


def content(text: str) -> str:
    """What the page of a message holds: its text as paragraphs and lists, everything else escaped."""
    md = _markdown()
    tokens = md.parse(text)
    _mark(tokens)
    return str(md.renderer.render(tokens, md.options, {})).strip()


def _mark(tokens: Sequence[Token]) -> None:
    """Tell the paragraphs apart: whom it is to, what leads on to a list, what is numbered, the signature, the head."""
    stycken = [(p, i) for p, i in pairwise(tokens) if p.type == "paragraph_open" and not p.level]
    for p, innehall in stycken:
        if NUMMER.match(innehall.content):
            p.attrSet("class", "punkt")
            _embolden(innehall)
        elif innehall.content.endswith(":"):
            p.attrSet("class", "rubrik")
    if stycken and is_huvud(stycken[-1][1].content):
        stycken.pop()[0].attrSet("class", "kedja")
    if len(stycken) > 1:
        stycken[0][0].attrSet("class", "till")
        stycken[-1][0].attrSet("class", "fot")


def _embolden(innehall: Token) -> None:
    """Set the number at the head of a paragraph in bold type."""
    barn = innehall.children or []
    traff = NUMMER.match(barn[0].content)
    if traff is None:
        return
    nummer, resten = (Token("text", "", 0, content=c) for c in (traff[1], " " + barn[0].content[traff.end() :]))
    fet = (Token("strong_open", "strong", 1), nummer, Token("strong_close", "strong", -1))
    innehall.children = [*fet, resten, *barn[1:]]
