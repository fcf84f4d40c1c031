"""How much a text reads like evidence for each indicator: one linear classifier an indicator over weighted words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[np.float32]
LEAST_WEIGHT = 0.02


@dataclass(frozen=True, eq=False)
class TextModel:
    """A trained text classifier of one language.

    `labels` are ids of indicators; `weights` is words x labels, `idf` (one a word) the inverse document frequency, `bias` one a label.
    """

    labels: tuple[str, ...]
    words: tuple[str, ...]
    idf: Floats
    weights: sparse.csc_matrix
    bias: Floats

    @cached_property
    def _columns(self) -> dict[str, int]:
        return {word: column for column, word in enumerate(self.words)}

    @cached_property
    def _dense(self) -> Floats:
        return np.ascontiguousarray(self.weights.toarray(), dtype=np.float32)

    def scores(self, texts: Sequence[Sequence[str]]) -> Floats:
        """Log-odds, texts x labels, of texts given as words; a text without known words scores the bias."""
        return np.asarray(self.vectors(texts) @ self._dense + self.bias, dtype=np.float32)

    def vectors(self, texts: Sequence[Sequence[str]]) -> sparse.csr_matrix:
        """Texts as rows of length 1: (1 + log count) x idf of each known word."""
        return vectors(texts, self._columns, self.idf)

    def save(self, path: Path) -> None:
        """Write as .npz without pickled values; weights too small to matter are left out, the others kept in half precision."""
        weights = self.weights.tocsc()
        np.savez_compressed(
            path,
            labels=np.array(self.labels),
            words=np.array(self.words),
            idf=self.idf,
            data=weights.data.astype(np.float16),
            indices=weights.indices.astype(np.uint16 if len(self.words) < 65536 else np.int32),
            indptr=weights.indptr.astype(np.int32),
            bias=self.bias,
        )

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what `save` wrote."""
        with np.load(path, allow_pickle=False) as stored:
            held: dict[str, Any] = {name: stored[name] for name in stored.files}
        labels, words = tuple(held["labels"].tolist()), tuple(held["words"].tolist())
        parts = (held["data"].astype(np.float32), held["indices"].astype(np.int32), held["indptr"])
        return cls(labels, words, held["idf"], sparse.csc_matrix(parts, shape=(len(words), len(labels))), held["bias"])


def vectors(texts: Sequence[Sequence[str]], columns: dict[str, int], idf: Floats) -> sparse.csr_matrix:
    """Texts as sparse rows of length 1, for training and for use alike."""
    indices: list[NDArray[np.int64]] = []
    values: list[Floats] = []
    for text in texts:
        known, counts = np.unique([columns[word] for word in text if word in columns], return_counts=True)
        weighed = ((1 + np.log(counts)) * idf[known.astype(np.int64)]).astype(np.float32) if len(known) else np.zeros(0, np.float32)
        length = float(np.linalg.norm(weighed)) or 1.0
        indices.append(known.astype(np.int64))
        values.append(weighed / np.float32(length))
    starts = np.concatenate([[0], np.cumsum([len(row) for row in indices])])
    flat = (np.concatenate(values or [np.zeros(0, np.float32)]), np.concatenate(indices or [np.zeros(0, np.int64)]), starts)
    return sparse.csr_matrix(flat, shape=(len(texts), len(columns)), dtype=np.float32)
