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
import sys
from pathlib import Path

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

HERE = Path(__file__).resolve().parent
SOURCES = HERE / "sources"
STYLESHEET = SOURCES / "report.css"
MAX_BYTES = 1_500_000


def render(source: Path) -> bytes:
    """Return the PDF of one HTML source, set with the shared stylesheet."""
    fonts = FontConfiguration()
    style = CSS(filename=str(STYLESHEET), font_config=fonts)
    identifier = hashlib.sha256(source.read_bytes() + STYLESHEET.read_bytes()).digest()[:16]
    pdf = HTML(filename=str(source)).write_pdf(
        stylesheets=[style],
        font_config=fonts,
        pdf_identifier=identifier,
        full_fonts=False,
        optimize_images=True,
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
