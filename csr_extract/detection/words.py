"""The words of a text as the classifier sees them: stems and pairs of stems, jieba words and pairs of characters, kinds of quantity."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from csr_extract.detection.quantity import Quantity
from csr_extract.detection.token import Tokens

if TYPE_CHECKING:
    import jieba

_NOT_A_WORD = re.compile(r"[^\u4e00-\u9fffa-z]+")


def words_of(tokens: Tokens, quantities: Iterable[Quantity] = ()) -> list[str]:
    """All features of a text, with repetitions, in no order that matters.

    >>> from csr_extract.detection.token import tokenize
    >>> words_of(tokenize("Training hours", "en"))
    ['train', 'hour', 'train hour']
    >>> words_of(tokenize("培训覆盖率", "zh"))
    ['培训', '覆盖率', '培训 覆盖率', '培训', '训覆', '覆盖', '盖率']
    """
    kinds = [f"#{quantity.kind}" for quantity in quantities]
    return kinds + [*(_chinese(tokens) if tokens.language == "zh" else _english(tokens))]


def _english(tokens: Tokens) -> Iterator[str]:
    stems = [key for key in tokens.keys if key.isalpha()]
    yield from stems
    yield from map(" ".join, pairwise(stems))


def _chinese(tokens: Tokens) -> Iterator[str]:
    runs = _NOT_A_WORD.sub(" ", "".join(tokens.keys)).split()
    words = [word for run in runs for word in _cutter().cut(run, HMM=False)]
    yield from words
    yield from map(" ".join, pairwise(words))
    for run in runs:
        yield from map("".join, pairwise(run))


@lru_cache(maxsize=1)
def _cutter() -> jieba.Tokenizer:
    import jieba

    jieba.setLogLevel(logging.WARNING)
    return jieba.Tokenizer()
