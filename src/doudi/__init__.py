"""Doudi (兜底): the system a Chinese county runs its social assistance on."""

__version__ = "0.1.0"
