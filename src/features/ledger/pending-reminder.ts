import { nextTurn } from '#async/clock';
import type { Context, Gate } from '#context';
import { Failure } from '#domain/errors/failure';
import { message } from '#domain/language/message';
import { OPEN_STATES } from '#domain/ledger/intent';

/** Prints a one-line reminder of writes with an unknown outcome. It never makes a command fail. */
export async function warnAboutPending({ ledger, terminal }: Pick<Context, 'ledger' | 'terminal'>): Promise<void> {
  try {
    const opened = await ledger();
    // Usually there is none, and one query says so.
    if ((await opened.countInStates(OPEN_STATES)) === 0) return;
    let count = await opened.countInStates(['unknown']);
    for await (const sending of opened.intentsInStates(['sending']))
      count += sending.filter((intent) => !opened.isInFlight(intent)).length;
    if (count === 0) return;
    terminal.note(
      message('The {count:outcome of a write is|outcomes of # writes are} not known yet: rocketpay pending', { count }),
    );
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    terminal.detail(error.text);
  }
}

/**
 * Returns a Gate that opens the ledger for the reminder while an answer is awaited. The reminder is printed before the answer
 * is returned.
 *
 * @param remind prints the reminder once
 */
export const remindWhileAsking = (gate: Gate, remind: () => Promise<void>): Gate => ({
  ...gate,
  async send(request, limit) {
    const sending = gate.send(request, limit);
    // Its failure is that of this function, after the reminder.
    sending.catch(() => {});
    // In the first turn the connection is opened. In the second one a Gate that is near gets the request.
    await nextTurn();
    await nextTurn();
    await remind();
    return sending;
  },
});
