import type { Unsent } from '../domain/documents.ts';
import type { SignedRequest } from '../domain/gate-request.ts';
import { formatJson } from '../domain/json.ts';
import { quotedWord } from '../domain/shell-word.ts';
import { findSignature } from '../domain/signature.ts';

/** The options of every command that writes. */
export interface UnsentOptions {
  readonly dryRun?: boolean;
  readonly printCurl?: boolean;
}

/** What to show instead of sending; undefined when the request is to be sent. */
export function unsentRequest(request: SignedRequest, options: UnsentOptions): Unsent | undefined {
  if (options.printCurl === true) return { dryRun: true, curl: curlLine(request) };
  if (options.dryRun !== true) return undefined;
  const { url, body, stringToSign } = request;
  return { dryRun: true, method: 'POST', url, body, stringToSign, secret: '[secret]' };
}

/** Signs standard input with the key from the environment: no key in any command's arguments. */
const SIGNER =
  'process.stdout.write(require("crypto").createHmac("sha512",process.env.ROCKETPAY_SECRET_KEY)' +
  '.update(require("fs").readFileSync(0)).digest("base64"))';

/**
 * A line for a POSIX shell that makes the signature when it runs, from `ROCKETPAY_SECRET_KEY`, and sends
 * the request with curl. Body and signature go through pipes, so they never stand in a list of processes.
 */
function curlLine({ body, url, stringToSign }: SignedRequest): string {
  const [before, after] = aroundSignature(formatJson(body), findSignature(body) ?? '');
  return [
    `signature="$(printf %s ${quotedWord(stringToSign)} | node -e ${quotedWord(SIGNER)})" &&`,
    `printf '%s%s%s' ${quotedWord(before)} "$signature" ${quotedWord(after)} |`,
    `curl --silent --show-error --max-time 30 --header 'Content-Type: application/json' --data-binary @- ${quotedWord(url)}`,
  ].join(' ');
}

function aroundSignature(text: string, signature: string): [before: string, after: string] {
  const at = text.indexOf(`"signature":"${signature}"`) + '"signature":"'.length;
  return [text.slice(0, at), text.slice(at + signature.length)];
}
