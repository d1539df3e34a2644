"""Takes out what python-docx's template leaves in every document: a thumbnail, a program's name, sources, settings."""

from __future__ import annotations

from typing import Final

from docx.document import Document
from docx.opc.rel import Relationships
from docx.oxml.ns import qn

_LEFT_OVER: Final = ("thumbnail", "stylesWithEffects", "customXml")
_PROGRAM: Final = "extended-properties"
_ABOUT: Final = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<Application>sigrisk</Application></Properties>"
)


def without_leftovers(document: Document) -> None:
    """Leaves only what belongs to the memo."""
    package = document.part.package
    for relations in (package.rels, document.part.rels):
        _without(relations)
    for one in package.rels.values():
        if one.reltype.endswith(_PROGRAM):
            one.target_part._blob = _ABOUT
    settings = document.settings.element
    for name in ("w:savePreviewPicture", "w:rsids"):
        for found in list(settings.iter(qn(name))):
            found.getparent().remove(found)
    for zoom in settings.iter(qn("w:zoom")):
        zoom.set(qn("w:percent"), "100")
    for language in settings.iter(qn("w:themeFontLang")):
        language.attrib.pop(qn("w:eastAsia"), None)


def _without(relations: Relationships) -> None:
    for key in [key for key, one in relations.items() if one.reltype.endswith(_LEFT_OVER)]:
        del relations[key]
