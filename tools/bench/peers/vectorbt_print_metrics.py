"""Loads the arrays, runs two crossing averages and prints ten metrics: `vectorbt_print_metrics.py FOLDER`."""
import json
import os
import sys

import numpy as np
import pandas as pd
import vectorbt as vbt

close = np.fromfile(os.path.join(sys.argv[1], "close.f64"), dtype="<f8")
close = pd.Series(close, index=pd.date_range("2015-01-01", periods=close.size, freq="5min"))
fast, slow = vbt.MA.run(close, 50), vbt.MA.run(close, 200)
portfolio = vbt.Portfolio.from_signals(
    close, fast.ma_crossed_above(slow), fast.ma_crossed_below(slow), init_cash=100_000, fees=0.001, freq="5min")
trades = portfolio.trades
print(json.dumps({
    "totalReturn": float(portfolio.total_return()),
    "finalValue": float(portfolio.final_value()),
    "sharpe": float(portfolio.sharpe_ratio()),
    "sortino": float(portfolio.sortino_ratio()),
    "calmar": float(portfolio.calmar_ratio()),
    "maxDrawdown": float(portfolio.max_drawdown()),
    "trades": int(trades.count()),
    "winRate": float(trades.win_rate()),
    "profitFactor": float(trades.profit_factor()),
    "averageBars": float(trades.duration.mean()),
}))
