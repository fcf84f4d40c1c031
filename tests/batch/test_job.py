from __future__ import annotations

import os
from pathlib import Path

import pytest

from csr_extract.batch.job import find_files, jobs_of, read_manifest
from csr_extract.errors import ManifestError, MissingPathError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.pdf", "a.txt", "2009/a.txt", "notes.xlsx", ".hidden.pdf", "~$lock.docx", "c.docx"):
        file = tmp_path / "reports" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("x", encoding="utf-8")
    return tmp_path / "reports"


def manifest(folder: Path, text: str) -> Path:
    path = folder / "companies.csv"
    path.write_text(text, encoding="utf-8-sig")
    return path


def test_a_folder_is_searched_for_reports(folder: Path) -> None:
    found = find_files([folder, folder / "a.txt"])
    assert [str(file.relative_to(folder)) for file in found] == ["2009/a.txt", "a.txt", "b.pdf", "c.docx"]


def test_a_path_that_is_not_there_says_so(folder: Path) -> None:
    with pytest.raises(MissingPathError, match="no such file or folder"):
        find_files([folder / "nothing"])


def test_each_file_is_a_company_with_a_name_of_its_own(folder: Path) -> None:
    assert [job.company for job in jobs_of(find_files([folder]))] == ["2009/a.txt", "reports/a.txt", "b", "c"]


def test_a_manifest_joins_documents_to_companies(folder: Path) -> None:
    files = find_files([folder])
    text = "Company,Document,kind,industry,year\n清河电力,b.pdf,csr,电力,2010\n清河电力,c.docx,annual,,2010\nKestrel,2009/a.txt,csr,retail,2009\n"
    jobs = read_manifest(manifest(folder, text), files, industry="mining")
    assert [(job.company, [d.name for d in job.documents], job.industry, job.year) for job in jobs] == [
        ("清河电力", ["b.pdf", "c.docx"], "电力", "2010"),
        ("Kestrel", ["a.txt"], "retail", "2009"),
    ]


def test_all_problems_of_a_manifest_are_told_at_once(folder: Path) -> None:
    text = "company,document,industry\n,b.pdf,\nA,,\nB,missing.pdf,\nC,b.pdf,power\nC,b.pdf,steel\nD,a.txt,\n"
    with pytest.raises(ManifestError) as error:
        read_manifest(manifest(folder, text), find_files([folder]))
    told = str(error.value)
    for problem in (
        "line 2: no company",
        "line 3: no document",
        "line 4: missing.pdf",
        "b.pdf is listed twice",
        "different industries",
        "a.txt lies in 2 folders",
    ):
        assert problem in told


def test_a_manifest_without_its_columns(folder: Path) -> None:
    with pytest.raises(ManifestError, match="the column document is missing"):
        read_manifest(manifest(folder, "company,file\nA,b.pdf\n"), find_files([folder]))


def test_a_manifest_saved_by_a_chinese_spreadsheet(folder: Path) -> None:
    path = folder / "companies.csv"
    path.write_bytes("company,document,industry\n清河电力,b.pdf,电力\n".encode("gb18030"))
    assert read_manifest(path, find_files([folder]))[0].company == "清河电力"


def test_a_file_name_from_a_chinese_archive_becomes_text(tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path) + b"/" + "年度报告.txt".encode("gb18030")
    Path(os.fsdecode(raw)).write_text("x", encoding="utf-8")
    assert [job.company for job in jobs_of(find_files([tmp_path]))] == ["年度报告"]


def test_a_manifest_tells_kind_and_year_of_each_document(tmp_path: Path) -> None:
    for name in ("report.pdf", "page.html", "bad.txt"):
        (tmp_path / name).write_bytes(b"x")
    manifest = tmp_path / "companies.csv"
    manifest.write_text(
        "company,document,kind,year\nKestrel,report.pdf,Annual,2019\nKestrel,page.html,,\nKestrel,bad.txt,news,2018\n", encoding="utf-8"
    )
    (job,) = read_manifest(manifest, [])
    assert {path.name: job.kind(path) for path in job.documents} == {"report.pdf": "annual", "page.html": "web", "bad.txt": "news"}
    assert {path.name: year for path, year in job.years.items()} == {"report.pdf": 2019, "bad.txt": 2018}


def test_an_unknown_kind_or_year_is_told_with_the_line(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"x")
    manifest = tmp_path / "companies.csv"
    manifest.write_text("company,document,kind,year\nKestrel,a.pdf,leaflet,19\n", encoding="utf-8")
    with pytest.raises(ManifestError) as told:
        read_manifest(manifest, [])
    assert "line 2: kind is 'leaflet'; known are csr, esg, sustainability, integrated, tcfd, annual, web, website, news" in str(told.value)
    assert "line 2: year is '19'" in str(told.value)
