from __future__ import annotations

from pathlib import Path

from csr_extract.detection.window import Window
from csr_extract.indicators.system import IndicatorSystem
from csr_extract.rating import Reader, examine, rate_company, rate_documents
from csr_extract.reading.document import Document, IndexRow, Page, Segment
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


def test_news_prove_bad_news_and_nothing_else(system: IndicatorSystem, tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text(
        "Kestrel was fined EUR 400,000 by the environment agency for an illegal discharge into the river.\n\n"
        "Kestrel's environmental management system is certified to ISO 14001.",
        encoding="utf-8",
    )
    found = examine(read_document(article), system, reader=Reader(kind="news"))
    ratings = rate_company("Kestrel", [found], system).ratings
    assert (ratings["NEG9"], ratings["EN1.1"]) == (1, 0)
    own = rate_company("Kestrel", [examine(read_document(article), system)], system).ratings
    assert (own["NEG9"], own["EN1.1"]) == (1, 1)


def test_evidence_of_other_years_is_left_out_and_said_so(system: IndicatorSystem, tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text("The employee turnover rate was 8.2% in 2012.", encoding="utf-8")
    found = examine(read_document(report), system, reader=Reader(window=Window(2018, 2019)))
    decision = next(d for d in rate_company("Kestrel", [found], system).decisions if d.indicator.id == "SO2.37")
    assert decision.rating == 0 and "speaks only of years outside the rating window" in decision.because


def test_an_index_that_points_to_a_page_without_evidence_is_held_against_the_zero(system: IndicatorSystem) -> None:
    row = Segment("GRI 404-1 | Average hours of training | 2", 1, "en", "row", "index")
    pages = (Page(1, (row,)), Page(2, (Segment("A fine day at the harbour.", 2, "en"),), labels=("2",)))
    document = Document("a.pdf", "0", pages, index=(IndexRow("GRI", "404-1", "Average hours of training", 1, (2,)),))
    decision = next(d for d in rate_documents("a", [document], system).decisions if d.indicator.id == "SO2.30")
    assert decision.rating == 0 and decision.flags == ("index",)
    assert "GRI 404-1 on page 2" in decision.because
