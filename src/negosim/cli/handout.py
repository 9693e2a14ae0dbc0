"""`negosim handout`: a confidential sheet for each actor and one for the instructor, as Markdown and as PDF."""

from pathlib import Path

from negosim.classroom.handout import actor_sheet, instructor_sheet
from negosim.classroom.sheet import markdown
from negosim.classroom.sheet_pdf import pdf
from negosim.cli.inputs import Request
from negosim.cli.output import warn, written_together
from negosim.errors import OutputError
from negosim.report.finding import find


def handout_command(request: Request, folder: Path) -> None:
    """Write all sheets of one game into a folder, or none of them."""
    scenario, key = request.one_game()
    finding = find(scenario, key)
    sheets = [actor_sheet(finding.compiled, actor) for actor in finding.compiled.players]
    sheets.append(instructor_sheet(finding, " ".join(request.words)))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{folder}: cannot be made: {error.strerror}; choose another place") from None
    with written_together(folder / "sheet") as beside:
        for sheet in sheets:
            (beside / f"{sheet.name}.md").write_text(markdown(sheet), encoding="utf-8")
            (beside / f"{sheet.name}.pdf").write_bytes(pdf(sheet))
    names = ", ".join(sheet.name for sheet in sheets)
    warn(f"wrote {len(sheets)} sheets into {folder}, as .md and .pdf: {names}")
