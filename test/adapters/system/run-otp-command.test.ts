import { describe, expect, it } from 'vitest';
import { readOtpFromCommand } from '#adapters/system/run-otp-command';
import { killGroup } from '../../support/kill-group.ts';

const codeFrom = (line: string, environment: NodeJS.ProcessEnv = {}, signal = new AbortController().signal) =>
  readOtpFromCommand(line, { PATH: process.env.PATH, ...environment }, { signal, killGroup });

describe.skipIf(process.platform === 'win32')('the program of --otp-command', () => {
  it('provides the code as it is printed, with leading zeros', async () => {
    expect(await codeFrom('echo " 012-345 "')).toBe('012345');
  });

  it('gets the id of the payment', async () => {
    expect(await codeFrom('echo "$ROCKETPAY_PAYMENT_ID"', { ROCKETPAY_PAYMENT_ID: '4711' })).toBe('4711');
  });

  it.each([
    ['exit 3', /failed \(3\)/],
    ['echo no code today', /printed no code/],
    ['true', /printed no code/],
    ['yes', /failed|printed no code/],
  ])('is reported with the reason when it prints no code: %s', async (line, message) => {
    const limit = AbortSignal.timeout(60_000);
    const failing = codeFrom(line === 'yes' ? 'yes | head -c 5000' : line, {}, limit);
    await expect(failing).rejects.toMatchObject({
      exit: 4,
      code: 'otp_command_failed',
      message: expect.stringMatching(message),
    });
  });

  it('provides the last line that it prints', async () => {
    const failing = codeFrom('echo first >&2; echo "no such mailbox" >&2; exit 1');
    await expect(failing).rejects.toMatchObject({
      hint: expect.stringContaining('Its last error message: no such mailbox.'),
    });
  });

  it('is not waited for when it or its child process hangs', async () => {
    const interrupt = new AbortController();
    const hanging = codeFrom('sleep 60 & sleep 60', {}, interrupt.signal);
    interrupt.abort(new Error('enough'));
    await expect(hanging).rejects.toThrow('enough');
  });
});
