"""vectorbt: several assets that share one cash, each entry of the same value; assets have their turn as they are listed."""
import numpy as np
import pandas as pd
import side
import vectorbt as vbt

folders = side.markets()
rows = side.index(side.scale["bars"])


def table(read, name):
    return pd.DataFrame({column: read(name, where) for column, where in enumerate(folders)}, index=rows)


close, entries, exits = table(side.numbers, "close"), table(side.flags, "entries"), table(side.flags, "exits")


def simulate():
    return vbt.Portfolio.from_signals(
        close, entries, exits, size=10_000, size_type="value", init_cash=100_000, fees=0.0002, freq=side.BAR,
        cash_sharing=True, group_by=True)


def orders(portfolio):
    records = portfolio.orders.values
    records = records[np.lexsort((records["idx"], records["col"]))]
    return {"bar": records["idx"], "size": records["size"], "price": records["price"], "fee": records["fees"]}


side.serve(simulate, orders)
