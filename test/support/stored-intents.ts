import { type Intent, type IntentState, OPEN_STATES, STATES_WITHOUT_RESULT } from '#domain/ledger/intent';
import type { Ledger } from '#domain/ledger/ledger';

/** Reads all intents of a ledger in some states, oldest first. */
async function readIntents(ledger: Ledger, states: readonly IntentState[]): Promise<Intent[]> {
  const found: Intent[] = [];
  for await (const intents of ledger.intentsInStates(states)) found.push(...intents);
  return found;
}

/** Reads the intents without a known outcome, oldest first. */
export const openIntents = (ledger: Ledger): Promise<Intent[]> => readIntents(ledger, OPEN_STATES);

/** Reads the intents without a final result, oldest first. */
export const unfinishedIntents = (ledger: Ledger): Promise<Intent[]> => readIntents(ledger, STATES_WITHOUT_RESULT);
