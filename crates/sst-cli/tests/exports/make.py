"""Writes the fixtures of this folder: one small table in every container, by programs that are not ours.

    python3 -m venv venv && venv/bin/pip install openpyxl==3.1.5 xlwt==1.3.0 pyarrow==26.0.1 duckdb==2.0.1 msoffcrypto-tool==6.1.0
    venv/bin/python make.py        # also needs soffice (LibreOffice Calc), gzip and zip

Run in this folder. The bytes differ from run to run where a program writes the time of day into them.
"""

import csv
import datetime
import io
import os
import shutil
import subprocess
import tempfile

import duckdb
import msoffcrypto.format.ooxml
import openpyxl
import openpyxl.utils.datetime
import pyarrow
import pyarrow.feather
import pyarrow.parquet
import xlwt

COLUMNS = [
    "client_id", "session_date", "request_date", "status", "site", "concern", "helpfulness", "change_rating", "enough",
    "followup_date", "phq9_pre", "phq9_post", "ors_pre",
]
DATES = {"session_date", "request_date", "followup_date"}
NUMBERS = {"helpfulness", "phq9_pre", "phq9_post", "ors_pre"}


def table():
    """The first 40 sessions of the sample, typed; one site gets an accent, a score that is no number is left out."""
    with open("../../../../data/samples/sessions.csv", encoding="utf-8", newline="") as file:
        rows = [row for _, row in zip(range(40), csv.DictReader(file))]

    def value(name, text):
        if text == "":
            return None
        if name in DATES:
            return datetime.date.fromisoformat(text)
        if name in NUMBERS:
            try:
                return float(text) if "." in text else int(text)
            except ValueError:
                return None
        return text.replace("Harbour", "Érablière")

    return [[value(name, row[name]) for name in COLUMNS] for row in rows]


def text(cell):
    return "" if cell is None else str(cell)


def fill(sheet, rows, first_row=1):
    for column, name in enumerate(COLUMNS, 1):
        sheet.cell(first_row, column, name)
    for number, row in enumerate(rows, first_row + 1):
        for column, cell in enumerate(row, 1):
            sheet.cell(number, column, cell)


def by_python_csv(rows):
    with open("python.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows([map(text, row) for row in rows])
    # As `Export-Csv -Encoding Unicode` of Windows PowerShell 5.1 writes it: a mark, every cell in quotes, CRLF.
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([map(text, row) for row in rows])
    wide = buffer.getvalue()
    with open("utf-16le-mark.csv", "wb") as file:
        file.write(b"\xff\xfe" + wide.encode("utf-16-le"))
    with open("utf-16be-mark.csv", "wb") as file:
        file.write(b"\xfe\xff" + wide.encode("utf-16-be"))
    with open("utf-16le-plain.csv", "wb") as file:
        file.write(wide.encode("utf-16-le"))
    with open("utf-16be-plain.csv", "wb") as file:
        file.write(wide.encode("utf-16-be"))
    # A table of tabs under the name of a workbook, as some record systems hand it out, with titles above it.
    with open("tabs-with-titles.xls", "w", encoding="utf-8", newline="") as file:
        file.write('Sessions of the service\r\nPrinted "today"\t2025-05-01\r\n\r\n')
        writer = csv.writer(file, delimiter="\t")
        writer.writerow(COLUMNS)
        writer.writerows([map(text, row) for row in rows])


def by_openpyxl(rows):
    book = openpyxl.Workbook()
    book.active.title = "Sessions"
    fill(book.active, rows)
    book.save("openpyxl.xlsx")
    # What people make of a sheet: notes first, titles above the table, the table not in the corner, a hidden sheet, and
    # dates that count from 1904.
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active.title = "Notes"
    book.active["A1"] = "Exported for the yearly report"
    sheet = book.create_sheet("Sessions 2025")
    sheet["C2"] = "Sessions of the service"
    sheet["C3"] = "Printed"
    sheet["D3"] = datetime.datetime(2025, 5, 1, 10, 30)
    for column, name in enumerate(COLUMNS, 3):
        sheet.cell(5, column, name)
    for number, row in enumerate(rows, 6):
        for column, cell in enumerate(row, 3):
            sheet.cell(number, column, cell)
    hidden = book.create_sheet("Codes")
    fill(hidden, rows[:2])
    hidden.sheet_state = "hidden"
    book.save("openpyxl-as-people-do.xlsx")


def with_errors(rows):
    """Two sheets that may both be meant; formulas that openpyxl writes without an outcome and LibreOffice with one."""
    book = openpyxl.Workbook()
    for place, name in enumerate(("North", "South")):
        sheet = book.active if place == 0 else book.create_sheet()
        sheet.title = name
        fill(sheet, rows[place * 4 : place * 4 + 4])
    sheet = book["North"]
    sheet["A2"] = "=NA()"
    sheet["E3"] = "=VLOOKUP(1,A1:A2,9)"
    sheet["G4"] = "=2+2"
    sheet["I5"] = '=IF(1=1,"","no")'
    sheet["J5"] = "12.01.2025"
    book.save("openpyxl-formulas.xlsx")


def with_scores():
    """Sessions and questionnaire scores as two sheets of one workbook."""
    book = openpyxl.Workbook()
    scores = book.active
    scores.title = "Measures"
    scores.append(["Scores of the service"])
    scores.append([])
    scores.append(["client_id", "date", "measure", "score"])
    scores.append(["C1", datetime.date(2025, 1, 2), "phq9", 14])
    scores.append(["C1", datetime.date(2025, 1, 20), "phq9", 6])
    scores.append(["C2", datetime.date(2025, 1, 3), "phq9", "#N/A"])
    sessions = book.create_sheet("Sessions")
    sessions.append(["session_date", "client_id", "site"])
    sessions.append([datetime.datetime(2025, 1, 2, 10, 0), "C1", "North"])
    sessions.append([datetime.date(2025, 1, 3), "C2", "North"])
    book.save("openpyxl-two-tables.xlsx")


def by_xlwt(rows):
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sessions")
    day = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    for column, name in enumerate(COLUMNS):
        sheet.write(0, column, name)
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            if cell is not None:
                sheet.write(number, column, cell, *([day] if isinstance(cell, datetime.date) else []))
    book.save("xlwt.xls")


def soffice(source, target, *, language=None):
    """Converts by LibreOffice, in a profile of its own."""
    with tempfile.TemporaryDirectory() as profile:
        if language:
            os.makedirs(f"{profile}/user")
            with open(f"{profile}/user/registrymodifications.xcu", "w", encoding="utf-8") as file:
                file.write(
                    '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
                    '<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse">'
                    f"<value>{language}</value></prop></item></oor:items>\n"
                )
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", target, "--outdir",
             profile, source],
            check=True, stdout=subprocess.DEVNULL,
        )
        end = target.split(":")[0]
        shutil.copyfile(f"{profile}/{os.path.splitext(source)[0]}.{end}", f"libreoffice.{end}")


