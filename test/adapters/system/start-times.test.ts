import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sinceBoot } from '#adapters/system/start-times';

describe.skipIf(process.platform !== 'linux')('the time since the start of this machine', () => {
  it('names the start, goes forward, and is what the system says', () => {
    const uptime = Number(readFileSync('/proc/uptime', 'utf8').split(' ')[0]) * 1000;
    const [one, other] = [sinceBoot(), sinceBoot()];
    expect(one?.boot).toMatch(/^[0-9a-f-]{36}$/);
    expect(other?.boot).toBe(one?.boot);
    expect(one?.milliseconds).toBeGreaterThanOrEqual(Math.floor(uptime));
    expect(other?.milliseconds).toBeGreaterThanOrEqual(one?.milliseconds ?? 0);
  });
});
