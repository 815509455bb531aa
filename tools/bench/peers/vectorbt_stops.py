"""vectorbt: a stop loss of 1% and a take profit of 2% on candles; signals enter, only stops leave."""
import numpy as np
import pandas as pd
import side
import vectorbt as vbt

columns = [side.numbers(name) for name in ("open", "high", "low", "close")]
rows = side.index(columns[0].size)
open_, high, low, close = (pd.Series(values, index=rows) for values in columns)
entries = pd.Series(side.flags("sparseEntries"), index=rows)
exits = pd.Series(np.zeros(len(rows), dtype=bool), index=rows)


def simulate():
    return vbt.Portfolio.from_signals(
        close, entries, exits, open=open_, high=high, low=low, init_cash=100_000, fees=0.0002, freq=side.BAR,
        sl_stop=0.01, tp_stop=0.02)


def orders(portfolio):
    records = portfolio.orders.values
    return {"bar": records["idx"], "size": records["size"], "price": records["price"], "fee": records["fees"]}


side.serve(simulate, orders)
