import type { Context } from '#context';
import type { Accepted } from '#domain/documents';
import { Failure } from '#domain/errors/failure';
import type { Intent } from '#domain/ledger/intent';
import { resultSentence } from '#domain/ledger/write-result';

/**
 * Tells what the ledger knows of an accepted write: it can have its result already, where it is a stored one.
 *
 * @param next what to run while there is no result
 */
export async function tellResult(
  { intent: id }: Pick<Accepted, 'intent'>,
  next: string,
  { ledger, terminal }: Pick<Context, 'ledger' | 'terminal'>,
): Promise<void> {
  const intent = await knownIntent(id, ledger);
  const said = intent === undefined ? 'Accepted: the result is not known yet.' : resultSentence(intent);
  terminal.note(intent === undefined || intent.state === 'accepted' ? `${said} ${next}` : said);
}

/** A ledger that fails after the write was accepted does not make the write fail. */
async function knownIntent(id: string, ledger: Context['ledger']): Promise<Intent | undefined> {
  try {
    return await (await ledger()).get(id);
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}
