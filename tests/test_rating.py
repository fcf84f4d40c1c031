from __future__ import annotations

from pathlib import Path

from csr_extract.indicators.system import IndicatorSystem
from csr_extract.rating import rate_documents
from csr_extract.reading.reader import read_document


def test_a_company_gets_all_decisions_in_codebook_order(system: IndicatorSystem, plain_report: Path) -> None:
    rating = rate_documents("Kestrel", [read_document(plain_report)], system)
    assert [decision.indicator.id for decision in rating.decisions] == [item.id for item in system.items]
    assert all(decision.because for decision in rating.decisions)
    assert all(decision.best for decision in rating.decisions if decision.rating)


def test_what_a_report_says_is_found_and_what_it_plans_is_not(system: IndicatorSystem, plain_report: Path) -> None:
    ratings = rate_documents("Kestrel", [read_document(plain_report)], system).ratings
    said = {"EN1.1": 1, "EN3.11": 1, "RM5.5": 1, "SO2.37": 0, "EC1.5": 0}
    assert {name: ratings[name] for name in said} == said


def test_documents_of_a_company_are_weighed_together(system: IndicatorSystem, plain_report: Path, tmp_path: Path) -> None:
    second = tmp_path / "annual.txt"
    second.write_text("The turnover rate of our employees was 8.2% in 2019.", encoding="utf-8")
    rating = rate_documents("Kestrel", [read_document(plain_report), read_document(second)], system)
    best = {decision.indicator.id: decision.best for decision in rating.decisions if decision.rating and decision.best}
    assert best["SO2.37"].candidate.read.document == "annual.txt"
    assert best["EN1.1"].candidate.read.document == "kestrel.txt"
