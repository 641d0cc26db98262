import { describe, expect, it } from 'vitest';
import { EXIT } from '#domain/errors/exit-codes';
import { interruptedFailure } from '#domain/errors/failure';
import { createEventQueue } from '#features/sandbox/demo-event-queue';
import { rejectionOf } from '../../support/failures.ts';
import { FakeClock, settle } from '../../support/fake-clock.ts';

function mailbox() {
  const clock = new FakeClock();
  const interrupt = new AbortController();
  return { box: createEventQueue<string>(60_000, { clock, signal: interrupt.signal }), clock, interrupt };
}

const is = (wanted: string) => (item: string) => item === wanted;

describe('a reader of an event queue', () => {
  it('returns an earlier event once', async () => {
    const { box, clock } = mailbox();
    box.put('a');
    expect(await box.take(is('a'))).toBe('a');
    const again = rejectionOf(box.take(is('a')));
    expect((await clock.until(again)).exit).toBe(EXIT.pending);
  });

  it('waits for an event', async () => {
    const { box, clock } = mailbox();
    const taken = box.take(is('a'));
    await clock.advance(30_000);
    box.put('a');
    expect(await taken).toBe('a');
    expect(clock.sleeping).toBe(0);
  });

  it('returns the first matching event and keeps the others', async () => {
    const { box } = mailbox();
    for (const item of ['b', 'a', 'c', 'a']) box.put(item);
    expect(await box.take(is('a'))).toBe('a');
    expect(await box.take(() => true)).toBe('b');
    expect(await box.take(() => true)).toBe('c');
    expect(await box.take(() => true)).toBe('a');
  });

  it('does not wait longer when other events arrive', async () => {
    const { box, clock } = mailbox();
    const end = rejectionOf(box.take(is('a')));
    for (let second = 0; second < 59; second++) {
      await clock.advance(1000);
      box.put('b');
    }
    await clock.advance(1000);
    expect((await end).exit).toBe(EXIT.pending);
  });

  it.each([3600, -3600])('waits equally long when the wall clock is set by %i s', async (seconds) => {
    const { box, clock } = mailbox();
    const end = rejectionOf(box.take(is('a')));
    const begun = clock.elapsed();
    await settle();
    clock.jump(seconds * 1000);
    box.put('b');
    expect((await clock.until(end)).exit).toBe(EXIT.pending);
    expect(clock.elapsed() - begun).toBe(60_000);
  });

  it('that waits for two events at the same time gets both', async () => {
    const { box } = mailbox();
    const both = Promise.all([box.take(is('a')), box.take(is('b'))]);
    box.put('b');
    await settle();
    box.put('a');
    expect(await both).toEqual(['a', 'b']);
  });

  it('ends with Ctrl-C', async () => {
    const { box, interrupt, clock } = mailbox();
    const end = rejectionOf(box.take(is('a')));
    await settle();
    interrupt.abort(interruptedFailure());
    expect((await end).exit).toBe(EXIT.interrupted);
    expect(clock.sleeping).toBe(0);
  });
});
