import type { DryRunOptions } from '#cli/shared-options';
import type { Context } from '#context';
import { maskData } from '#domain/encoding/mask-sensitive-data';
import { curlLine } from '#domain/gate/curl-line';
import type { SignedRequest } from '#domain/gate/signed-request';
import type { JsonObject } from '#domain/json/exact-json';
import { message } from '#domain/language/message';
import { stringToSign as signedText } from '#domain/signature/signature';
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
