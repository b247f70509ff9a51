"""What may never hang on a board: found in any text, whoever wrote it, and names as the web shows them."""

from doudi.vocabulary.disclosure.findings import KINDS, Finding
from doudi.vocabulary.disclosure.names import web_name
from doudi.vocabulary.disclosure.scanning import scan

__all__ = ["KINDS", "Finding", "scan", "web_name"]