def by_libreoffice():
    soffice("openpyxl-formulas.xlsx", "xlsx:Calc MS Excel 2007 XML")
    os.replace("libreoffice.xlsx", "libreoffice-formulas.xlsx")
    soffice("openpyxl.xlsx", "xlsx:Calc MS Excel 2007 XML")
    soffice("openpyxl.xlsx", "xls:MS Excel 97")
    # 59: semicolons; 34: quotes; 76: UTF-8; cells as shown. German shows decimals with a comma.
    soffice("openpyxl.xlsx", "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,true", language="de-DE")
    os.replace("libreoffice.csv", "libreoffice-german.csv")


def by_arrow_and_duckdb(rows):
    kinds = {name: pyarrow.date32() for name in DATES} | {"ors_pre": pyarrow.float64()}
    kinds |= {name: pyarrow.int64() for name in NUMBERS - {"ors_pre"}}
    columns = {
        name: pyarrow.array([row[place] for row in rows], kinds.get(name, pyarrow.string()))
        for place, name in enumerate(COLUMNS)
    }
    data = pyarrow.table(columns)
    pyarrow.parquet.write_table(data, "pyarrow.parquet")
    duckdb.sql("COPY data TO 'duckdb.parquet' (FORMAT parquet, COMPRESSION zstd)")
    with pyarrow.OSFile("pyarrow.arrow", "wb") as file, pyarrow.ipc.new_file(file, data.schema) as writer:
        for batch in data.to_batches(max_chunksize=15):
            writer.write_batch(batch)
    # As pandas and R write it: packed, and labels as a dictionary.
    site = COLUMNS.index("site")
    labelled = data.set_column(site, "site", data.column("site").dictionary_encode())
    pyarrow.feather.write_feather(labelled, "pyarrow.feather", compression="zstd")


def packed(rows):
    subprocess.run(["gzip", "--keep", "--force", "--no-name", "python.csv"], check=True)
    with tempfile.TemporaryDirectory() as folder:
        with open("python.csv", encoding="utf-8") as file:
            header, *lines = file.read().splitlines(keepends=True)
        os.makedirs(f"{folder}/north and south")
        for name, part in (("first half.csv", lines[:20]), ("north and south/second half.csv", lines[20:])):
            with open(f"{folder}/{name}", "w", encoding="utf-8") as file:
                file.write(header + "".join(part))
        with open(f"{folder}/READ ME.txt", "w", encoding="utf-8") as file:
            file.write("What this export holds.\n")
        here = os.getcwd()
        for target in ("two-halves.zip", "locked.zip", "book.zip"):
            if os.path.exists(target):
                os.remove(target)
        subprocess.run(["zip", "-q", "-r", f"{here}/two-halves.zip", "."], check=True, cwd=folder)
        subprocess.run(["zip", "-q", "-P", "a", f"{here}/locked.zip", "first half.csv"], check=True, cwd=folder)
    subprocess.run(["zip", "-q", "-0", "book.zip", "openpyxl.xlsx"], check=True)


def locked():
    with open("openpyxl.xlsx", "rb") as source, open("locked.xlsx", "wb") as target:
        msoffcrypto.format.ooxml.OOXMLFile(source).encrypt("a", target)


ROWS = table()
by_python_csv(ROWS)
by_openpyxl(ROWS)
with_errors(ROWS)
with_scores()
by_xlwt(ROWS)
by_libreoffice()
by_arrow_and_duckdb(ROWS)
packed(ROWS)
locked()
