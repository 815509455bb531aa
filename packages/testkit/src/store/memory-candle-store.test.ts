import { candleStoreContract } from '../contracts/candle-store-contract.ts';
import { memoryCandleStore } from './memory-candle-store.ts';

candleStoreContract('the memory store', async () => ({ store: memoryCandleStore(), close: async () => undefined }), { runs: 200 });
