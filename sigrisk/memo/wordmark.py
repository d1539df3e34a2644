"""The watermark of a Word document: large grey letters behind the text of every page, as Word makes them itself."""

from __future__ import annotations

from typing import Final
from xml.sax.saxutils import quoteattr

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.oxml.xmlchemy import BaseOxmlElement

_WIDE: Final = 470  # points
_PAPER_GREY: Final = "#ebebeb"
_VML: Final = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
_SHAPE: Final = """<w:r {names}><w:pict>
<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e">
<v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>
<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/>
<v:f eqn="if @0 @4 21600"/></v:formulas>
<v:path textpathok="t" o:connecttype="custom" o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800"/>
<v:textpath on="t" fitshape="t"/></v:shapetype>
<v:shape id="Vattenmarke" o:spid="_x0000_s2049" type="#_x0000_t136" alt="" o:allowincell="f" fillcolor="{grey}"
 stroked="f" style="position:absolute;margin-left:0;margin-top:0;width:{wide}pt;height:{high}pt;rotation:315;\
z-index:-251658752;mso-position-horizontal:center;mso-position-horizontal-relative:margin;\
mso-position-vertical:center;mso-position-vertical-relative:margin">
<v:textpath style="font-family:Calibri;font-size:1pt;font-weight:bold" string={word}/></v:shape></w:pict></w:r>"""


def watermark(word: str) -> BaseOxmlElement:
    """The word from corner to corner, for a paragraph of the header. It is decoration: the header says it in words."""
    high = round(_WIDE / max(1, len(word)) * 1.4)
    names = f"{nsdecls('w')} {_VML}"
    run: BaseOxmlElement = parse_xml(
        _SHAPE.format(names=names, grey=_PAPER_GREY, wide=_WIDE, high=high, word=quoteattr(word))
    )
    return run
