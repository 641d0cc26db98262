import type { Context } from '#context';
import { Failure } from '#domain/errors/failure';
import { message } from '#domain/language/message';

/** Prints a one-line reminder of writes with an unknown outcome. It never makes a command fail. */
export async function warnAboutPending({ ledger, terminal }: Pick<Context, 'ledger' | 'terminal'>): Promise<void> {
  try {
    const opened = await ledger();
    const open = (await opened.openIntents()).filter((intent) => !opened.isInFlight(intent));
    if (open.length === 0) return;
    terminal.note(
      message('The {count:outcome of a write is|outcomes of # writes are} not known yet: rocketpay pending', {
        count: open.length,
      }),
    );
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    terminal.detail(error.text);
  }
}
