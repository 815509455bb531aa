import { archiveLedgerContract } from '../contracts/archive-ledger-contract.ts';
import { cassetteStoreContract } from '../contracts/cassette-store-contract.ts';
import { fundingStoreContract } from '../contracts/funding-store-contract.ts';
import { instrumentRegistryContract } from '../contracts/instrument-registry-contract.ts';
import { limitLedgerContract } from '../contracts/limit-ledger-contract.ts';
import { memoryArchiveLedger } from './memory-archive-ledger.ts';
import { memoryCassetteStore } from './memory-cassette-store.ts';
import { memoryFundingStore } from './memory-funding-store.ts';
import { memoryInstrumentRegistry } from './memory-instrument-registry.ts';
import { memoryLimitLedger } from './memory-limit-ledger.ts';

const close = async (): Promise<void> => undefined;

archiveLedgerContract('the memory ledger', async () => ({ ledger: memoryArchiveLedger(), close }));
cassetteStoreContract('the memory store', async () => ({ stores: [memoryCassetteStore()], close }));
limitLedgerContract('the memory ledger', async () => ({ ledgers: [memoryLimitLedger()], close }));
fundingStoreContract('the memory store', async () => ({ store: memoryFundingStore(), close }));
instrumentRegistryContract('the memory registry', async () => ({ registry: memoryInstrumentRegistry(), close }));
