import type { Json, JsonObject } from './json.ts';
import { stringToSign } from './signature.ts';
import { signedLines, unsortedLines } from './signed-lines.ts';

/** A signed line, and the JSON pointer of the value that it stands for. */
export interface SignedPart {
  readonly line: string;
  readonly origin: string;
}

/** How a string to sign came about, and where other implementations would make another one. */
export function explainSigning(body: Json): { readonly lines: SignedPart[]; readonly warnings: string[] } {
  const lines = signedLines(body).map(({ path, value, pointer }) => ({ line: `${path}:${value}`, origin: pointer }));
  return { lines, warnings: warningsOf(body) };
}

/** Where implementations of the platform's signature are known to differ (platform docs: signature). */
function warningsOf(body: Json): string[] {
  const lines = unsortedLines(body);
  const plain = [...lines]
    .sort((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)))
    .map(({ path, value }) => `${path}:${value}`)
    .join(';');
  const leaves = lines.map(({ pointer }) => valueAt(body, pointer));
  const warnings = [
    [
      stringToSign(body) !== plain,
      'natural and plain order differ here: a signer that sorts keys as plain text gives another signature (10 before 2).',
    ],
    [
      leaves.some((leaf) => typeof leaf === 'boolean'),
      'true and false are signed as 1 and 0; signers that write the words give another signature.',
    ],
    [
      leaves.some((leaf) => typeof leaf === 'bigint'),
      'there are integers beyond 2^53: readers that use floating point change their last digits.',
    ],
    [
      leaves.some((leaf) => typeof leaf === 'number' && !Number.isInteger(leaf)),
      'there are fractions: they are signed as their shortest decimal text, 1.50 as 1.5.',
    ],
    [
      lines.some(({ pointer }) => pointer.includes(':')),
      'a key has a ":", which is doubled; the official JavaScript SDK does not double it.',
    ],
    [
      lines.some(({ value }) => value.includes(';')),
      'a value has a ";": two different bodies can share this signature. It is forbidden in Payment Page values.',
    ],
  ] as const;
  return warnings.filter(([applies]) => applies).map(([, warning]) => warning);
}

function valueAt(body: Json, pointer: string): Json | undefined {
  const keys = pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  return keys.reduce<Json | undefined>((value, key) => (value as JsonObject | undefined)?.[key], body);
}
