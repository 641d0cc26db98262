import type { Context } from '#context';
import { Failure } from '#domain/errors/failure';
import { joinTexts, message, type Text } from '#domain/language/message';
import type { Intent } from '#domain/ledger/intent';
import { resultSentence } from '#domain/ledger/result-sentences';
import type { Accepted } from '#schemas/document-types';

/**
 * Prints what the ledger knows about an accepted write. A stored write can have its result already.
 *
 * @param next hint with the next command, printed while there is no result
 */
export async function printResult(
  { intent: id }: Pick<Accepted, 'intent'>,
  next: Text,
  { ledger, terminal }: Pick<Context, 'ledger' | 'terminal'>,
): Promise<void> {
  const intent = await readIntent(id, ledger);
  const sentence = intent === undefined ? message('Accepted: the result is not known yet.') : resultSentence(intent);
  terminal.note(intent === undefined || intent.state === 'accepted' ? joinTexts([sentence, next], ' ') : sentence);
}

/** Reads the intent; a failing ledger does not make an accepted write fail. */
async function readIntent(id: string, ledger: Context['ledger']): Promise<Intent | undefined> {
  try {
    return await (await ledger()).get(id);
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}
