"""The rules as staged SELECTs, for running beside the data: generated from the nodes, in DuckDB's SQL or in Spark's.

`duckdb_statements` and `spark_statements` show the SQL; `run_duckdb` and `run_spark` work a population folder out;
`results_duckdb` and `evaluate_duckdb` do so for tables in memory. Nothing is a user-defined function, so the
statements also run where only SQL does.
"""

from doudi.engine.sql_duckdb import evaluate_duckdb, results_duckdb, run_duckdb
from doudi.engine.sql_spark import SparkUnavailable, run_spark, spark_python
from doudi.engine.sql_tables import LookUp, duckdb_statements, spark_statements

__all__ = [
    "LookUp",
    "SparkUnavailable",
    "duckdb_statements",
    "evaluate_duckdb",
    "results_duckdb",
    "run_duckdb",
    "run_spark",
    "spark_python",
    "spark_statements",
]
