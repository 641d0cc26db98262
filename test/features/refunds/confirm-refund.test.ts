import { describe, expect, it } from 'vitest';
import { EXIT } from '#domain/errors/exit-codes';
import { interruptedFailure } from '#domain/errors/failure';
import { confirmRefund, type RefundToConfirm } from '#features/refunds/confirm-refund';
import { rejectionOf } from '../../support/failures.ts';
import { FakeTerminal } from '../../support/fake-terminal.ts';

const LIVE = { name: 'shop', mode: 'live', projectId: 42 } as const;
const TEST = { name: 'trial', mode: 'test', projectId: 43 } as const;

/** A refund of 1000.00 KZT, written in major units. */
const refund = (values: Partial<RefundToConfirm> = {}): RefundToConfirm => ({
  paymentId: 'order-1',
  amount: { minor: 100_000, currency: 'KZT' },
  inMinorUnits: false,
  confirm: undefined,
  ...values,
});

const confirm = (
  values: Partial<RefundToConfirm>,
  terminal = new FakeTerminal(),
  profile: typeof LIVE | typeof TEST = LIVE,
) => confirmRefund(refund(values), profile, { terminal });

const YEN = { minor: 1000, currency: 'JPY' };

describe('a refund with --confirm', () => {
  it.each<[what: string, values: Partial<RefundToConfirm>]>([
    ['1000.00 of 1000.00 KZT', { confirm: '1000.00' }],
    ['1000 of 1000.00 KZT', { confirm: '1000' }],
    ['1000.0 of 1000.00 KZT', { confirm: '1000.0' }],
    ['100000 of 100000 minor units', { confirm: '100000', inMinorUnits: true }],
    ['1000.00 of 100000 minor units: a point tells the form', { confirm: '1000.00', inMinorUnits: true }],
    ['0.01 of one minor unit', { confirm: '0.01', amount: { minor: 1, currency: 'KZT' } }],
    ['1000 of 1000 JPY', { confirm: '1000', amount: YEN }],
    ['1000 of 1000 minor units of JPY', { confirm: '1000', amount: YEN, inMinorUnits: true }],
    ['1.000 of 1.000 KWD', { confirm: '1.000', amount: { minor: 1000, currency: 'KWD' } }],
  ])('is confirmed by %s', async (_what, values) => {
    await confirm(values);
  });

  it.each<[what: string, values: Partial<RefundToConfirm>]>([
    ['another amount', { confirm: '1000.01' }],
    ['minor units where major were written', { confirm: '100000' }],
    ['major units where minor were written', { confirm: '1000', inMinorUnits: true }],
    ['a separator', { confirm: '1,000.00' }],
    ['a currency', { confirm: '1000.00 KZT' }],
    ['an exponent', { confirm: '1e3' }],
    ['a sign', { confirm: '-1000.00' }],
    ['white space', { confirm: ' 1000.00' }],
    ['too many decimals', { confirm: '1000.000' }],
    ['nothing', { confirm: '' }],
    ['a yes', { confirm: 'yes' }],
  ])('is blocked before sending by %s', async (_what, values) => {
    const failure = await rejectionOf(confirm(values));
    expect(failure).toMatchObject({ exit: EXIT.blocked, code: 'not_confirmed', paymentId: 'order-1' });
    expect(failure.message).toContain('1000.00 KZT (100000 minor units)');
    expect(failure.message).toContain('Nothing was sent');
    expect(failure.hint).toContain(values.inMinorUnits === true ? '--confirm 100000' : '--confirm 1000.00');
  });

  it('asks no question, even when the amount is wrong', async () => {
    const terminal = new FakeTerminal({ interactive: true });
    await confirm({ confirm: '1000.00' }, terminal);
    expect((await rejectionOf(confirm({ confirm: '1' }, terminal))).exit).toBe(EXIT.blocked);
    expect(terminal.questions).toEqual([]);
  });

  it('is required without a terminal, and the hint names it', async () => {
    const failure = await rejectionOf(confirm({}));
    expect(failure).toMatchObject({ exit: EXIT.blocked, message: expect.stringContaining('--confirm') });
    expect(failure.hint).toContain('--confirm 1000.00');
  });
});

describe('a refund in a terminal', () => {
  const asked = (answer: boolean | Error) => new FakeTerminal({ answers: [{ kind: 'confirm', answer }] });

  it.each<[profile: typeof LIVE | typeof TEST, parts: string[]]>([
    [LIVE, ['order-1', '1000.00 KZT', '100000 minor units', 'shop', 'LIVE', 'real money']],
    [TEST, ['order-1', '1000.00 KZT', '100000 minor units']],
  ])('shows the payment, the amount in both units, and the profile before the question: %j', async (profile, parts) => {
    const terminal = asked(true);
    await confirm({}, terminal, profile);
    for (const part of parts) expect(terminal.questions[0]).toContain(part);
    expect(terminal.questions[0]?.includes('LIVE')).toBe(profile === LIVE);
    terminal.assertAllAnswered();
  });

  it('sends nothing after the answer no', async () => {
    const failure = await rejectionOf(confirm({}, asked(false)));
    expect(failure).toMatchObject({ exit: EXIT.blocked, code: 'not_confirmed' });
    expect(failure.message).toContain('Nothing was sent');
  });

  it('sends nothing after Ctrl-C', async () => {
    expect((await rejectionOf(confirm({}, asked(interruptedFailure())))).exit).toBe(EXIT.interrupted);
  });
});
