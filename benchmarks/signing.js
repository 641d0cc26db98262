import { strict as assert } from 'node:assert';
import { createHmac, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import ecommpay from 'ecommpay';
import { loadDomain } from './domain.js';
import { FAST, printTable, report, timeInRounds } from './measure.js';

const EFFORT = { rounds: FAST ? 15 : 100, iterations: 2000 };
const SECRET = 'secret';

/** The signatures that the platform's test data gives for the two bodies. */
const SALE_SIGNATURE = 'UhlYVvTK4npMQEk9gjiehBbD08AInHEQoJltoOYE9sJXH/yybt/HYyzO4t4iQGkyGLsay2T6Cdfv4EsRJxVxPA==';
const CALLBACK_SIGNATURE = 'Itghft6txxrWcFdtgHZIPCtydwmedG8rb4q/UYRGCKSsIKat+Ptfsvjdmm47muBmiu+yyuiVxYVyDYovMIR3kQ==';

/** Signing and verifying, against the floor and the platform's official SDK. */
export async function compareSigning() {
  const domain = await loadDomain();
  const secret = new domain.Secret(SECRET);
  const cases = { ...signingCases(domain, secret), ...verifyingCases(domain, secret) };
  const times = timeInRounds(cases, EFFORT);
  const count = `${EFFORT.rounds} rounds of ${EFFORT.iterations}`;
  print(`Signing the body of a sale (microseconds a call, ${count})`, times, 'sign');
  print(`Verifying a callback from its text (microseconds a call, ${count})`, times, 'verify');
  reportBoth('signing the documented sale', 'the bare HMAC of the ready string', times, 'sign');
  reportBoth('verifying a callback from its text', 'JSON.parse, HMAC and comparison', times, 'verify');
}

function signingCases({ sign, stringToSign }, secret) {
  const body = JSON.parse(fixture('sale.json'));
  const ready = stringToSign(body);
  const cases = {
    'sign: floor': () => createHmac('sha512', SECRET).update(ready).digest('base64'),
    'sign: rocketpay': () => sign(body, secret),
    'sign: ecommpay': () => ecommpay.signer(body, SECRET),
  };
  for (const [name, run] of Object.entries(cases)) assert.equal(run(), SALE_SIGNATURE, name);
  return cases;
}

function verifyingCases({ stringToSign, verifySigned }, secret) {
  const text = fixture('callback.json');
  const ready = stringToSign(JSON.parse(text));
  const cases = {
    'verify: floor': () => verifyReady(text, ready),
    'verify: rocketpay': () => verifySigned(text, secret).valid,
    'verify: ecommpay': () => sdkAccepts(text),
  };
  const forged = text.replace('"TELE2"', '"ALTEL"');
  assert.equal(createHmac('sha512', SECRET).update(ready).digest('base64'), CALLBACK_SIGNATURE);
  assert.equal(JSON.parse(text).signature, CALLBACK_SIGNATURE);
  for (const [name, run] of Object.entries(cases)) assert.equal(run(), true, name);
  assert.equal(verifySigned(forged, secret).valid, false);
  assert.equal(sdkAccepts(forged), false);
  return cases;
}

/** What no verifier can do without, with the string to sign given away for nothing. */
function verifyReady(text, ready) {
  const received = Buffer.from(JSON.parse(text).signature);
  const expected = Buffer.from(createHmac('sha512', SECRET).update(ready).digest('base64'));
  return received.length === expected.length && timingSafeEqual(received, expected);
}

/** The SDK verifies in its constructor, and throws. */
function sdkAccepts(text) {
  try {
    return new ecommpay.Callback(SECRET, text).callback !== undefined;
  } catch {
    return false;
  }
}

function print(title, times, group) {
  const ours = times[`${group}: rocketpay`];
  const floor = times[`${group}: floor`];
  const sdk = times[`${group}: ecommpay`];
  const row = (name, time) => [name, micro(time.median), micro(time.best), ratio(time, floor), ratio(time, sdk)];
  printTable(title, [
    ['', 'median', 'best', '/ floor: median (best)', '/ SDK: median (best)'],
    row('floor', floor),
    row('rocketpay', ours),
    row('SDK (ecommpay)', sdk),
  ]);
}

function reportBoth(what, floorName, times, group) {
  const [ours, floor, sdk] = ['rocketpay', 'floor', 'ecommpay'].map((name) => times[`${group}: ${name}`].median);
  report(what, `${(ours / floor).toFixed(1)} times ${floorName}, ${(ours / sdk).toFixed(2)} times the official SDK`);
}

const micro = (nanoseconds) => (nanoseconds / 1000).toFixed(2);

const ratio = (time, base) => `${(time.median / base.median).toFixed(2)} (${(time.best / base.best).toFixed(2)})`;

const fixture = (name) => readFileSync(new URL(`./fixtures/${name}`, import.meta.url), 'utf8');
