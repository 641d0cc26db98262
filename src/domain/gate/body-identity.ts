import { usageError } from '#domain/errors/failure';
import { formatJson, isJsonObject, type Json, type JsonObject } from '#domain/json/exact-json';

/** A field of a body that means the same as a documented one, in any spelling. */
interface NamedField {
  /** Dotted, as it is spelled in the body. */
  readonly path: string;
  readonly value: Json;
}

/** A name without letter case and separators: `Project-ID` and `project_id` are one. */
const plainName = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** The fields of a body, at any depth, whose name is one of `names` in any spelling. */
function fieldsNamed(value: Json | undefined, names: readonly string[], path: readonly string[] = []): NamedField[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]): NamedField[] => {
    const place = [...path, key];
    const own = names.includes(plainName(key)) ? [{ path: place.join('.'), value: inner as Json }] : [];
    return [...own, ...fieldsNamed(inner as Json, names, place)];
  });
}

/**
 * Checks that a body is for the project whose rules, ledger and key are used.
 *
 * @throws {Failure} (usage) naming the field that has another project id, in any spelling.
 */
export function checkProject(body: JsonObject, projectId: number): void {
  const other = fieldsNamed(body, ['projectid']).find(({ value }) => said(value) !== String(projectId));
  if (other === undefined) return;
  throw usageError(
    `The body names another project in ${other.path}: ${JSON.stringify(said(other.value))} is not ${projectId}. Nothing was sent.`,
    'Leave it out, or use the profile of that project: --profile <name>',
  );
}

/** Formats a text unchanged and any other value as JSON. An object may have a `toString` that is not a function. */
const said = (value: Json): string => (typeof value === 'string' ? value : formatJson(value));

/**
 * The payment that a body is about: `general.payment_id`, or where that is missing the only payment id in it.
 *
 * @throws {Failure} (usage) when it names two different payments.
 */
export function paymentIdIn(body: JsonObject): string | undefined {
  const { general } = body;
  const fields = fieldsNamed(body, ['paymentid']);
  const texts = fields.flatMap(({ value }) => textOf(value) ?? []);
  const own = textOf(isJsonObject(general) ? general.payment_id : undefined) ?? texts[0];
  const other = fields.find(({ value }) => own !== undefined && textOf(value)?.toLowerCase() !== own.toLowerCase());
  if (other === undefined) return own;
  throw usageError(`The body names two payments: ${own}, and another one in ${other.path}. Nothing was sent.`);
}

function textOf(value: Json | undefined): string | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Where a refund names its payment and its amount (platform docs: Gate endpoints, refund). */
const DOCUMENTED = new Set(['general.project_id', 'general.payment_id', 'payment.amount', 'payment.currency']);

/** The parts of a body that are about the payment; amounts in others, `receipt_data`, are of its goods. */
const isAboutPayment = (path: string): boolean =>
  /^(payment|general|refund|operation)/.test(plainName(path.split('.')[0] ?? ''));

/** Fields of a refund's body that name its payment or its amount in another place or spelling than the documented one. */
export function misplacedRefundFields(body: JsonObject): readonly string[] {
  const ids = fieldsNamed(body, ['projectid', 'paymentid']);
  const amounts = fieldsNamed(body, ['amount', 'currency', 'sum', 'id']).filter(
    ({ path }) => isAboutPayment(path) || !path.includes('.'),
  );
  return [...ids, ...amounts].map(({ path }) => path).filter((path) => !DOCUMENTED.has(path));
}
