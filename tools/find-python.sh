#!/bin/sh
# Prints the path of a Python 3.11 or newer, or says in one sentence that there is none.
for name in "${PYTHON:-python3}" python3 python3.14 python3.13 python3.12 python3.11 python; do
    path=$(command -v "$name" 2>/dev/null) || continue
    "$path" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 || continue
    echo "$path"
    exit 0
done
echo "Baraza needs Python 3.11 or newer and found none: install it from your system's packages or https://www.python.org/downloads/, or name it with PYTHON=/path/to/python make …" >&2
exit 1
