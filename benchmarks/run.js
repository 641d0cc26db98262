import { compareCallbacks } from './callbacks.js';
import { compareHostileCallbacks } from './hostile-callbacks.js';
import { compareLedger } from './ledger.js';
import { compareRefunds } from './refunds.js';
import { compareSigning } from './signing.js';
import { compareSize } from './size.js';
import { compareStartUp } from './start-up.js';
import { compareTeamCallbacks } from './team-callbacks.js';

console.log(`Node.js ${process.version}, ${process.platform} ${process.arch}`);
await compareSigning();
await compareLedger();
await compareRefunds();
await compareCallbacks();
await compareTeamCallbacks();
await compareHostileCallbacks();
await compareStartUp();
compareSize();
