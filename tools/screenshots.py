"""`make screenshots`: the pictures of the README, taken from a fresh demonstration by two signed-in people."""

import subprocess
import sys

from tools.say import ROOT

if __name__ == "__main__":
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/browser/pictures.py"]
    sys.exit(subprocess.run([*command, *sys.argv[1:]], cwd=ROOT).returncode)
