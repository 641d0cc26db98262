import { describe, expect, it } from 'vitest';
import { EXIT } from '#domain/errors/exit-codes';
import { credentialsFailure, Failure, interruptedFailure, usageError } from '#domain/errors/failure';

describe('a user whose command fails is told', () => {
  it.each<[string, Failure, object]>([
    [
      'what to write',
      usageError('Wrong.', 'Write it so.'),
      { exit: 2, code: 'usage', message: 'Wrong.', hint: 'Write it so.' },
    ],
    [
      'what to set up',
      credentialsFailure('no_profile', 'None.'),
      { exit: 4, code: 'no_profile', message: 'None.', hint: undefined },
    ],
    [
      'that the user has interrupted it',
      interruptedFailure(),
      { exit: 130, code: 'interrupted', message: 'Interrupted.' },
    ],
  ])('%s', (_what, failure, told) => {
    expect(failure).toBeInstanceOf(Failure);
    expect(failure).toMatchObject({ name: 'Failure', ...told });
  });

  it('all that is known of a failed payment', () => {
    const details = { hint: 'h', requestId: 'r', paymentId: 'p', platformCode: '3041', cause: new Error('inner') };
    expect(new Failure(EXIT.refused, 'refused', 'Refused.', details)).toMatchObject({ ...details, exit: 3 });
  });

  it('nothing of a cause where there is none', () => {
    expect(Object.hasOwn(new Failure(EXIT.bug, 'x', 'x'), 'cause')).toBe(false);
  });
});
