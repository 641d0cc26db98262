// node far-network.js <port> <round trip in milliseconds>
//
// A network to a port of this machine on which each round trip takes a while, also the one that opens a connection. It prints its port.
import { connect, createServer } from 'node:net';
import { setTimeout } from 'node:timers/promises';

const [port, roundTrip] = process.argv.slice(2).map(Number);

const server = createServer({ noDelay: true }, (near) => {
  const far = connect({ port, host: '127.0.0.1', noDelay: true });
  // The system has opened the connection already: its first bytes wait for that round trip, too.
  forward(near, far, performance.now() + roundTrip);
  forward(far, near, 0);
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));

/** Forwards bytes in order, half a round trip later. */
function forward(from, to, opened) {
  let sent = Promise.resolve();
  const later = (send) => {
    const arrival = Math.max(performance.now(), opened) + roundTrip / 2;
    sent = sent.then(() => setTimeout(Math.max(0, arrival - performance.now()))).then(send);
  };
  from.on('data', (bytes) => later(() => to.write(bytes)));
  from.on('end', () => later(() => to.end()));
  from.on('error', () => to.destroy());
}
