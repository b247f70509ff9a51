"""The settings an office's PostgreSQL runs with, given at every start so that a new release may change them."""

from collections.abc import Mapping

import psutil

from doudi.interfaces.site.embedded_place import Place


def settings_of(place: Place) -> Mapping[str, object]:
    """Every setting that differs from PostgreSQL's own, and those that must never differ."""
    return {**_where(place), **_how_much(), **_safety(), **_silence()}


def _where(place: Place) -> Mapping[str, object]:
    """Reached through a socket in a private folder only: nothing listens on a network."""
    return {
        "listen_addresses": "",
        "unix_socket_directories": place.run,
        "unix_socket_permissions": "0700",
        "log_directory": place.log,
    }


def _how_much() -> Mapping[str, object]:
    """Memory for an office: an eighth of the machine for the cache, never more than 1 GB. Taken only as pages fill it.

    No helper processes: an office's few processors have other pages to answer meanwhile, and starting one costs more.
    """
    memory_mb = psutil.virtual_memory().total // 2**20
    return {
        "max_connections": 100,
        "shared_buffers": f"{max(16, min(1024, memory_mb // 8))}MB",
        "effective_cache_size": f"{max(64, memory_mb // 2)}MB",
        "work_mem": "8MB",
        "jit": "off",
        "max_parallel_workers_per_gather": 0,
    }


def _safety() -> Mapping[str, object]:
    """What is committed is on the disk."""
    return {
        "fsync": "on",
        "full_page_writes": "on",
        "synchronous_commit": "on",
        "password_encryption": "scram-sha-256",
    }


def _silence() -> Mapping[str, object]:
    """No value a clerk typed reaches a log. Errors go to the client alone, for their very text may quote a value;
    details and statements go nowhere. What the server does itself is logged, a file a weekday, written over after a week.
    """
    return {
        "logging_collector": "on",
        "log_filename": "database-%u.log",
        "log_file_mode": "0600",
        "log_truncate_on_rotation": "on",
        "log_rotation_age": "1d",
        "log_rotation_size": 0,
        "log_min_messages": "log",
        "log_error_verbosity": "terse",
        "log_statement": "none",
        "log_min_error_statement": "panic",
        "log_parameter_max_length": 0,
        "log_parameter_max_length_on_error": 0,
        "log_min_duration_statement": -1,
    }
