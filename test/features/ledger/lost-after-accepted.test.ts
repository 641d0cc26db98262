import { describe, expect, it, onTestFinished } from 'vitest';
import {
  answer,
  answerPaid,
  type Fault,
  resetAfterReading,
  startFaultServer,
} from '../../support/gate/fault-server.ts';
import { hastyClock } from '../../support/moving-clock.ts';
import { CANARY, CUSTOMER, environment, errorOf, rocketpay } from '../../support/session.ts';

const ACCEPTED = answer(200, '{"status":"success","request_id":"req-1","project_id":1234,"payment_id":"p-1"}');

const WRITES: readonly (readonly [command: string, argv: readonly string[]])[] = [
  ['refund', ['refund', 'p-1', '--amount', '250', '--confirm', '250', '--wait']],
  ['sale', ['sale', '--phone', '77071234567', '--payment-id', 'p-1', '--amount', '10', ...CUSTOMER, '--wait']],
  ['otp', ['otp', 'p-1', '123456', '--wait']],
];

const FAULTS: readonly (readonly [what: string, fault: Fault])[] = [
  ['is cut off', resetAfterReading],
  ['answers 500', answer(500, '{"status":"error","code":"2147"}')],
  ['denies the status', answer(403, '{"status":"error","message":"denied"}')],
  ['refuses the status', answer(400, '{"status":"error","code":"3060"}')],
  ['answers about another payment', answer(200, '{"payment":{"id":"p-2","status":"success"}}')],
];

describe.each(FAULTS)('a command whose Gate %s after it has accepted a write', (_what, fault) => {
  // Exit codes 3, 4 and 5 promise that nothing was changed; a script would then refund twice.
  it.each(WRITES)('prints no advice to run the %s again', async (command, argv) => {
    // A refund reads the status before it is sent.
    const before = command === 'refund' ? [answerPaid(CANARY)] : [];
    const gate = await startFaultServer([...before, ACCEPTED, fault]);
    onTestFinished(() => gate.close());
    const options = { env: environment(gate.url), clock: hastyClock() };
    const error = errorOf(await rocketpay([...argv, '--deadline', '1m', '--json'], options));
    expect(gate.requests.filter(({ path }) => !path.startsWith('/v2/payment/status'))).toHaveLength(1);
    expect([6, 8]).toContain(error.exit);
    expect(error.hint).not.toContain('safe to run this again');
    expect(error.hint).toMatch(/rocketpay (wait|status) p-1/);
  });
});
