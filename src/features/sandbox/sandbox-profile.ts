import type { Customer } from '#domain/gate/signed-request';
import { PROFILE_DEFAULTS, type Profile } from '#domain/profiles/profile';
import type { Sandbox, SandboxOptions } from '#domain/sandbox/sandbox-options';

/** A phone number of the platform's examples. */
export const DEMO_PHONE = '77071234567';

/** The customer of the platform's examples. */
export const TEST_CUSTOMER: Customer = {
  id: 'customer_123',
  ip: '198.51.100.47',
  firstName: 'John',
  lastName: 'Doe',
  email: 'johndoe@example.com',
};

/** Returns the profile of a running sandbox. The lifetime of an OTP is in the sandbox's own time. */
export function sandboxProfile(
  sandbox: Sandbox,
  { otpMilliseconds, speed }: Pick<SandboxOptions, 'otpMilliseconds' | 'speed'>,
): Profile {
  return {
    ...PROFILE_DEFAULTS,
    name: 'sandbox',
    projectId: sandbox.projectId,
    secret: { kind: 'store', secret: sandbox.secret },
    gateUrl: sandbox.url,
    paymentPageUrl: sandbox.url,
    mode: 'test',
    otpSeconds: otpMilliseconds / 1000,
    customer: TEST_CUSTOMER,
    speed,
    sandbox: true,
    // A status of the sandbox contains a payment after one second of its own time.
    statusDelaySeconds: 2 / speed,
  };
}
