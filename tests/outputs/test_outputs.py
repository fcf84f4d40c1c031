from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from csr_extract.batch.job import Job
from csr_extract.batch.local import Outcome
from csr_extract.errors import DamagedFileError, ResultError
from csr_extract.indicators.system import IndicatorSystem
from csr_extract.outputs.chart import as_svg
from csr_extract.outputs.csv import as_csv, write_csv
from csr_extract.outputs.json import as_json, read_json, write_json
from csr_extract.outputs.result import Failure, Result, awards, result_of
from csr_extract.outputs.table import corrections, decisions, scores
from csr_extract.outputs.xlsx import write_xlsx
from csr_extract.rating import examine
from csr_extract.reading.reader import read_document


@pytest.fixture
def result(system: IndicatorSystem, plain_report: Path, tmp_path: Path) -> Result:
    formula = tmp_path / "=cmd.txt"
    formula.write_text("=2+5 Our environmental management system\x01 is certified to ISO 14001.", encoding="utf-8")
    bad = tmp_path / "bad.pdf"
    outcomes = {path: Outcome(path, findings=examine(read_document(path), system)) for path in (plain_report, formula)}
    outcomes[bad] = Outcome(bad, error=DamagedFileError(bad, "cut short"))
    jobs = [Job("红隼公司", (plain_report,), "retail", "2019"), Job("=1+1", (formula,)), Job("bad", (bad,))]
    return result_of(jobs, outcomes, system, model=None)


def rows(content: bytes) -> list[dict[str, str]]:
    return [*csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))]


def test_decisions_have_167_rows_a_company_in_codebook_order(result: Result, system: IndicatorSystem) -> None:
    read = rows(as_csv(decisions(result)))
    assert [*read[0]] == ["company", "document", "indicator", "rating", "probability", "flagged", "because", "page", "quote"]
    ids = [row["indicator"] for row in read if row["company"] == "红隼公司"]
    assert ids == [item.id for item in system.items]
    assert {row["rating"] for row in read} | {row["flagged"] for row in read} <= {"0", "1"}
    assert {row["page"] for row in read} == {"1"}
    assert {row["document"] for row in read if row["company"] == "红隼公司"} == {"kestrel.txt"}


def test_csv_begins_with_a_byte_order_mark(result: Result, tmp_path: Path) -> None:
    write_csv(result, tmp_path / "out")
    for name in ("decisions.csv", "scores.csv", "failures.csv"):
        assert (tmp_path / "out" / name).read_bytes().startswith(b"\xef\xbb\xbf")


def test_what_failed_is_named_with_the_cure(result: Result, tmp_path: Path) -> None:
    write_csv(result, tmp_path)
    (failure,) = rows((tmp_path / "failures.csv").read_bytes())
    assert failure["document"] == "bad.pdf"
    assert "download it again" in failure["reason"]


def test_scores_are_ranked_and_say_which_industry_was_used(result: Result) -> None:
    read = rows(as_csv(scores(result)))
    assert [row["rank"] for row in read] == ["1", "2"]
    assert float(read[0]["final"]) >= float(read[1]["final"])
    industry = {row["company"]: (row["industry"], row["industry_named"]) for row in read}
    assert industry == {"红隼公司": ("retail", "1"), "=1+1": ("general", "0")}


def test_equal_scores_share_a_rank(result: Result) -> None:
    first = result.companies[0]
    twin = replace(first, rating=replace(first.rating, company="twin"))
    ranks = replace(result, companies=(first, twin, result.companies[1])).ranks
    assert [*ranks.values()] == [1, 1, 3]


def test_the_workbook_holds_no_formula_and_no_control_character(result: Result, tmp_path: Path) -> None:
    write_xlsx(result, tmp_path)
    book = openpyxl.load_workbook(tmp_path / "results.xlsx")
    assert book.sheetnames == ["ranking", "scores", "decisions", "corrections", "failures"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell.value for cell in cells if cell.data_type == "f" or cell.hyperlink]
    assert any(cell.value == "=1+1" for cell in cells)
    assert any("=2+5 Our environmental" in str(cell.value) for cell in cells)
    assert book["decisions"].freeze_panes == "C2"


def test_json_is_versioned_and_names_its_digests(result: Result, tmp_path: Path, plain_report: Path) -> None:
    write_json(result, tmp_path)
    read = read_json(tmp_path)
    assert (read["format"], read["system"]["lexicon_sha256"], read["model"]) == ("1", result.system.digest, "rules")
    kestrel = next(company for company in read["companies"] if company["company"] == "红隼公司")
    assert kestrel["documents"][0]["sha256"] == read_document(plain_report).digest
    found = next(d for d in kestrel["decisions"] if d["indicator"] == "EN1.1")["evidence"][0]
    assert found["words"] in found["quote"]


def test_json_of_another_version_is_refused(result: Result, tmp_path: Path) -> None:
    (tmp_path / "results.json").write_text(json.dumps(as_json(result) | {"format": "0"}), encoding="utf-8")
    with pytest.raises(ResultError, match="Rate the reports again"):
        read_json(tmp_path)


def test_the_same_result_gives_the_same_bytes(result: Result, tmp_path: Path) -> None:
    for folder in (tmp_path / "a", tmp_path / "b"):
        write_xlsx(result, folder)
        write_csv(result, folder)
        write_json(result, folder)
        (folder / "ranking.svg").write_bytes(as_svg(result))
    for file in sorted((tmp_path / "a").iterdir()):
        assert file.read_bytes() == (tmp_path / "b" / file.name).read_bytes(), file.name
    names = zipfile.ZipFile(tmp_path / "a" / "results.xlsx").namelist()
    assert "xl/workbook.xml" in names


def test_chinese_stays_text_in_the_picture(result: Result) -> None:
    picture = as_svg(result).decode("utf-8")
    assert "红隼公司" in picture and "卓越者" in picture


def test_a_name_with_dollar_signs_is_no_formula(result: Result) -> None:
    odd = replace(result.companies[0], rating=replace(result.companies[0].rating, company="A$x_{$B"))
    assert b"A$x_{$B" in as_svg(replace(result, companies=(odd,)))


def test_awards_are_counted_from_accepted_evidence(result: Result) -> None:
    counts = awards(result.companies[0].rating)
    assert len(counts) == 9 and set(counts.values()) == {0}


def test_a_company_without_a_readable_document_is_only_a_failure(result: Result) -> None:
    assert result.failures == (Failure("bad", "bad.pdf", result.failures[0].reason),)
    assert "bad" not in {company.company for company in result.companies}


def test_corrections_tell_what_when_and_by_whom(system: IndicatorSystem, tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text(
        "In March 2018 the Moss plant was fined EUR 20,000 by the environment agency for exceeding its emission permit.\n\n"
        "2018年12月，公司荣获省环境保护协会颁发的“绿色工厂环境友好奖”。",
        encoding="utf-8",
    )
    result = result_of([Job("Moss", (report,))], {report: Outcome(report, findings=examine(read_document(report), system))}, system)
    found = {row["item"]: row for row in rows(as_csv(corrections(result)))}
    assert (found["NEG9"]["counts"], found["NEG9"]["date"], found["NEG9"]["document"]) == ("1", "March 2018", "report.txt")
    assert (found["POS9"]["date"], found["POS9"]["body"], found["POS9"]["kind"]) == ("2018年12月", "省环境保护协会", "csr")


def test_reasons_are_told_in_chinese_where_asked(result: Result) -> None:
    told = {row["because"] for row in rows(as_csv(decisions(replace(result, language="zh"))))}
    assert "未出现任何相关词语" in told and not any("fires" in reason for reason in told)
