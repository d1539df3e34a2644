"""JUnit XML, which most systems for continuous testing read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree


@dataclass(frozen=True, slots=True)
class Tried:
    """One thing that was tried: what was wrong with it, or why it was skipped."""

    name: str
    failures: tuple[str, ...] = ()
    skipped: str = ""


def as_xml(title: str, suites: Mapping[str, Iterable[Tried]]) -> str:
    """A report with one suite for each key."""
    root = ElementTree.Element("testsuites", name=title)
    for name, given in suites.items():
        listed = tuple(given)
        failed, skipped = sum(bool(one.failures) for one in listed), sum(bool(one.skipped) for one in listed)
        counts = {"tests": str(len(listed)), "failures": str(failed), "errors": "0", "skipped": str(skipped)}
        element = ElementTree.SubElement(root, "testsuite", {"name": name, **counts})
        for one in listed:
            case = ElementTree.SubElement(element, "testcase", classname=name, name=one.name)
            for problem in one.failures:
                ElementTree.SubElement(case, "failure", message=problem).text = problem
            if one.skipped:
                ElementTree.SubElement(case, "skipped", message=one.skipped)
    ElementTree.indent(root)
    text = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'
