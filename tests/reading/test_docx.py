from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from csr_extract.errors import DamagedFileError, EncryptedWordError
from csr_extract.reading.document import Segment
from csr_extract.reading.docx import read_docx

PATH = Path("report.docx")


def saved(document: WordDocument) -> bytes:
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def segments(document: WordDocument) -> tuple[Segment, ...]:
    return read_docx(PATH, saved(document))[0].segments


def texts(document: WordDocument) -> list[tuple[str, str]]:
    return [(segment.shape, segment.text) for segment in segments(document)]


def repacked(data: bytes, name: str, change: tuple[bytes, bytes]) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for info in old.infolist():
            part = old.read(info)
            new.writestr(info.filename, part.replace(*change) if info.filename == name else part)
    return made.getvalue()


def test_headings_sentences_and_items_come_in_order() -> None:
    document = docx.Document()
    document.styles.add_style("标题 甲", 1).base_style = document.styles["Heading 1"]
    document.styles.add_style("一级标题", 1)
    document.add_heading("员工权益", 1)
    document.add_paragraph("公司共有员工3,100人。全部签订劳动合同。")
    document.add_paragraph("安全生产", style="一级标题")
    document.add_paragraph("为员工购买补充保险", style="List Bullet")
    document.add_paragraph("每年一次体检", style="List Number")
    document.add_paragraph("环境", style="标题 甲")
    document.add_paragraph().add_run("节约用水").bold = True
    document.add_paragraph("Contents line 3", style=document.styles.add_style("TOC 1", 1))
    assert texts(document) == [
        ("heading", "员工权益"),
        ("sentence", "公司共有员工3,100人。"),
        ("sentence", "全部签订劳动合同。"),
        ("heading", "安全生产"),
        ("sentence", "为员工购买补充保险"),
        ("sentence", "每年一次体检"),
        ("heading", "环境"),
        ("heading", "节约用水"),
    ]


def test_a_table_with_merged_cells_becomes_rows_in_its_place() -> None:
    document = docx.Document()
    document.add_paragraph("Our plants in figures follow.")
    table = document.add_table(4, 4)
    rows = (("Metric", "Unit", "2018", "2019"), ("SO2", "t", "5", "4"), ("", "kg", "6", "3"), ("Figures cover three plants.", "", "", ""))
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    table.cell(3, 0).merge(table.cell(3, 3))
    document.add_paragraph("They were audited.")
    assert texts(document) == [
        ("sentence", "Our plants in figures follow."),
        ("row", "Metric | Unit | 2018 | 2019"),
        ("row", "SO2 | t | 2018: 5 | 2019: 4"),
        ("row", "SO2 | kg | 2018: 6 | 2019: 3"),
        ("sentence", "Figures cover three plants."),
        ("sentence", "They were audited."),
    ]


def test_what_was_deleted_and_what_runs_along_the_edge_is_not_read() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Kestrel Mills"
    paragraph = document.add_paragraph("We train staff.")
    paragraph._p.append(parse_xml(f'<w:del {nsdecls("w")} w:id="1"><w:r><w:delText> We do not.</w:delText></w:r></w:del>'))
    paragraph._p.append(parse_xml(f'<w:ins {nsdecls("w")} w:id="2"><w:r><w:t xml:space="preserve"> Every year.</w:t></w:r></w:ins>'))
    paragraph.add_run(" Hidden.").font.hidden = True
    assert texts(document) == [("sentence", "We train staff."), ("sentence", "Every year.")]


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    document = docx.Document()
    inside = "<w:txbxContent><w:p><w:r><w:t>97% of staff were trained.</w:t></w:r></w:p></w:txbxContent>"
    copies = f"<mc:Choice Requires='wps'>{inside}</mc:Choice><mc:Fallback>{inside}</mc:Fallback>"
    spaces = f'{nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    paragraph = document.add_paragraph("We train staff.")
    paragraph._p.append(parse_xml(f"<w:r {spaces}><mc:AlternateContent>{copies}</mc:AlternateContent></w:r>"))
    assert [text for _, text in texts(document)] == ["We train staff.", "97% of staff were trained."]


def test_a_framed_text_is_sentences_and_no_row() -> None:
    document = docx.Document()
    document.add_table(1, 1).cell(0, 0).text = "We train staff. All of them."
    assert texts(document) == [("sentence", "We train staff."), ("sentence", "All of them.")]


def test_a_link_to_a_missing_picture_is_forgiven() -> None:
    document = docx.Document()
    document.add_paragraph("We train staff.")
    link = b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="NULL"/></Relationships>'
    data = repacked(saved(document), "word/_rels/document.xml.rels", (b"</Relationships>", link))
    assert [segment.text for segment in read_docx(PATH, data)[0].segments] == ["We train staff."]


def test_a_file_behind_a_password_says_so() -> None:
    with pytest.raises(EncryptedWordError, match=r"report\.docx: the file is locked with a password"):
        read_docx(PATH, b"\xd0\xcf\x11\xe0" + bytes(600))


def test_a_bomb_is_not_unpacked() -> None:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as bomb, bomb.open("word/document.xml", "w", force_zip64=True) as part:
        for _ in range(210):
            part.write(bytes(1_000_000))
    with pytest.raises(DamagedFileError, match="more than 200 MB of text"):
        read_docx(PATH, made.getvalue())


def test_entities_are_not_expanded() -> None:
    document = docx.Document()
    document.add_paragraph("We train staff.")
    data = repacked(saved(document), "word/document.xml", (b"<w:document", b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaa">]><w:document'))
    data = repacked(data, "word/document.xml", (b"train", b"train&a;"))
    assert "aaaa" not in "".join(segment.text for segment in read_docx(PATH, data)[0].segments)


@pytest.mark.parametrize("length", [4, 3000, 20_000])
def test_a_file_cut_short_is_damaged(length: int) -> None:
    with pytest.raises(DamagedFileError, match="no Word file, or a damaged one"):
        read_docx(PATH, saved(docx.Document())[:length])


def test_another_office_file_is_no_word_file() -> None:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as book:
        book.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(DamagedFileError, match="no Word file"):
        read_docx(PATH, made.getvalue())
