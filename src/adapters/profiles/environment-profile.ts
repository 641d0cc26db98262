import { credentialsFailure } from '#domain/errors/failure';
import type { Customer } from '#domain/gate/signed-request';
import { message } from '#domain/language/message';
import type { Environment } from '#domain/profiles/child-environment';
import { environmentValue } from '#domain/profiles/environment-variables';
import { parseEmail, parseIp } from '#domain/profiles/option-values';
import { readProjectId } from '#domain/profiles/profile';
import type { EnvironmentProfile } from '#domain/profiles/profile-store';

/**
 * Reads the project id of the environment; undefined when it is not set.
 *
 * @throws {Failure} (credentials) for any other text.
 */
export function environmentProjectId(environment: Environment): number | undefined {
  const text = environment.ROCKETPAY_PROJECT_ID;
  if (!text) return undefined;
  const id = readProjectId(text);
  if (id === undefined) {
    throw credentialsFailure(
      'bad_project_id',
      message('ROCKETPAY_PROJECT_ID is not a project id: {text}.', { text: JSON.stringify(text) }),
      message('It is a whole number, as the Dashboard shows it.'),
    );
  }
  return id;
}

/**
 * Reads the project of the environment, for a profile with these values. The profile stores where the secret is, not the
 * secret.
 *
 * @throws {Failure} (credentials) when the project id is missing or invalid.
 */
export function environmentProfile(environment: Environment): EnvironmentProfile {
  const projectId = environmentProjectId(environment);
  if (projectId === undefined) {
    throw credentialsFailure('no_project_id', 'ROCKETPAY_PROJECT_ID is not set.', 'It is the project id, a number.');
  }
  const gateUrl = environmentValue(environment, 'ROCKETPAY_GATE_URL');
  const paymentPageUrl = environmentValue(environment, 'ROCKETPAY_PAYMENT_PAGE_URL');
  const path = environmentValue(environment, 'ROCKETPAY_SECRET_KEY_FILE');
  const { ROCKETPAY_SECRET_KEY: secret } = environment;
  return {
    projectId,
    ...(gateUrl ? { gateUrl } : {}),
    ...(paymentPageUrl ? { paymentPageUrl } : {}),
    ...(path ? { secretFile: path } : {}),
    ...(secret ? { secretEnv: 'ROCKETPAY_SECRET_KEY', secretFile: undefined } : {}),
  };
}

/** Reads the customer of a sale from the environment; undefined when no variable is set. */
export function environmentCustomer(environment: Environment): Partial<Customer> | undefined {
  const values = CUSTOMER_VARIABLES.flatMap(([field, variable, parse]) => {
    const value = environmentValue(environment, variable, parse);
    return value === undefined ? [] : [[field, value] as const];
  });
  return values.length === 0 ? undefined : Object.fromEntries(values);
}

const CUSTOMER_VARIABLES: readonly (readonly [keyof Customer, string, ((text: string) => string)?])[] = [
  ['id', 'ROCKETPAY_CUSTOMER_ID'],
  ['firstName', 'ROCKETPAY_CUSTOMER_FIRST_NAME'],
  ['lastName', 'ROCKETPAY_CUSTOMER_LAST_NAME'],
  ['email', 'ROCKETPAY_CUSTOMER_EMAIL', parseEmail],
  ['ip', 'ROCKETPAY_CUSTOMER_IP', parseIp],
];
