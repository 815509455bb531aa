import { absenceLedgerContract } from '../contracts/absence-ledger-contract.ts';
import { memoryAbsenceLedger } from './memory-absence-ledger.ts';

absenceLedgerContract('the memory ledger', async () => ({ ledger: memoryAbsenceLedger(), close: async () => undefined }), 300);
