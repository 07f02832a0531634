"""Reads a document with python3-docx or a workbook with python3-openpyxl: the path in the first argument, as JSON to standard output."""
import json
import sys

path = sys.argv[1]
if path.endswith(".docx"):
    import docx

    document = docx.Document(path)
    section = document.sections[0]
    bidi = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}bidi"
    visual = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}bidiVisual"
    rtl = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}rtl"
    runs = [run for paragraph in document.paragraphs for run in paragraph.runs]
    print(json.dumps({
        "title": document.core_properties.title,
        "created": document.core_properties.created.isoformat(),
        "headings": [p.text for p in document.paragraphs if p.style.name == "Heading 1"],
        "paragraphs": [p.text for p in document.paragraphs],
        "tables": [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables],
        "header": [p.text for p in section.header.paragraphs],
        "footer": [p.text for p in section.footer.paragraphs],
        "paragraphs_from_right": sum(1 for p in document.paragraphs if p._p.find(".//" + bidi) is not None),
        "tables_from_right": sum(1 for t in document.tables if t._tbl.find(".//" + visual) is not None),
        "runs_from_right": [run.text for run in runs if run._r.find(".//" + rtl) is not None],
    }))
else:
    import openpyxl

    book = openpyxl.load_workbook(path)
    print(json.dumps([{
        "name": sheet.title,
        "from_right": bool(sheet.sheet_view.rightToLeft),
        "rows": [list(row) for row in sheet.values],
        "formulas": sum(1 for row in sheet.iter_rows() for cell in row if cell.data_type == "f"),
        "foot": sheet.oddFooter.left.text,
    } for sheet in book]))
