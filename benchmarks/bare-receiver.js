import { createServer } from 'node:http';
import { loadDomain } from './domain.js';

/** The floor of receiving callbacks: parses and verifies, and keeps nothing. */
const { Secret, verifySigned } = await loadDomain();
const secret = new Secret(process.env.ROCKETPAY_SECRET_KEY);

const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const { valid } = verifySigned(Buffer.concat(chunks).toString(), secret);
    response.writeHead(valid ? 200 : 400).end();
  });
});
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ url: `http://127.0.0.1:${server.address().port}/` })));
process.on('SIGINT', () => process.exit());
