"""A handout as a Word file: real headings, lists and tables, the head of a table repeated on each page."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from .. import _markdown as md
from .._markdown import Grid, Heading, Items, Paragraph, Quote, Span
from ..canvas import BLOCKS, Canvas
from ._handout_html import under
from ._handout_parts import Choice, Fill, Guesses, Handout, Keep, Lines, Notice, Part

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph as Written

SIZES = {"a4": (210.0, 297.0), "letter": (215.9, 279.4)}  # mm
WASH = {"blue": "E8F0F7", "green": "E8F2EE", "orange": "FBEFE6", "purple": "F6EDF5", "gray": "F3F4F5"}
# Where a block of the canvas lies on ten columns and three rows: first row and column, last row and column.
PLACES = {
    "key_partners": (0, 0, 1, 1), "key_activities": (0, 2, 0, 3), "key_resources": (1, 2, 1, 3),
    "value_propositions": (0, 4, 1, 5), "customer_relationships": (0, 6, 0, 7), "channels": (1, 6, 1, 7),
    "customer_segments": (0, 8, 1, 9), "cost_structure": (2, 0, 2, 4), "revenue_streams": (2, 5, 2, 9),
}  # fmt: skip
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def document(handout: Handout, paper: str = "a4") -> bytes:
    """Return a handout as a Word file.

    Parameters
    ----------
    handout
        What it holds.
    paper
        "a4" or "letter".
    """
    writer = _Writer(handout, paper)
    writer.write()
    out = io.BytesIO()
    writer.doc.save(out)
    return out.getvalue()


def _clean(text: str) -> str:
    """Return text without the characters that XML has no place for."""
    return _NOT_XML.sub("", text)


class _Writer:
    def __init__(self, handout: Handout, paper: str) -> None:
        import docx

        self.handout = handout
        self.size = SIZES[paper]
        self.doc: Document = docx.Document()
        self.small = False
        _styles(self.doc)
        self._properties()
        self._page(self.doc.sections[0], sideways=False)

    def write(self) -> None:
        """Write the title, then section by section; a canvas lies on a page on its side."""
        from docx.enum.section import WD_SECTION

        self.doc.add_heading(_clean(self.handout.title), 0)
        self.doc.add_paragraph(_clean(self.handout.line), "Subtitle")
        if self.handout.cover:
            self.block(Notice(self.handout.cover))
        sideways = False
        for section in self.handout.sections:
            turned = section.kind == "canvas"
            if turned != sideways:
                self._page(self.doc.add_section(WD_SECTION.NEW_PAGE), sideways=turned)
            self.small = section.kind in ("exhibits", "sources")
            if section.title:
                heading = self.doc.add_heading(_clean(section.title), 1)
                heading.paragraph_format.page_break_before = section.fresh and turned == sideways
            sideways = turned
            for block in section.blocks:
                self.block(block)

    def block(self, block: Part) -> None:
        """Write one block."""
        if isinstance(block, Keep):
            self._keep(block)
        elif isinstance(block, Heading):
            self._spans(self.doc.add_heading("", max(1, min(block.level - 1, 4))), block.spans)
        elif isinstance(block, Paragraph):
            self._spans(self.doc.add_paragraph(style="Small" if self.small else None), block.spans)
        elif isinstance(block, Items):
            self._items(block, 1)
        elif isinstance(block, Quote):
            for each in block.blocks:
                self.block(each)
        elif isinstance(block, Grid):
            self._grid(block)
        elif isinstance(block, Canvas):
            self._canvas(block)
        else:
            self._sheet(block)

    def _sheet(self, block: Lines | Fill | Choice | Guesses | Notice) -> None:
        from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
        from docx.shared import Mm

        if isinstance(block, Notice):
            self.doc.add_paragraph(_clean(block.text), "Notice")
        elif isinstance(block, Choice):
            for letter, label in block.options:
                self.doc.add_paragraph(f"☐ {_clean(letter)}  {_clean(label)}", "Tick")
        elif isinstance(block, Guesses):
            self._guesses(block)
        else:
            for text in [_clean(block.label)] if isinstance(block, Fill) else [""] * block.count:
                line = self.doc.add_paragraph(f"{text} \t" if text else "\t", "Line")
                line.paragraph_format.tab_stops.add_tab_stop(
                    Mm(self.size[0] - 46), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.LINES
                )

    def _keep(self, block: Keep) -> None:
        """Tie paragraphs and rows to what follows, up to the last."""
        body = self.doc.element.body
        before = len(body)
        for each in block.blocks:
            self.block(each)
        written = list(body)[before - 1 : -1] if len(body) > before else []
        _tie([p for element in written for p in element.iter(_tag("w:p"))])

    def _spans(self, paragraph: Written, spans: Sequence[Span]) -> Written:
        for span in spans:
            run = paragraph.add_run(_clean(span.text))
            run.bold, run.italic = span.bold or None, span.italic or None
            if span.url:
                _link(paragraph, run, span.url)
        return paragraph

    def _items(self, block: Items, depth: int) -> None:
        for at, item in enumerate(block.items, block.start):
            # A number is written out: a list of Word's own would go on counting from the list before.
            style = "Numbered" if block.ordered else "Small" if self.small and depth == 1 else "List Bullet"
            first = self.doc.add_paragraph(style=style)
            if block.ordered:
                first.add_run(f"{at}.\t")
            rest = item
            if item and isinstance(item[0], Paragraph):
                self._spans(first, item[0].spans)
                rest = item[1:]
            for each in rest:
                if isinstance(each, Paragraph):
                    self._spans(self.doc.add_paragraph(style="Continued"), each.spans)
                elif isinstance(each, Items):
                    self._items(each, depth + 1)
                else:
                    self.block(each)

    def _grid(self, block: Grid) -> None:
        table = self._table(len(block.rows) + 1, len(block.head))
        for at, row in enumerate((block.head, *block.rows)):
            for cell, spans in zip(table.rows[at].cells, row, strict=True):
                self._spans(_empty(cell), [Span(s.text, s.bold or not at, s.italic, s.figure, s.url) for s in spans])
        _widths(table, [[md.plain(cell) for cell in row] for row in (block.head, *block.rows)], self.size[0] - 44)
        if len(block.rows) < 10:
            _tie(list(table._tbl.iter(_tag("w:p"))))
        self.doc.add_paragraph(style="Gap")

    def _guesses(self, block: Guesses) -> None:
        from docx.enum.table import WD_ROW_HEIGHT_RULE
        from docx.shared import Mm

        table = self._table(len(block.rows) + 1, 3)
        for cell, text in zip(table.rows[0].cells, ("Question", "My guess", "It was"), strict=True):
            _empty(cell).add_run(text).bold = True
        for row, (question, before, after) in zip(table.rows[1:], block.rows, strict=True):
            self._spans(_empty(row.cells[0]), question)
            _empty(row.cells[1]).add_run(_clean(f"{before}________ {after}".strip()))
            _empty(row.cells[2]).add_run("________")
        for row in table.rows[1:]:
            row.height, row.height_rule = Mm(9), WD_ROW_HEIGHT_RULE.AT_LEAST
        _columns(table, [self.size[0] - 44 - 70, 45, 25])
        self.doc.add_paragraph(style="Gap")

    def _table(self, rows: int, columns: int) -> Table:
        """Return a table with hairlines, whose rows stay whole and whose head is repeated."""
        table: Table = self.doc.add_table(rows, columns)
        table.autofit = False
        _borders(table, inside=False)
        for at, row in enumerate(table.rows):
            properties = row._tr.get_or_add_trPr()
            _flag(properties, "w:cantSplit")
            if at == 0:
                _flag(properties, "w:tblHeader")
        return table

    def _canvas(self, canvas: Canvas) -> None:
        table = self.doc.add_table(3, 10)
        table.autofit = False
        _borders(table, inside=True)
        _columns(table, [(self.size[1] - 32) / 10] * 10)
        for key, (top, left, bottom, right) in PLACES.items():
            cell = table.cell(top, left).merge(table.cell(bottom, right))
            _empty(cell).add_run(BLOCKS[key]).bold = True
            for note in canvas[key]:
                segment = canvas.segments.get(note.segment)
                written = self._spans(cell.add_paragraph(style="Cell"), md.spans(note.text))
                _shade(written, WASH.get(segment.color if segment else "gray", WASH["gray"]))
                written.add_run("\n" + _clean(under(canvas, note)), "Dim")
        self.doc.add_paragraph("The words under a note say whom it is for and who says so.", "Small")

    def _properties(self) -> None:
        """Say what the file is, and nothing of who made it on which machine."""
        about = self.doc.core_properties
        about.title, about.subject = _clean(self.handout.title)[:255], _clean(self.handout.foot)[:255]
        about.author = about.last_modified_by = about.comments = about.keywords = ""
        about.created = about.modified = datetime.datetime.now(datetime.UTC).replace(microsecond=0, tzinfo=None)
        about.language, about.revision = "en-US", 1

    def _page(self, section: Any, *, sideways: bool) -> None:
        from docx.enum.section import WD_ORIENT
        from docx.shared import Mm

        width, height = self.size[::-1] if sideways else self.size
        section.orientation = WD_ORIENT.LANDSCAPE if sideways else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Mm(width), Mm(height)
        section.left_margin = section.right_margin = Mm(16 if sideways else 22)
        section.top_margin = section.bottom_margin = Mm(14 if sideways else 20)
        section.footer_distance = Mm(9)
        section.footer.is_linked_to_previous = False
        foot = section.footer.paragraphs[0]
        foot.style = "Foot"
        foot.add_run(_clean(self.handout.foot) + "   ·   ")
        _field(foot, "PAGE")


def _styles(doc: Document) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Mm, Pt, RGBColor

    ink, dim = RGBColor(0x1A, 0x1D, 0x21), RGBColor(0x5C, 0x65, 0x70)
    sans, serif = "Calibri", "Cambria"

    def make(name: str, size: float, font: str = sans, before: float = 0, after: float = 6, color: Any = ink) -> Any:
        known = [style.name for style in doc.styles]
        style: Any = doc.styles[name] if name in known else doc.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.font.name, style.font.size, style.font.color.rgb = font, Pt(size), color
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for which in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(_tag(which), None)
        fonts.set(_tag("w:eastAsia"), font)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        return style

    make("Normal", 10.5, serif, after=5).paragraph_format.line_spacing = 1.1
    for name, size, before in (
        ("Title", 20, 0),
        ("Heading 1", 15, 14),
        ("Heading 2", 11.5, 10),
        ("Heading 3", 10.5, 8),
    ):
        style = make(name, size, before=before, after=4)
        style.font.bold = True
    for border in doc.styles["Title"].element.iter(_tag("w:pBdr")):
        border.clear()
    make("Subtitle", 9.5, after=12, color=dim).font.italic = False
    notice = make("Notice", 11, after=10, color=RGBColor(0xB3, 0x47, 0x00))
    notice.font.bold = True
    make("Small", 8.5, after=3).paragraph_format.line_spacing = 1.0
    make("Cell", 8, after=2).paragraph_format.line_spacing = 1.0
    make("Gap", 4, after=0)
    make("Foot", 8, color=dim)
    make("Line", 10, before=7, after=5)
    make("Tick", 10, after=2).paragraph_format.keep_with_next = True
    numbered = make("Numbered", 10.5, serif, after=3).paragraph_format
    numbered.left_indent, numbered.first_line_indent = Mm(7), Mm(-7)
    make("Continued", 10.5, serif, after=3).paragraph_format.left_indent = Mm(7)
    small = doc.styles.add_style("Dim", WD_STYLE_TYPE.CHARACTER)
    small.font.size, small.font.color.rgb, small.font.name = Pt(7), dim, sans


def _tag(name: str) -> str:
    from docx.oxml.ns import qn

    return qn(name)


def _tie(paragraphs: Sequence[Any]) -> None:
    """Keep each paragraph on the page of the next."""
    for paragraph in paragraphs[:-1]:
        _flag(paragraph.get_or_add_pPr(), "w:keepNext")


def _flag(properties: Any, name: str) -> None:
    """Switch a property on, once, in the place where Word wants it."""
    from docx.oxml import OxmlElement

    if properties.find(_tag(name)) is not None:
        return
    if name == "w:keepNext":
        properties._insert_keepNext(OxmlElement(name))
    else:
        properties.append(OxmlElement(name))


def _empty(cell: _Cell) -> Written:
    """Return the first paragraph of a cell, in a cell's style; what a merge left behind it goes."""
    for more in cell.paragraphs[1:]:
        more._p.getparent().remove(more._p)
    first: Written = cell.paragraphs[0]
    first.style = "Cell"
    return first


