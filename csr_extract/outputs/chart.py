"""The ranking as a picture: one bar a company, parted by element. Text stays text, so Chinese needs no bundled font."""

from __future__ import annotations

import io
import warnings
from pathlib import Path

import matplotlib

matplotlib.use("svg")
from matplotlib import pyplot, rcParams

from csr_extract.outputs.result import CompanyResult, Result
from csr_extract.outputs.write import write_bytes
from csr_extract.text import shortened

COLOURS = ("#1F4E5F", "#E0A83C", "#7FB8A4", "#3E8E5A", "#8C6BB1", "#B0555A")
MOST = 40
FONTS = "'Noto Sans CJK SC', 'Microsoft YaHei', 'PingFang SC', 'Source Han Sans SC', 'WenQuanYi Micro Hei', sans-serif"


def write_ranking(result: Result, folder: Path) -> None:
    """Write ranking.svg with the best companies; the same result gives the same bytes."""
    if not result.companies:
        (folder / "ranking.svg").unlink(missing_ok=True)
        return
    write_bytes(folder / "ranking.svg", as_svg(result))


def as_svg(result: Result) -> bytes:
    """Bars from 0 to 100: what each element adds to the initial score, a mark at the final score, lines between the stages."""
    rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "csr-extract", "font.family": "sans-serif", "text.parse_math": False})
    companies = result.companies[:MOST][::-1]
    figure, axes = pyplot.subplots(figsize=(10, 1.5 + 0.42 * len(companies)), layout="constrained")
    places = range(len(companies))
    starts = [0.0] * len(companies)
    for element, colour in zip(result.system.elements, COLOURS, strict=False):
        widths = [added(company, element.id) for company in companies]
        axes.barh(places, widths, left=starts, height=0.62, color=colour, label=f"{element.name_zh} {element.name_en}")
        starts = [start + width for start, width in zip(starts, widths, strict=True)]
    axes.plot([company.score.final for company in companies], places, "D", color="#222222", markersize=5, label="最终得分 final score")
    for stage in result.system.stages:
        if stage.least is not None:
            axes.axvline(stage.least, color="#999999", linewidth=0.8, linestyle=":")
            axes.text(stage.least + 0.6, len(companies) - 0.45, stage.name_zh, fontsize=8, color="#666666")
    axes.set_yticks(places, [shortened(company.company, 28) for company in companies])
    axes.set_xlim(min(0.0, *(company.score.final for company in companies)), 100)
    axes.set_ylim(-0.6, len(companies) - 0.1)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.tick_params(axis="y", length=0)
    figure.legend(loc="outside lower center", ncols=3, frameon=False, fontsize=8)
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        # The text is written as text; the viewer's fonts draw it, not matplotlib's.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        figure.savefig(buffer, format="svg", bbox_inches="tight", metadata={"Date": None, "Creator": "csr-extract"})
    pyplot.close(figure)
    return buffer.getvalue().replace(b"sans-serif", FONTS.encode())


def added(company: CompanyResult, element: str) -> float:
    """The points an element adds to the initial score."""
    return sum(part.share * part.weights.elements[element] * (part.elements[element] or 0.0) for part in company.score.parts)
