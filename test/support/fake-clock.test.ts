import { describe, expect, it } from 'vitest';
import { FakeClock } from './fake-clock.ts';

describe('a fake clock', () => {
  it('ends sleeps in their order, with their effects in between', async () => {
    const clock = new FakeClock(0);
    const log: string[] = [];
    void clock.sleep(20).then(() => log.push(`b ${clock.now()}`));
    void clock.sleep(10).then(async () => {
      log.push(`a ${clock.now()}`);
      await clock.sleep(5);
      log.push(`a again ${clock.now()}`);
    });
    await clock.advance(30);
    expect(log).toEqual(['a 10', 'a again 15', 'b 20']);
    expect(clock.now()).toBe(30);
  });

  it('ends a sleep whose signal is aborted, with its reason', async () => {
    const clock = new FakeClock(0);
    const controller = new AbortController();
    const sleep = clock.sleep(10, controller.signal);
    controller.abort(new Error('enough'));
    await expect(sleep).rejects.toThrow('enough');
    await expect(clock.sleep(0, controller.signal)).rejects.toThrow('enough');
    expect(clock.sleeping).toBe(0);
  });

  it('runs until a promise is settled, at most for the given time', async () => {
    const clock = new FakeClock(0);
    await expect(clock.until(clock.sleep(1000).then(() => 'done'))).resolves.toBe('done');
    expect(clock.now()).toBe(1000);
    await expect(clock.until(clock.sleep(1001), 1000)).rejects.toThrow('the promise is not settled');
  });
});
