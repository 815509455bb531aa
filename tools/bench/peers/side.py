"""The peer's side of a benchmark: what `harness/side-process.ts` asks, one JSON document a line.

A script loads the arrays of its folder, then calls `serve(run, answer)`. Whatever a library prints goes to stderr.
"""
import importlib.metadata
import json
import os
import sys
import time

import numpy as np

BAR = "5min"
START = "2015-01-01"

_say = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)

folder = sys.argv[1]
with open(os.path.join(folder, "scale.json")) as file:
    scale = json.load(file)


def numbers(name, where=folder):
    return np.fromfile(os.path.join(where, name + ".f64"), dtype="<f8")


def flags(name, where=folder):
    return np.fromfile(os.path.join(where, name + ".u8"), dtype="u1").astype(bool)


def markets():
    """The folder of each column."""
    columns = scale.get("columns", 1)
    return [folder] if columns == 1 else [os.path.join(folder, str(column)) for column in range(columns)]


def index(length):
    import pandas as pd
    return pd.date_range(START, periods=length, freq=BAR)


def _tell(reply):
    _say.write(json.dumps(reply) + "\n")
    _say.flush()


def _versions(distributions):
    names = [f"{name} {importlib.metadata.version(name)}" for name in distributions]
    return ", ".join(names + [f"Python {sys.version.split()[0]}"])


def serve(run, answer, distributions=("vectorbt", "numba", "numpy", "pandas")):
    """`run()` is timed; `answer(result)` gives arrays or numbers by name."""
    _tell({"versions": _versions(distributions)})
    result = None
    for line in sys.stdin:
        order, *argument = line.split()
        if order == "run":
            runs = 0
            processor = time.process_time()
            start = time.perf_counter()
            while True:
                result = run()
                runs += 1
                spent = (time.perf_counter() - start) * 1000
                if spent >= float(argument[0]):
                    break
            _tell({"ms": spent / runs, "processorMs": (time.process_time() - processor) * 1000 / runs})
        else:
            values = answer(result)
            for name, value in values.items():
                np.atleast_1d(np.asarray(value, dtype="<f8")).ravel().tofile(os.path.join(folder, f"answer-peer-{name}.f64"))
            _tell({"names": list(values)})
