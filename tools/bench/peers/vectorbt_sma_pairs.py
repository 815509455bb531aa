"""vectorbt's headline example: every pair of moving-average windows, their crossings, a portfolio a pair, its total return."""
import gc

import numpy as np
import pandas as pd
import side
import vectorbt as vbt

close = side.numbers("close")
close = pd.Series(close, index=side.index(close.size))
windows = np.arange(2, side.scale["longest"] + 1)


def sweep():
    gc.collect()
    fast, slow = vbt.MA.run_combs(close, window=windows, r=2, short_names=["fast", "slow"])
    portfolio = vbt.Portfolio.from_signals(
        close, fast.ma_crossed_above(slow), fast.ma_crossed_below(slow), init_cash=100_000, fees=0.0001, freq=side.BAR)
    return portfolio.total_return()


side.serve(sweep, lambda returns: {"growth": 1 + returns.values})
