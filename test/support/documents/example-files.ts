import type { Secret } from '#domain/signature/secret';
import { withSignature } from '#domain/signature/signature';

/** The plan that examples apply comes to 12500.00. */
const REFUNDS = 'payment_id,amount,description\npayment_48,12500.00,Returned\nPAYMENT_48,1.00,Twice\n';

/** Returns the files that the examples name, by file name, made for a project. */
export function exampleFiles(projectId: number, secret: Secret) {
  const body = JSON.stringify({ general: { project_id: projectId, payment_id: 'payment_47' } });
  const payment = { id: 'payment_47', type: 'purchase', status: 'success', sum: { amount: 100000, currency: 'KZT' } };
  const callback = JSON.stringify(withSignature({ project_id: projectId, payment }, secret));
  return {
    'body.json': body,
    'bodies.ndjson': `${body}\n${body}\n`,
    'callback.json': callback,
    'request.txt': `POST /callback HTTP/1.1\r\nContent-Type: application/json\r\n\r\n${callback}`,
    'their-string.txt': 'payment:id:payment_47;project_id:1234\n',
    'callbacks.ndjson': `${callback}\n${callback}\n`,
    'secret.txt': `${secret.reveal()}\n`,
    'refunds.csv': REFUNDS,
  } as const;
}
