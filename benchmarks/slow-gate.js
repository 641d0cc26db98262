// node slow-gate.js <milliseconds> <project id> <secret> [port] [PEM file with key and certificate]
//
// A Gate that answers each request after a while: any payment is paid, any refund accepted. It prints its URL. GET tells
// how old the last status of its payment was when each refund came, in milliseconds, and forgets that.
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';

const [wait, projectId, secret] = [Number(process.argv[2]), Number(process.argv[3]), process.argv[4]];
const [port, pem] = [Number(process.argv[5] ?? 0), process.argv[6] && readFileSync(process.argv[6])];
const DATE = '2026-11-20T10:00:00+0000';

const answeredAt = new Map();
let ages = [];

const answer = (request, response) => {
  if (request.method === 'GET') {
    response.end(JSON.stringify(ages));
    ages = [];
    return;
  }
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const { general } = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    const isRefund = request.url.endsWith('/refund');
    const text = isRefund ? acceptance(general) : status(general);
    if (isRefund && answeredAt.has(general.payment_id)) ages.push(Date.now() - answeredAt.get(general.payment_id));
    setTimeout(() => {
      answeredAt.set(general.payment_id, Date.now());
      response.setHeader('content-type', 'application/json').setHeader('date', new Date().toUTCString()).end(text);
    }, wait);
  });
};

let number = 0;
const acceptance = ({ payment_id }) =>
  JSON.stringify({
    status: 'success',
    request_id: `request-${process.pid}-${++number}`,
    project_id: projectId,
    payment_id,
  });

/** The lines to sign stand in natural order here. */
function status({ payment_id }) {
  const text = [
    'operations:0:code:0',
    `operations:0:created_date:${DATE}`,
    `operations:0:date:${DATE}`,
    'operations:0:id:5028800010000001',
    'operations:0:status:success',
    'operations:0:sum_initial:amount:100000',
    'operations:0:sum_initial:currency:KZT',
    'operations:0:type:sale',
    `payment:id:${payment_id}`,
    'payment:status:success',
    'payment:sum:amount:100000',
    'payment:sum:currency:KZT',
    'payment:type:purchase',
    `project_id:${projectId}`,
  ].join(';');
  const sum = { amount: 100_000, currency: 'KZT' };
  const sale = { id: 5028800010000001, type: 'sale', status: 'success', code: '0', created_date: DATE, date: DATE };
  return JSON.stringify({
    project_id: projectId,
    payment: { id: payment_id, type: 'purchase', status: 'success', sum },
    operations: [{ ...sale, sum_initial: sum }],
    signature: createHmac('sha512', secret).update(text).digest('base64'),
  });
}

const server = pem === undefined ? createServer(answer) : createTlsServer({ key: pem, cert: pem }, answer);
server.keepAliveTimeout = 60_000;
server.listen(port, '127.0.0.1', () =>
  console.log(`http${pem === undefined ? '' : 's'}://127.0.0.1:${server.address().port}`),
);
