import { type Leaf, type Leaves, listSortedLeaves, sortLeaves, textLeaf } from '#domain/diagnosis/leaves';
import { mistake } from '#domain/diagnosis/mistake';
import { buildString, type Candidate, isSigned } from '#domain/diagnosis/signing-scheme';
import { parseSpelled } from '#domain/diagnosis/spelled-json';
import type { Json, JsonObject } from '#domain/json/exact-json';

const everything = { signs: () => true };
const leftIn = (key: string, string: string): Candidate => ({
  string,
  mistakes: [mistake('signature_left_in', `"${key}" were left out before signing`)],
});

/**
 * Lists the strings of a body with keys that are never signed.
 *
 * @param signatures that a body may have while it is signed again
 */
export function* listWithSignature(leaves: Leaves, ...signatures: readonly string[]): Generator<Candidate> {
  const has = ({ steps }: Leaf, key: string): boolean => steps.some(({ name, inList }) => name === key && !inList);
  if (leaves.some((leaf) => has(leaf, 'frame_mode'))) {
    yield leftIn('frame_mode', buildString(leaves, { signs: (leaf) => !has(leaf, 'signature') }));
  }
  yield leftIn('signature', buildString(leaves, everything));
  const inside = leaves.filter((leaf) => isSigned(leaf) || leaf.steps.length > 1);
  yield leftIn('general.signature', buildString(inside, everything));
  const signed = leaves.filter(isSigned);
  for (const path of [['signature'], ['general', 'signature'], ['payment', 'signature'], ['data', 'signature']]) {
    // A typed class has the field while it is signed: "" in Go, null in Java and C#; a template has a placeholder.
    for (const text of ['', 'null', 'None', 'undefined', 'signature', ...signatures]) {
      yield leftIn(path.join('.'), buildString(sortLeaves([...signed, textLeaf(path, text)]), everything));
    }
  }
}

/** Lists the strings of no body, of one object of the body, and of the body inside of an object. */
export function* listOtherBodies(text: string): Generator<Candidate> {
  // What programs have instead of a body, and what languages print of an object.
  for (const string of ['', 'Array', '[object Object]', 'null', 'undefined', 'None', '{}', '[]']) {
    const what = string === '' ? 'an empty string' : JSON.stringify(string);
    yield { string, mistakes: [mistake('nothing_signed', `the lines of the body were signed, and not ${what}`)] };
  }
  const tree = parseSpelled(text) as JsonObject;
  const signOther = (body: Json, clause: string): Candidate => ({
    string: buildString(listSortedLeaves(body)),
    mistakes: [mistake('wrapped_body', clause)],
  });
  for (const [key, part] of Object.entries(tree)) {
    if (listSortedLeaves(part).length === 0) continue;
    for (const body of [part, { [key]: part }])
      yield signOther(body, `it covered the whole body, and not ${key} alone`);
  }
  // Envelopes of queues, frameworks and lists.
  for (const key of 'data,body,payload,callback,request,response,message,event,params,0'.split(',')) {
    yield signOther({ [key]: tree }, `it had been signed without ${JSON.stringify(key)} around it`);
  }
}
