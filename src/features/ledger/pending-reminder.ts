import type { Context } from '#context';
import { Failure } from '#domain/errors/failure';

/** Prints a one-line reminder of writes with an unknown outcome. It never makes a command fail. */
export async function warnAboutPending({ ledger, terminal }: Pick<Context, 'ledger' | 'terminal'>): Promise<void> {
  try {
    const opened = await ledger();
    const open = (await opened.openIntents()).filter((intent) => !opened.isInFlight(intent));
    if (open.length === 0) return;
    const what = open.length === 1 ? 'The outcome of a write is' : `The outcomes of ${open.length} writes are`;
    terminal.note(`${what} not known yet: rocketpay pending`);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    terminal.detail(error.message);
  }
}
