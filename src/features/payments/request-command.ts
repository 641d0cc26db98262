import type { CommandSpec } from '#cli/command-spec';
import { WRITE_OPTIONS, type WriteOptions } from '#cli/shared-options';
import type { Context } from '#context';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure, usageError } from '#domain/errors/failure';
import { parseGatePath } from '#domain/gate/gate-path';
import { expectAccepted } from '#domain/gate/outcome-failure';
import { formatJson, isJsonObject, type Json, type JsonObject } from '#domain/json/exact-json';
import { withOverrides } from '#domain/json/json-path';
import { getMaxRefund } from '#features/refunds/max-refund';
import type { DryRunDocument } from '#schemas/document-types';
import { readBody } from './body-input.ts';
import { dryRunDocument } from './dry-run.ts';
import { sendUnlessStored, toAccepted } from './idempotency-key.ts';
import { unsentLines } from './request-view.ts';
import { sendRaw } from './send-write.ts';

interface Options extends WriteOptions {
  readonly path: string;
  readonly body?: string;
  readonly send: boolean;
}

type Data = DryRunDocument | { readonly [key: string]: Json };

export const request: CommandSpec<Options, Data> = {
  about:
    'Signs a body and sends it to any endpoint. A body without a project id gets the project id of the profile. ' +
    'The answer of the platform is printed unchanged. Only read endpoints are retried when no answer comes. Every ' +
    'other request is a write and is recorded in the ledger. The checks of "rocketpay refund" do not run. With ' +
    '--intent a repeated command prints the stored result of the first one.',
  arguments: [
    { words: '<path>', about: 'path of the endpoint, for example v2/payment/status', parse: parseGatePath },
    { words: '[body]', about: 'body: JSON text, @file, or - for standard input' },
  ],
  options: [{ flags: '--no-send', about: 'print the signed body, and send nothing' }, ...WRITE_OPTIONS],
  exits: [3, 4, 5, 6, 7, 9],
  examples: [
    'rocketpay request /v2/info/mobile/sale/list',
    'rocketpay request /v2/payment/status @body.json --no-send',
  ],

  async run(options, context) {
    const { projectId } = await context.profile();
    const given = withOverrides(await readObject(options.body, context), options.set ?? []);
    const body = withProject(given, options.path, projectId);
    const gate = await context.gate();
    const signed = gate.raw(options.path, body);
    if (!options.send) return signed.body;
    const unsent = await dryRunDocument(signed, options, context);
    if (unsent !== undefined) return unsent;
    const write = { request: signed, key: options.intent };
    const send = async (): Promise<Json> =>
      (await sendRaw({ ...write, amount: await getMaxRefund(signed, context) }, context)).answer;
    const answer = signed.writes
      ? await sendUnlessStored(write, send, (intent) => toAccepted(intent) as JsonObject, context)
      : expectAccepted(await gate.send(signed), signed).answer;
    if (typeof answer !== 'object' || answer === null) throw noDocument(answer);
    return answer as JsonObject;
  },

  view: (data, style, exact) =>
    'dryRun' in data
      ? unsentLines(data as DryRunDocument, style, exact as DryRunDocument)
      : [formatJson(exact as JsonObject, 2)],
};

function noDocument(answer: Json): Failure {
  const message = `No usable answer: ${formatJson(answer).slice(0, 80)} is not an object or list.`;
  const hint = 'The request changed nothing. Check the connection: rocketpay doctor';
  return new Failure(EXIT.unavailable, 'no_answer', message, { hint });
}

async function readObject(given: string | undefined, { input }: Pick<Context, 'input'>): Promise<JsonObject> {
  const body = given === undefined ? {} : await readBody(given, input);
  if (isJsonObject(body)) return body;
  throw usageError(
    'The body of a request is not a JSON object.',
    'For example: {"general":{"payment_id":"payment_47"}}',
  );
}

/** Endpoints with the project id and the signature at the top level of the body (platform docs: Gate endpoints). */
const FLAT_PATHS: readonly string[] = ['/v2/payment/status/request', '/v2/info/available_methods_for_merchant/list'];

/** Adds the project id to a body: at the top level for a flat endpoint or body, in `general` for all others. */
function withProject(body: JsonObject, path: string, projectId: number): JsonObject {
  const flat = FLAT_PATHS.includes(path.replace(/\/+$/, '')) || 'project_id' in body || 'request_id' in body;
  if (flat && !('general' in body)) return { project_id: projectId, ...body };
  const general = isJsonObject(body.general) ? body.general : {};
  return { ...body, general: { project_id: projectId, ...general } };
}
