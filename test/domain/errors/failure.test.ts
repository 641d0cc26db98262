import { describe, expect, it } from 'vitest';
import { EXIT } from '#domain/errors/exit-codes';
import { credentialsFailure, Failure, interruptedFailure, usageError } from '#domain/errors/failure';

describe('the text of a failure has', () => {
  it.each<[string, Failure, object]>([
    [
      'the correct command line',
      usageError('Wrong.', 'Write it so.'),
      { exit: 2, code: 'usage', message: 'Wrong.', hint: 'Write it so.' },
    ],
    [
      'the missing setting',
      credentialsFailure('no_profile', 'None.'),
      { exit: 4, code: 'no_profile', message: 'None.', hint: undefined },
    ],
    ['the interruption by the user', interruptedFailure(), { exit: 130, code: 'interrupted', message: 'Interrupted.' }],
  ])('%s', (_what, failure, told) => {
    expect(failure).toBeInstanceOf(Failure);
    expect(failure).toMatchObject({ name: 'Failure', ...told });
  });

  it('all details of a failed payment', () => {
    const details = { hint: 'h', requestId: 'r', paymentId: 'p', platformCode: '3041', cause: new Error('inner') };
    expect(new Failure(EXIT.refused, 'refused', 'Refused.', details)).toMatchObject({ ...details, exit: 3 });
  });

  it('no cause when there is none', () => {
    expect(Object.hasOwn(new Failure(EXIT.bug, 'x', 'x'), 'cause')).toBe(false);
  });
});
