from __future__ import annotations

from pathlib import Path

import numpy as np
from scipy import sparse

from csr_extract.detection.textmodel import TextModel

MODEL = TextModel(
    ("A", "B"),
    ("fund", "tree"),
    np.array([1.0, 2.0], dtype=np.float32),
    sparse.csc_matrix(np.array([[3.0, 0.0], [0.0, 4.0]], dtype=np.float32)),
    np.array([-1.0, -2.0], dtype=np.float32),
)


def test_a_text_is_scored_by_its_known_words() -> None:
    fund, tree, none = MODEL.scores([["fund", "fund"], ["tree", "plant"], []])
    assert fund.tolist() == [2.0, -2.0]
    assert tree.tolist() == [-1.0, 2.0]
    assert none.tolist() == [-1.0, -2.0]


def test_rows_have_length_one_and_rare_words_weigh_more() -> None:
    row = MODEL.vectors([["fund", "tree"]]).toarray()[0]
    assert np.isclose(np.linalg.norm(row), 1) and np.isclose(row[1] / row[0], 2)


def test_a_model_comes_back_from_disk_without_pickled_values(tmp_path: Path) -> None:
    MODEL.save(tmp_path / "text.npz")
    again = TextModel.load(tmp_path / "text.npz")
    assert again.labels == MODEL.labels and again.words == MODEL.words
    assert np.allclose(again.scores([["fund"], ["tree"]]), MODEL.scores([["fund"], ["tree"]]), atol=0.01)


def test_the_same_model_gives_the_same_bytes(tmp_path: Path) -> None:
    MODEL.save(tmp_path / "one.npz")
    MODEL.save(tmp_path / "two.npz")
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()
