"""Which lexicon a piece of text is read with."""

from __future__ import annotations

import re
from typing import Literal

from csr_extract.text import count_han

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")


def language_of(text: str, otherwise: Language = "en") -> Language:
    """The language of a text; `otherwise` where there are no words. One Chinese character weighs as much as an English word.

    >>> language_of("公司通过ISO 14001认证"), language_of("Our 员工"), language_of("12,345", otherwise="zh")
    ('zh', 'en', 'zh')
    """
    han, words = count_han(text), len(_LATIN_WORD.findall(text))
    if not han and not words:
        return otherwise
    return "zh" if han > words * 2 else "en"
