"""vectorbt: one indicator through its public class.

    vectorbt_indicator.py FOLDER <indicator> <first bar to compare>
"""
import sys

import numpy as np
import pandas as pd
import side
import vectorbt as vbt

high, low, close, volume = (side.numbers(name) for name in ("high", "low", "close", "volume"))
rows = side.index(close.size)
high, low, close, volume = (pd.Series(values, index=rows) for values in (high, low, close, volume))

INDICATORS = {
    "sma": (lambda: vbt.MA.run(close, 20), ["ma"]),
    "ema": (lambda: vbt.MA.run(close, 20, ewm=True), ["ma"]),
    "rsi": (lambda: vbt.RSI.run(close, 14), ["rsi"]),
    "bollinger": (lambda: vbt.BBANDS.run(close, 20, alpha=2), ["middle", "upper", "lower"]),
    "atr": (lambda: vbt.ATR.run(high, low, close, 14), ["atr"]),
    "stochastic": (lambda: vbt.STOCH.run(high, low, close, 14, 3), ["percent_k", "percent_d"]),
    "obv": (lambda: vbt.OBV.run(close, volume), ["obv"]),
}

run, outputs = INDICATORS[sys.argv[2]]
start = int(sys.argv[3])
side.serve(run, lambda indicator: {name: np.asarray(getattr(indicator, name)).ravel()[start:] for name in outputs})
