#!/bin/sh
# OpenFisca-core gets an environment of its own: it must not share NumPy or anything else with what it is held against.
set -eu
cd "$(dirname "$0")"
here=.venv-openfisca
if command -v uv >/dev/null 2>&1 && uv venv --quiet --clear --python "${PYTHON:-python3}" "$here" 2>/dev/null; then
    VIRTUAL_ENV="$PWD/$here" uv pip install --quiet -r requirements-openfisca.txt 2>/dev/null && exit 0
fi
rm -rf "$here"
"${PYTHON:-python3}" -m venv "$here"
"$here/bin/python" -m pip install --quiet --disable-pip-version-check -r requirements-openfisca.txt
