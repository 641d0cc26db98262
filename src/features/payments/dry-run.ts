import type { DryRunOptions } from '#cli/shared-options';
import type { Context } from '#context';
import { maskData } from '#domain/encoding/mask-sensitive-data';
import { quotedWord } from '#domain/encoding/shell-word';
import type { SignedRequest } from '#domain/gate/signed-request';
import { formatJson, type JsonObject } from '#domain/json/exact-json';
import { message } from '#domain/language/message';
import { findSignature, stringToSign as signedText } from '#domain/signature/signature';
import type { DryRunDocument } from '#schemas/document-types';

/**
 * Returns the document of a dry run; undefined when the request is to be sent. A signature has neither a time nor a nonce,
 * so any reader could send a signed request of a live profile: the signature is shown only with `--with-signature`.
 */
export async function dryRunDocument(
  request: SignedRequest,
  options: DryRunOptions,
  context: Pick<Context, 'profile' | 'terminal'>,
): Promise<DryRunDocument | undefined> {
  const { dryRun, printCurl, withSignature } = options;
  if (printCurl === true) {
    context.terminal.note(
      message(
        'The command line signs when it runs, with ROCKETPAY_SECRET_KEY, which must be set and exported. Its request is not recorded in the ledger, and this program does not check it.',
      ),
    );
    return { dryRun: true, curl: curlLine(request) };
  }
  if (dryRun !== true) return undefined;
  const { url, body, stringToSign } = request;
  const shown = { dryRun: true, method: 'POST', url, body, stringToSign, secret: '[secret]' } as const;
  const { mode } = await context.profile();
  if (mode !== 'live' || withSignature === true) return shown;
  context.terminal.note(message('The signature and personal data are masked: --with-signature shows them.'));
  const masked = maskData(body) as JsonObject;
  return { ...shown, body: masked, stringToSign: signedText(masked) };
}

/** Signs standard input with the key from the environment: no key in any command's arguments. */
const SIGNER =
  'const key=process.env.ROCKETPAY_SECRET_KEY;' +
  'if(!key){console.error("ROCKETPAY_SECRET_KEY is not set: export it, then run the command line again.");process.exit(1)}' +
  'process.stdout.write(require("crypto").createHmac("sha512",key).update(require("fs").readFileSync(0)).digest("base64"))';

/**
 * Returns a POSIX shell line that signs the body with `ROCKETPAY_SECRET_KEY` when it runs, and sends
 * the request with curl. Body and signature go through pipes, so they never appear in a process list.
 */
function curlLine({ body, url, stringToSign }: SignedRequest): string {
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
