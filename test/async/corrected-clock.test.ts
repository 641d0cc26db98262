import { describe, expect, it } from 'vitest';
import type { Clock } from '#async/clock';
import { correctedClock } from '#async/corrected-clock';

/** A machine whose clocks are moved one by one. */
function createMachine({ hasBootTime = true } = {}) {
  const machine = { own: 1_000_000, elapsed: 500, boot: 70_000 };
  const clock: Clock = {
    now: () => machine.own,
    elapsed: () => machine.elapsed,
    ...(hasBootTime ? { sinceBoot: () => ({ boot: 'one', milliseconds: machine.boot }) } : {}),
    sleep: async () => {},
  };
  return { machine, clock: correctedClock(clock) };
}

describe('a clock that is set to the time of a server', () => {
  it('is the clock of the machine until then', () => {
    const { clock } = createMachine();
    expect([clock.now(), clock.offset()]).toEqual([1_000_000, 0]);
  });

  it('goes forward with the monotonic clock from the time of the answer', () => {
    const { machine, clock } = createMachine();
    machine.elapsed += 40;
    machine.own += 40;
    machine.boot += 40;
    clock.set(5_000_000, 520);
    expect(clock.now()).toBe(5_000_020);
    machine.elapsed += 1000;
    machine.own += 1000;
    expect(clock.now()).toBe(5_001_020);
    expect(clock.offset()).toBe(1_001_040 - 5_001_020);
  });

  it.each([
    ['forward', 15 * 60_000],
    ['back', -15 * 60_000],
  ])('is not changed by a machine whose time is set %s', (_, step) => {
    const { machine, clock } = createMachine();
    clock.set(5_000_000, 500);
    machine.own += step;
    expect(clock.now()).toBe(5_000_000);
  });

  it.each([true, false])('counts the time in which the machine was suspended (boot time known: %s)', (hasBootTime) => {
    const { machine, clock } = createMachine({ hasBootTime });
    clock.set(5_000_000, 500);
    machine.own += 3_600_000;
    machine.boot += 3_600_000;
    expect(clock.now()).toBe(8_600_000);
  });
});
