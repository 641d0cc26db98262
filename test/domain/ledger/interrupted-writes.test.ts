import { describe, expect, it } from 'vitest';
import { EXIT, type ExitCode } from '#domain/errors/exit-codes';
import { exitCodeAtSignal, interruptedWrites } from '#domain/ledger/interrupted-writes';
import { anIntent } from './intents.ts';

const sending = anIntent({ id: 'in-a', state: 'sending' });
const unknown = anIntent({ id: 'in-b', state: 'unknown' });

describe('a second signal', () => {
  it('names each write without a known outcome once', () => {
    expect(interruptedWrites([])).toBeUndefined();
    const failure = interruptedWrites([sending, { ...sending, state: 'unknown' }, unknown]);
    expect(failure).toMatchObject({ exit: EXIT.unknown, code: 'outcome_unknown' });
    expect(failure?.message).toMatch(/^Interrupted\. The outcome of 2 requests is not known: .*in-a.*; .*in-b/);
  });

  it.each<[what: string, decided: ExitCode | undefined, isWritten: boolean, isOpen: boolean, expected: ExitCode]>([
    ['nothing was in flight', undefined, false, false, EXIT.interrupted],
    ['a write has no known outcome', undefined, false, true, EXIT.unknown],
    ['the command has ended with an unknown outcome', EXIT.unknown, false, true, EXIT.unknown],
    ['a batch has ended with some rows not done', EXIT.batch, true, false, EXIT.batch],
    ['all is done and printed', EXIT.done, true, false, EXIT.done],
    ['all is done and not printed whole', EXIT.done, false, false, EXIT.output],
  ])('ends with the code of what is known: %s', (_what, decided, isWritten, isOpen, expected) => {
    const failure = isOpen ? interruptedWrites([unknown]) : undefined;
    expect(exitCodeAtSignal({ decided, isWritten, failure })).toBe(expected);
  });
});
