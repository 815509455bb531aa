"""backtrader: the same long-only signals, all cash in, filled at the signal's close; preloaded and vectorised where it can be."""
import backtrader as bt
import pandas as pd
import side

CASH = 100_000.0
FEE = 0.001

candles = pd.DataFrame(
    {name: side.numbers(name) for name in ("open", "high", "low", "close", "volume")}
    | {name: side.flags(flags).astype(float) for name, flags in (("enter", "entries"), ("leave", "exits"))})
# Orders of the last candle are carried out when another comes.
candles = pd.concat([candles, candles.tail(1).assign(enter=0.0, leave=0.0)], ignore_index=True)
candles.index = side.index(len(candles))


class Candles(bt.feeds.PandasData):
    lines = ("enter", "leave")
    params = (("enter", "enter"), ("leave", "leave"))


class Signals(bt.Strategy):
    params = (("outcome", None),)

    def __init__(self):
        self.trades = 0

    def notify_trade(self, trade):
        self.trades += trade.isclosed

    def next(self):
        if not self.position.size and self.data.enter[0]:
            # A hair less than all, so that rounding does not refuse the order.
            self.buy(size=self.broker.getcash() * (1 - 1e-12) / (self.data.close[0] * (1 + FEE)))
        elif self.position.size and self.data.leave[0]:
            self.close()


def simulate():
    cerebro = bt.Cerebro(stdstats=False)
    cerebro.adddata(Candles(dataname=candles))
    cerebro.addstrategy(Signals)
    cerebro.broker.setcash(CASH)
    cerebro.broker.setcommission(commission=FEE)
    cerebro.broker.set_coc(True)
    (strategy,) = cerebro.run()
    return {"growth": cerebro.broker.getvalue() / CASH, "trades": strategy.trades}


side.serve(simulate, lambda outcome: outcome, ("backtrader", "numpy", "pandas"))
