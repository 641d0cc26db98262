import type { DryRunOptions } from '#cli/shared-options';
import type { Context } from '#context';
import type { DryRunDocument } from '#domain/documents';
import { maskData } from '#domain/encoding/mask-personal-data';
import { quotedWord } from '#domain/encoding/shell-word';
import type { SignedRequest } from '#domain/gate/signed-request';
import { formatJson, type JsonObject } from '#domain/json/exact-json';
import { findSignature, stringToSign as signedText } from '#domain/signature/signature';

/**
 * What to show instead of sending; undefined when the request is to be sent. A signature carries neither a time nor a nonce,
 * so whoever reads that of a live profile could send the request: it is shown only when it is asked for.
 */
export async function dryRunDocument(
  request: SignedRequest,
  options: DryRunOptions,
  context: Pick<Context, 'profile' | 'terminal'>,
): Promise<DryRunDocument | undefined> {
  const { dryRun, printCurl, withSignature } = options;
  if (printCurl === true) {
    context.terminal.note(
      'The line signs when it runs, with ROCKETPAY_SECRET_KEY, which has to be set and exported. What it sends is not ' +
        'recorded in the ledger, and no rule of this program checks it.',
    );
    return { dryRun: true, curl: curlLine(request) };
  }
  if (dryRun !== true) return undefined;
  const { url, body, stringToSign } = request;
  const shown = { dryRun: true, method: 'POST', url, body, stringToSign, secret: '[secret]' } as const;
  const { mode } = await context.profile();
  if (mode !== 'live' || withSignature === true) return shown;
  context.terminal.note('The signature and personal data are masked: --with-signature shows them.');
  const masked = maskData(body) as JsonObject;
  return { ...shown, body: masked, stringToSign: signedText(masked) };
}

/** Signs standard input with the key from the environment: no key in any command's arguments. */
const SIGNER =
  'const key=process.env.ROCKETPAY_SECRET_KEY;' +
  'if(!key){console.error("ROCKETPAY_SECRET_KEY is not set: export it, then run the line again.");process.exit(1)}' +
  'process.stdout.write(require("crypto").createHmac("sha512",key).update(require("fs").readFileSync(0)).digest("base64"))';

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
