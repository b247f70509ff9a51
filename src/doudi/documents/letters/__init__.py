"""Every letter and form of a case, as PDF and as Word file, drawn from one template that an office can edit.

`KINDS` declares them; `Kind.words` are the values each takes (`words.py` says what they are). `sample_values` invents
them, `check_template` looks through an office's own template, `template_text` is the one that comes with us.
"""

from doudi.documents.letters.checking import TemplateRefused, check_template, template_text
from doudi.documents.letters.composing import ValuesRefused
from doudi.documents.letters.kinds import KINDS, Kind
from doudi.documents.letters.pdf import render_pdf
from doudi.documents.letters.posted import NotPostable
from doudi.documents.letters.samples import sample_values
from doudi.documents.letters.word import render_docx

__all__ = [
    "KINDS",
    "Kind",
    "NotPostable",
    "TemplateRefused",
    "ValuesRefused",
    "check_template",
    "render_docx",
    "render_pdf",
    "sample_values",
    "template_text",
]
