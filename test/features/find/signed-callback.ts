import type { NewCallback } from '#domain/ledger/stored-callback';
import { projectName } from '#domain/profiles/project';
import type { Shop } from '../../support/shop.ts';

interface CallbackValues {
  readonly phone: string;
  readonly project: string;
  readonly type?: 'sale' | 'refund';
  readonly minor?: number;
  /** Amount that is left after a refund. */
  readonly left?: number;
  readonly operation?: string;
  readonly valid?: boolean;
}

/** Returns a callback as the listener stores it. */
export function signedCallback(paymentId: string, values: CallbackValues): NewCallback {
  const { phone, project, type = 'sale', minor = 10_000, left = minor, valid = true } = values;
  const { operation: operationId = `${type}-${paymentId}-${minor}` } = values;
  const status = type === 'sale' ? 'success' : 'partially refunded';
  const sum = (amount: number) => ({ amount, currency: 'KZT' });
  const operation = {
    id: operationId,
    type,
    status: 'success',
    code: '0',
    sum_initial: sum(minor),
    request_id: operationId,
  };
  return {
    project,
    text: JSON.stringify({ payment: { id: paymentId, status, sum: sum(left) }, account: { number: phone }, operation }),
    valid,
    paymentId,
    status,
    operationId,
    operationStatus: 'success',
    requestId: operationId,
  };
}

/** Returns the stored name of the project of a shop. */
export const projectOf = ({ env }: Pick<Shop, 'env'>): string =>
  projectName(env.ROCKETPAY_GATE_URL ?? '', Number(env.ROCKETPAY_PROJECT_ID));