def _borders(table: Table, *, inside: bool) -> None:
    from docx.oxml import OxmlElement

    borders = OxmlElement("w:tblBorders")
    sides = ("top", "left", "bottom", "right", "insideH", "insideV") if inside else ("bottom", "insideH")
    for side in sides:
        line = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "9AA3AC")):
            line.set(_tag(f"w:{key}"), value)
        borders.append(line)
    place = next((each for each in table._tbl.tblPr if each.tag in (_tag("w:tblLayout"), _tag("w:tblLook"))), None)
    if place is None:
        table._tbl.tblPr.append(borders)
    else:
        place.addprevious(borders)


def _columns(table: Table, widths: Sequence[float]) -> None:
    from docx.shared import Mm

    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def _widths(table: Table, rows: Sequence[Sequence[str]], room: float) -> None:
    """Share the width out by what the columns hold: long texts get more, but no column starves."""
    longest = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    words = [max((len(word) for row in rows for word in row[at].split()), default=1) for at in range(len(rows[0]))]
    least = [1.6 * min(word, 20) + 4.5 for word in words]  # mm, at 8 points
    scale = min(1.0, room / sum(least))
    wish = [float(max(1, min(length, 250) - 10)) for length in longest]
    spare = max(0.0, room - sum(least) * scale)
    _columns(table, [low * scale + spare * share / (sum(wish) or 1) for low, share in zip(least, wish, strict=True)])


def _shade(paragraph: Written, color: str) -> None:
    from docx.oxml import OxmlElement

    shade = OxmlElement("w:shd")
    for key, value in (("val", "clear"), ("color", "auto"), ("fill", color)):
        shade.set(_tag(f"w:{key}"), value)
    paragraph._p.get_or_add_pPr().append(shade)


def _link(paragraph: Written, run: Any, url: str) -> None:
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import OxmlElement

    element = OxmlElement("w:hyperlink")
    element.set(_tag("r:id"), paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    element.append(run._r)
    paragraph._p.append(element)


def _field(paragraph: Written, name: str) -> None:
    from docx.oxml import OxmlElement

    field = OxmlElement("w:fldSimple")
    field.set(_tag("w:instr"), name)
    paragraph._p.append(field)
