"""vectorbt in a process of its own, from its start to the printed metrics: what a person waits for."""
import json
import os
import subprocess
import sys

import side

SCRIPT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "vectorbt_print_metrics.py")


def start():
    return subprocess.run([sys.executable, SCRIPT, side.folder], check=True, capture_output=True, text=True).stdout


def printed(text):
    metrics = json.loads(text)
    return {"growth": 1 + metrics["totalReturn"], "trades": metrics["trades"]}


side.serve(start, printed)
