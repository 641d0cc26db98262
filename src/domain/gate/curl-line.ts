import { quotedWord } from '#domain/encoding/shell-word';
import { formatJson } from '#domain/json/exact-json';
import { findSignature } from '#domain/signature/signature';
import type { SignedRequest } from './signed-request.ts';

/** Signs standard input with the key from the environment: no key in any command's arguments. */
const SIGNER =
  'const key=process.env.ROCKETPAY_SECRET_KEY;' +
  'if(!key){console.error("ROCKETPAY_SECRET_KEY is not set: export it, then run the command line again.");process.exit(1)}' +
  'process.stdout.write(require("crypto").createHmac("sha512",key).update(require("fs").readFileSync(0)).digest("base64"))';

/**
 * Returns a POSIX shell line that signs the body with `ROCKETPAY_SECRET_KEY` when it runs, and sends
 * the request with curl. Body and signature go through pipes, so they never appear in a process list.
 */
export function curlLine({ body, url, stringToSign }: SignedRequest): string {
  const [before, after] = splitAtSignature(formatJson(body), findSignature(body) ?? '');
  return [
    `signature="$(printf %s ${quotedWord(stringToSign)} | node -e ${quotedWord(SIGNER)})" &&`,
    `printf '%s%s%s' ${quotedWord(before)} "$signature" ${quotedWord(after)} |`,
    `curl --silent --show-error --max-time 30 --header 'Content-Type: application/json' --data-binary @- ${quotedWord(url)}`,
  ].join(' ');
}

function splitAtSignature(text: string, signature: string): [before: string, after: string] {
  const at = text.indexOf(`"signature":"${signature}"`) + '"signature":"'.length;
  return [text.slice(0, at), text.slice(at + signature.length)];
}
