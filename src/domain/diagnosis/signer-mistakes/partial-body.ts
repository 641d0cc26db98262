import type { Candidate } from '#domain/diagnosis/model/candidate';
import type { Mistake } from '#domain/diagnosis/model/mistake';
import {
  DOCUMENTED,
  inNaturalOrder,
  type Leaf,
  leavesOf,
  readSpelt,
  type Scheme,
  stringBy,
} from '#domain/diagnosis/model/signing-scheme';
import type { JsonObject } from '#domain/json/exact-json';

const nothingSigned = (string: string): Mistake => ({
  name: 'nothing_signed',
  if: `the lines of the body were signed, and not ${string === '' ? 'an empty string' : JSON.stringify(string)}`,
  advice: 'The signing program had no body, or turned it into text before it read its fields.',
});

/** With a line for the signature: empty, as it came, or as it was in a body that had been signed before. */
export function* withSignatureIn(leaves: readonly Leaf[], received: string, expected: string): Generator<Candidate> {
  const mistake = (where: string): Mistake => ({
    name: 'signature_left_in',
    if: `${where} were left out before signing`,
    advice: 'Drop every key named "signature" at any depth, then sign.',
  });
  const everything: Scheme = { ...DOCUMENTED, signs: () => true };
  const unsigned = (name: string) => (leaf: Leaf) => !leaf.steps.some((step) => step.name === name && !step.inList);
  if (leaves.some((leaf) => !unsigned('frame_mode')(leaf))) {
    const signs = unsigned('signature');
    const frame: Mistake = {
      name: 'signature_left_in',
      if: '"frame_mode" were left out before signing',
      advice: 'Drop every key named "frame_mode" or "signature" at any depth, then sign.',
    };
    yield { string: stringBy({ ...DOCUMENTED, signs }, leaves), mistakes: [frame] };
  }
  yield { string: stringBy(everything, leaves), mistakes: [mistake('"signature"')] };
  const rest = leaves.filter(DOCUMENTED.signs);
  const inside = leaves.filter((leaf) => DOCUMENTED.signs(leaf) || leaf.steps.length > 1);
  yield { string: stringBy(everything, inside), mistakes: [mistake('"general.signature"')] };
  for (const names of [['signature'], ['general', 'signature'], ['payment', 'signature'], ['data', 'signature']]) {
    const steps = names.map((name) => ({ name, inList: false }));
    for (const text of ['', 'null', 'None', 'undefined', 'signature', expected, received]) {
      const leaf: Leaf = { steps, kind: 'text', text, place: leaves.length };
      const string = stringBy(everything, inNaturalOrder([...rest, leaf]));
      yield { string, mistakes: [mistake(JSON.stringify(names.join('.')))] };
    }
  }
}

const NO_LINES = ['', 'Array', '[object Object]', 'null', 'undefined', 'None', '{}', '[]'];

/** Of an object inside of the body alone, or of the body inside of another object. */
export function* ofPart(text: string): Generator<Candidate> {
  const tree = readSpelt(text) as JsonObject;
  for (const string of NO_LINES) yield { string, mistakes: [nothingSigned(string)] };
  const wrapped = (clause: string): Mistake => ({
    name: 'wrapped_body',
    if: clause,
    advice: 'The signature covers the whole body that came from the platform, and nothing around it.',
  });
  for (const [key, part] of Object.entries(tree)) {
    if (leavesOf(part).length === 0) continue;
    for (const alone of [part, { [key]: part }]) {
      yield {
        string: stringBy(DOCUMENTED, inNaturalOrder(leavesOf(alone))),
        mistakes: [wrapped(`it covered the whole body, and not ${key} alone`)],
      };
    }
  }
  for (const name of [
    'data',
    'body',
    'payload',
    'callback',
    'request',
    'response',
    'message',
    'event',
    'params',
    '0',
  ]) {
    const leaves = inNaturalOrder(leavesOf({ [name]: tree }));
    yield {
      string: stringBy(DOCUMENTED, leaves),
      mistakes: [wrapped(`it had been signed without ${JSON.stringify(name)} around it`)],
    };
  }
}
