import { describe, expect, it } from 'vitest';
import { EXIT } from '#domain/errors/exit-codes';
import { PROFILE_OPTIONS } from '#features/profiles/profile-options';
import { failureOf } from '../../support/failures.ts';

describe('the flags of a profile', () => {
  const parse = (flag: string, text: string): unknown =>
    PROFILE_OPTIONS.find(({ flags }) => flags.startsWith(flag))?.parse?.(text);

  it.each<[flag: string, text: string, value: unknown]>([
    ['--project-id', '4294967295', 4_294_967_295],
    ['--secret-command', '["pass","show","a b"]', ['pass', 'show', 'a b']],
    ['--otp-seconds', '90', 90],
    ['--resends', '0', 0],
    ['--status-delay', '0', 0],
    ['--currency', 'USD', 'USD'],
  ])('%s %s', (flag, text, value) => {
    expect(parse(flag, text)).toEqual(value);
  });

  it.each<[flag: string, text: string]>([
    ['--project-id', '0'],
    ['--project-id', '4294967296'],
    ['--project-id', 'x'],
    ['--secret-command', 'pass show'],
    ['--secret-command', '[]'],
    ['--secret-command', '[1]'],
    ['--secret-command', '{"a":1}'],
    ['--secret-command', '"pass"'],
    ['--otp-seconds', '0'],
    ['--otp-seconds', '-1'],
    ['--otp-seconds', '1.5'],
    ['--resends', ''],
    ['--status-delay', '1e3'],
    ['--currency', 'kzt'],
    ['--currency', 'KZTT'],
  ])('%s %j is refused', (flag, text) => {
    expect(failureOf(() => parse(flag, text)).exit).toBe(EXIT.usage);
  });
});
