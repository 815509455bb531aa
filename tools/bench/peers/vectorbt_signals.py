"""vectorbt: one long-only portfolio from signals, all cash in, filled at the signal's close.

    vectorbt_signals.py FOLDER simulation|metrics
"""
import sys

import pandas as pd
import side
import vectorbt as vbt

close, entries, exits = side.numbers("close"), side.flags("entries"), side.flags("exits")
rows = side.index(close.size)
close, entries, exits = (pd.Series(values, index=rows) for values in (close, entries, exits))


def simulate():
    return vbt.Portfolio.from_signals(close, entries, exits, init_cash=100_000, fees=0.001, freq=side.BAR)


def ten_metrics():
    portfolio = simulate()
    trades = portfolio.trades
    return {
        "totalReturn": portfolio.total_return(),
        "finalValue": portfolio.final_value(),
        "sharpe": portfolio.sharpe_ratio(),
        "sortino": portfolio.sortino_ratio(),
        "calmar": portfolio.calmar_ratio(),
        "maxDrawdown": portfolio.max_drawdown(),
        "trades": trades.count(),
        "winRate": trades.win_rate(),
        "profitFactor": trades.profit_factor(),
        "averageDurationBars": trades.duration.mean(),
    }


def orders(portfolio):
    records = portfolio.orders.values
    return {
        "bar": records["idx"],
        "size": records["size"],
        "price": records["price"],
        "fee": records["fees"],
    }


if sys.argv[2] == "metrics":
    side.serve(ten_metrics, lambda metrics: metrics)
else:
    side.serve(simulate, orders)
