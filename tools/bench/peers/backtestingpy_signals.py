"""backtesting.py: the same long-only signals, all cash in, filled at the signal's close, with the statistics it always makes.

It buys whole units only, so the cash is a million times as much and what rounding leaves over is small.
"""
import pandas as pd
import side
from backtesting import Backtest, Strategy

CASH = 1e11

candles = pd.DataFrame(
    {name.capitalize(): side.numbers(name) for name in ("open", "high", "low", "close", "volume")}
    | {"Enter": side.flags("entries").astype(float), "Leave": side.flags("exits").astype(float)})
# Orders of the last candle are carried out when another comes.
candles = pd.concat([candles, candles.tail(1).assign(Enter=0.0, Leave=0.0)], ignore_index=True)
candles.index = side.index(len(candles))


class Signals(Strategy):
    def init(self):
        pass

    def next(self):
        if not self.position and self.data.Enter[-1]:
            self.buy(size=0.9999999)
        elif self.position and self.data.Leave[-1]:
            self.position.close()


def simulate():
    test = Backtest(candles, Signals, cash=CASH, commission=0.001, trade_on_close=True, finalize_trades=True)
    return test.run()


def outcome(stats):
    return {"growth": 1 + stats["Return [%]"] / 100, "trades": stats["# Trades"]}


side.serve(simulate, outcome, ("backtesting", "numpy", "pandas"))
