"""Fills in a questionnaire with python3-openpyxl: reads one JSON request on standard input, answers with how it sees the template."""
import datetime
import json
import sys

import openpyxl

request = json.load(sys.stdin)
book = openpyxl.load_workbook(request['template'])
sheet = book.worksheets[1]
validations = {}
offered = []
for rule in sheet.data_validations.dataValidation:
    for cell in ('D4', 'E4', 'F4', 'G4', 'H4'):
        if cell in rule.sqref:
            validations[cell] = rule.type
            if rule.type == 'list':
                name, cells = rule.formula1.rsplit('!', 1)
                offered = [row[0].value for row in book[name.strip("'")][cells.replace('$', '')]]
seen = {
    'sheets': book.sheetnames,
    'hidden_sheets': [one.title for one in book if one.sheet_state == 'hidden'],
    'from_right': bool(sheet.sheet_view.rightToLeft),
    'hidden_rows': [line for line, row in sheet.row_dimensions.items() if row.hidden],
    'hidden_columns': [name for name, column in sheet.column_dimensions.items() if column.hidden],
    'is_protected': bool(sheet.protection.sheet),
    'unlocked': sorted(cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked),
    'headings': [cell.value for cell in sheet[3] if cell.value is not None],
    'validations': validations,
    'offered': offered,
}
for cell, value in request['cells'].items():
    is_date = isinstance(value, str) and value.startswith('date:')
    sheet[cell] = datetime.date.fromisoformat(value[5:]) if is_date else value
if 'merge' in request:
    sheet.merge_cells(request['merge'])
book.save(request['back'])
json.dump(seen, sys.stdout)
