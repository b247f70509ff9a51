"""Long work, as tasks of the queue. Each can be killed at any moment and goes on where it stopped."""

from doudi.interfaces.jobs import answers, cases, exports, rosters, standards

__all__ = ["answers", "cases", "exports", "rosters", "standards"]
