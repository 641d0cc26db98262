import { describe, expect, it } from 'vitest';
import { EXIT } from '#domain/errors/exit-codes';
import { interruptedFailure } from '#domain/errors/failure';
import { createSendSlots, type SendSlot } from '#features/bulk-refunds/sending/send-slots';
import { FakeClock } from '../../../support/fake-clock.ts';

/** Two slots, and the rows that may be recorded or sent so far. */
function openSlots() {
  const clock = new FakeClock();
  const batch = new AbortController();
  const createSlot = createSendSlots(2, { clock, signal: batch.signal });
  const recorded: string[] = [];
  const sent: string[] = [];
  const failures: unknown[] = [];
  const start = (name: string): SendSlot => {
    const slot = createSlot();
    const run = async () => {
      await slot.mayRecord();
      recorded.push(name);
      await slot.maySend();
      sent.push(name);
    };
    run().catch((error) => failures.push(error));
    return slot;
  };
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return { clock, batch, start, recorded, sent, failures, settle };
}

describe('the slots of a batch', () => {
  it('let as many rows be sent concurrently as there are, in their order', async () => {
    const t = openSlots();
    const [first, second] = [t.start('1'), t.start('2'), t.start('3'), t.start('4')];
    await t.settle();
    expect(t.sent).toEqual(['1', '2']);
    second?.release(true);
    second?.release(true);
    await t.settle();
    expect(t.sent).toEqual(['1', '2', '3']);
    first?.release(true);
    await t.settle();
    expect(t.sent).toEqual(['1', '2', '3', '4']);
  });

  it.each([
    ['after a fast answer lets a row be recorded before it may be sent', 250, ['1', '2', '3', '4']],
    ['after a slow answer lets no row be recorded before it may be sent', 251, ['1', '2', '3']],
  ])('%s', async (_, milliseconds, recorded) => {
    const t = openSlots();
    const first = t.start('1');
    await t.settle();
    await t.clock.advance(milliseconds);
    first.release(true);
    t.start('2');
    t.start('3');
    await t.settle();
    t.start('4');
    await t.settle();
    expect([t.recorded, t.sent]).toEqual([recorded, ['1', '2', '3']]);
  });

  it('let no row be sent before the first answer shows how fast it is, except those that have a slot', async () => {
    const t = openSlots();
    for (const name of ['1', '2', '3']) t.start(name);
    await t.settle();
    expect(t.recorded).toEqual(['1', '2']);
  });

  it.each([
    ['after a signal', interruptedFailure(), 'interrupted'],
    ['after any error of another row', new TypeError('a bug'), 'stopped'],
  ])('let no waiting row be sent %s, and let it wait no longer', async (_, reason, code) => {
    const t = openSlots();
    for (const name of ['1', '2', '3']) t.start(name);
    await t.settle();
    t.batch.abort(reason);
    await t.settle();
    expect(t.sent).toEqual(['1', '2']);
    expect(t.failures).toMatchObject([{ exit: EXIT.interrupted, code }]);
  });
});
