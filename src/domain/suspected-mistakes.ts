import { suspicionsOf } from './received-signature.ts';
import type { ReceivedText } from './received-text.ts';
import type { Secret } from './secret.ts';
import { SIGNATURE_LENGTH } from './signature.ts';
import type { Mistake } from './signing-mistake.ts';

/** What can be said from the look of a text that does not verify, when nothing is proven. */
export function suspectedMistakes(received: ReceivedText, secret: Secret): Mistake[] {
  const { signature } = received;
  const seen =
    signature === undefined ? whatIsMissing(received) : [...suspicionsOf(signature), ...placeholderOf(signature)];
  return [...seen, ...troubleOf(secret)];
}

function placeholderOf(signature: string): Mistake[] {
  const looksReal = suspicionsOf(signature).length > 0 || signature.length === SIGNATURE_LENGTH;
  if (looksReal) return [];
  return [
    {
      name: 'placeholder',
      if: `the signature were a real one: it has ${signature.length} characters, and real ones have ${SIGNATURE_LENGTH}`,
      advice: 'The documentation prints shortened placeholders. Sign it: rocketpay sign --body',
    },
  ];
}

function whatIsMissing({ text, body }: ReceivedText): Mistake[] {
  if (body === undefined) {
    const start = text.indexOf('{');
    if (start < 0 || text.trimEnd().endsWith('}')) return [];
    const advice = 'Read the whole body: as many bytes as Content-Length says, or until the last chunk.';
    return [{ name: 'body_cut_off', if: 'the body did not end in the middle', advice }];
  }
  const misplaced = /"([\w.-]{0,30}(?:sign|hash|hmac)[\w.-]{0,30})"\s*:\s*"([^"]{20,})"/i.exec(text)?.[1];
  if (misplaced === undefined || misplaced === 'signature') {
    const advice = 'Look whether it came in a header, or was taken out: rocketpay sign --body puts it in.';
    return [{ name: 'signature_missing', if: 'there were a signature, "signature" at the top', advice }];
  }
  const advice = 'The name is "signature", in small letters, at the top of a callback.';
  return [
    {
      name: 'signature_elsewhere',
      if: `the signature were in "signature", and not in ${JSON.stringify(misplaced)}`,
      advice,
    },
  ];
}

function troubleOf({ trouble }: Secret): Mistake[] {
  if (trouble === undefined) return [];
  return [
    {
      name: 'secret_white_space',
      if: `the secret here were another one: ${trouble}`,
      advice: 'Paste it again, as it is in the Dashboard.',
    },
  ];
}
