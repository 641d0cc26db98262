// node run.js [--quick] [--write]
//
// --quick ends within a minute. --write puts the results into the table of README.md.
import { compareCallbacks } from './callbacks.js';
import { compareGrowth } from './growth.js';
import { compareHostileCallbacks } from './hostile-callbacks.js';
import { compareLedger } from './ledger.js';
import { FAST } from './measure.js';
import { compareRefunds } from './refunds.js';
import { printResults, writeResults } from './results-table.js';
import { compareSigning } from './signing.js';
import { compareSize } from './size.js';
import { compareStartUp } from './start-up.js';
import { compareTeamCallbacks } from './team-callbacks.js';
import { compareTeamLedger } from './team-ledger.js';

console.log(`Node.js ${process.version}, ${process.platform} ${process.arch}`);
await compareSigning();
await compareStartUp();
await compareLedger();
await compareRefunds();
await compareCallbacks();
await compareGrowth();
if (!FAST) {
  await compareTeamLedger();
  await compareTeamCallbacks();
  await compareHostileCallbacks();
  compareSize();
}
printResults();
if (process.argv.includes('--write')) writeResults();
