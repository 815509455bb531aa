"""vectorbt: columns of prices, an entry on every even row and an exit on every odd one, all other settings its defaults."""
import numpy as np
import pandas as pd
import side
import vectorbt as vbt

shape = (side.scale["bars"], side.scale["columns"])
close = pd.DataFrame(side.numbers("prices").reshape(shape), index=side.index(shape[0]))
is_even = np.broadcast_to(np.arange(shape[0])[:, None] % 2 == 0, shape)
entries = pd.DataFrame(is_even.copy(), index=close.index)
exits = pd.DataFrame(~is_even, index=close.index)


def simulate():
    return vbt.Portfolio.from_signals(close, entries, exits, freq=side.BAR)


def outcome(portfolio):
    return {"finalValue": portfolio.final_value().values, "orders": portfolio.orders.count().values}


side.serve(simulate, outcome)
