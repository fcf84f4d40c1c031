"""Render the sample reports: every ``sources/NAME.html`` becomes ``NAME.pdf`` beside this script.

    python make_reports.py                      all reports
    python make_reports.py zh-qinghe-power-2010 only those named
    python make_reports.py --check              render in memory and compare with the PDFs that are here

The companies are fictional and every sentence is our own. The output is deterministic: the PDF carries no
dates, its identifier is made from the sources alone, and fonts are embedded as subsets. Needs WeasyPrint and
the Noto fonts (Debian: fonts-noto-core, fonts-noto-cjk).
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
from pathlib import Path

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

HERE = Path(__file__).resolve().parent
SOURCES = HERE / "sources"
STYLESHEET = SOURCES / "report.css"
CHART_STYLE = SOURCES / "charts.css"
MAX_BYTES = 1_500_000


def scheme_colours(html: str, css: str) -> dict[str, str]:
    """Return the custom properties (without their dashes) of the colour scheme that the body's class names."""
    body = re.search(r'<body class="([\w-]+)"', html)
    scheme = body.group(1) if body else ""
    colours: dict[str, str] = {}
    for selector in (":root", f":root:has(body.{scheme})"):
        for block in re.findall(rf"^{re.escape(selector)} \{{(.*?)\}}", css, flags=re.DOTALL | re.MULTILINE):
            colours |= dict(re.findall(r"--([\w-]+):\s*([^;]+);", block))
    return colours


def style_svgs(html: str, css: str, chart_css: str) -> str:
    """Write the chart rules into the elements of every inline SVG, and colours for ``var(--name)``.

    WeasyPrint applies no stylesheet inside an inline SVG. The rules are of one tag name or one class each.
    """
    colours = scheme_colours(html, css)
    rules = dict(re.findall(r"^(\.?\w+) \{ (.*?) \}$", chart_css, flags=re.MULTILINE))

    def style_tag(match: re.Match[str]) -> str:
        tag, attributes = match.groups()
        classes = re.search(r'\bclass="([^"]*)"', attributes)
        selectors = [tag] + [f".{name}" for name in (classes.group(1).split() if classes else [])]
        own = re.search(r'\bstyle="([^"]*)"', attributes)
        parts = [rules[selector] for selector in selectors if selector in rules]
        style = " ".join(parts + ([own.group(1)] if own else []))
        rest = re.sub(r'\s*\b(?:style|class)="[^"]*"', "", attributes)
        return f'<{tag} style="{style}"{rest}' if style else f"<{tag}{rest}"

    def style_drawing(match: re.Match[str]) -> str:
        drawing = re.sub(r"<([a-z]+)\b([^<>]*)", style_tag, match.group())
        return re.sub(r"var\(--([\w-]+)\)", lambda name: colours[name.group(1)], drawing)

    return re.sub(r"<svg\b.*?</svg>", style_drawing, html, flags=re.DOTALL)


def render(source: Path) -> bytes:
    """Return the PDF of one HTML source, set with the shared stylesheet."""
    html = source.read_text(encoding="utf-8")
    css = STYLESHEET.read_text(encoding="utf-8")
    page = style_svgs(html, css, CHART_STYLE.read_text(encoding="utf-8"))
    fonts = FontConfiguration()
    pdf = HTML(string=page, base_url=SOURCES.as_uri() + "/").write_pdf(
        stylesheets=[CSS(string=css, font_config=fonts)],
        font_config=fonts,
        pdf_identifier=hashlib.sha256((page + css).encode()).digest()[:16],
        full_fonts=False,
    )
    if not isinstance(pdf, bytes):
        raise TypeError(f"WeasyPrint returned {type(pdf).__name__} for {source.name}")
    return pdf


def find_sources(names: list[str]) -> list[Path]:
    """Return the HTML sources named (with or without a suffix), or all of them in order of name."""
    if not names:
        return sorted(SOURCES.glob("*.html"))
    found = [SOURCES / f"{Path(name).name.removesuffix('.html').removesuffix('.pdf')}.html" for name in names]
    missing = [path.name for path in found if not path.is_file()]
    if missing:
        raise FileNotFoundError(f"no such source: {', '.join(missing)}")
    return found


def main(arguments: list[str] | None = None) -> int:
    """Render or check the reports; return the process's exit status."""
    parser = argparse.ArgumentParser(description="Render the sample reports to PDF.")
    parser.add_argument("names", nargs="*", help="reports to render (default: all)")
    parser.add_argument("--check", action="store_true", help="write nothing; fail if a PDF differs from its source")
    options = parser.parse_args(arguments)
    try:
        sources = find_sources(options.names)
    except FileNotFoundError as error:
        parser.error(str(error))

    failures = 0
    for source in sources:
        pdf = render(source)
        target = HERE / f"{source.stem}.pdf"
        digest = hashlib.sha256(pdf).hexdigest()
        remark = ""
        if len(pdf) > MAX_BYTES:
            remark, failures = f"  TOO LARGE (over {MAX_BYTES:,} bytes)", failures + 1
        if not options.check:
            target.write_bytes(pdf)
        elif not target.is_file() or target.read_bytes() != pdf:
            remark, failures = remark + "  DIFFERS from the file here", failures + 1
        print(f"{digest[:16]}  {len(pdf):>9,} bytes  {target.name}{remark}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
