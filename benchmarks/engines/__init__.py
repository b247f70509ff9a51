"""One module an engine; each is run as a process of its own: `python -m benchmarks.engines.<name> <mode> <folder> <out>`."""
