import { requestVectors } from '../../domain/signature/vectors.ts';
import { documentOf, rocketpay } from '../../support/session.ts';

export const PAGE = 'https://pay.test';

/** Environment with the secret of the published data. */
export const env = { ROCKETPAY_PROJECT_ID: '1234', ROCKETPAY_SECRET_KEY: 'secret', ROCKETPAY_PAYMENT_PAGE_URL: PAGE };

export const ORDER = [
  ...['--payment-id', 'payment_47', '--customer-id', 'customer_123', '--amount', '1000.00'],
  ...['--first-name', 'John', '--last-name', 'Doe', '--email', 'johndoe@example.com'],
];

export const run = (...argv: readonly string[]) => rocketpay(['checkout', ...argv], { env });
export const link = async (...argv: readonly string[]) => documentOf(await run(...ORDER, ...argv, '--json', '--quiet'));
export const verify = async (url: string) => {
  const finished = await run('verify', url, '--json');
  return { exit: finished.exit, ...documentOf(finished) } as Record<string, unknown> & { exit: number };
};

export const published = (name: string) => {
  const vector = requestVectors.find((one) => one.name === name);
  if (vector === undefined) throw new Error(`no vector ${name}`);
  return vector;
};
