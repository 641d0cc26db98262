import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openLedger } from '#adapters/ledger/open-ledger';
import { processStart } from '#adapters/system/start-times';
import { FakeClock } from '../../../support/fake-clock.ts';
import { ledgerFolder } from '../../../support/ledger.ts';
import { draft } from '../drafts.ts';

const SENDER = 4711;

describe('a write of another process', () => {
  it.each<[string, string | undefined, string | undefined, boolean]>([
    ['has the start time of then', 'boot/100', 'boot/100', true],
    ['has another start time: it got the id later', 'boot/100', 'boot/900', false],
    ['was started after a restart of the system', 'boot/100', 'other/100', false],
    ['has a start time that was not recorded', undefined, 'boot/100', true],
    ['has no start time that the system tells', 'boot/100', undefined, true],
  ])('is in flight unless the process with its id was started later: it %s', async (_, then, now, inFlight) => {
    const clock = new FakeClock(1000);
    const options = { folder: ledgerFolder(), isRunning: () => true, clock };
    const sender = await openLedger({ ...options, pid: SENDER, processStart: () => then });
    const intent = await sender.createIntent(draft('a'));
    await sender.close();
    const reader = await openLedger({ ...options, pid: 1, processStart: () => now });
    expect(reader.isInFlight(intent)).toBe(inFlight);
    expect(reader.isInFlight(await reader.get('a'))).toBe(inFlight);
    await reader.close();
  });

  it.skipIf(process.platform !== 'linux')('has a start time that differs from that of a later process', async () => {
    const one = spawn('sleep', ['60']);
    onTestFinished(() => void one.kill());
    await once(one, 'spawn');
    const start = processStart(one.pid ?? 0);
    expect(start).toMatch(/^[\da-f-]{36}\/\d+$/);
    expect(processStart(one.pid ?? 0)).toBe(start);
    one.kill();
    await once(one, 'exit');
    expect(processStart(one.pid ?? 0)).toBeUndefined();
  });
});
