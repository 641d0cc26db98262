import { compareLargeLedger } from './large-ledger.js';

await compareLargeLedger();
