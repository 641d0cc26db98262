import { usageError } from '#domain/errors/failure';
import { formatJson, isJsonObject, type Json, type JsonObject } from '#domain/json/exact-json';
import { message } from '#domain/language/message';

/** A field of a body with the meaning of a documented field, in any spelling. */
interface NamedField {
  /** Path with dots, in the spelling of the body. */
  readonly path: string;
  readonly value: Json;
}

/** Removes letter case and separators from a name: `Project-ID` equals `project_id`. */
const plainName = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** Finds the fields of a body, at any depth, whose name is one of `names` in any spelling. */
function findFields(value: Json | undefined, names: readonly string[], path: readonly string[] = []): NamedField[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]): NamedField[] => {
    const place = [...path, key];
    const own = names.includes(plainName(key)) ? [{ path: place.join('.'), value: inner as Json }] : [];
    return [...own, ...findFields(inner as Json, names, place)];
  });
}

/**
 * Checks that a body is for the project of the profile.
 *
 * @throws {Failure} (usage) that names the field with another project id.
 */
export function checkProject(body: JsonObject, projectId: number): void {
  const other = findFields(body, ['projectid']).find(({ value }) => toText(value) !== String(projectId));
  if (other === undefined) return;
  throw usageError(
    message('The body names another project in {path}: {value} is not {project}. Nothing was sent.', {
      ...{ path: other.path, value: JSON.stringify(toText(other.value)), project: String(projectId) },
    }),
    message('Leave it out, or use the profile of that project: {option}', { option: '--profile <name>' }),
  );
}

/** Formats a text unchanged and any other value as JSON. An object may have a `toString` that is not a function. */
const toText = (value: Json): string => (typeof value === 'string' ? value : formatJson(value));

/**
 * Returns the payment id of a body: `general.payment_id`, else its only payment id.
 *
 * @throws {Failure} (usage) when it names two payments.
 */
export function getPaymentId(body: JsonObject): string | undefined {
  const { general } = body;
  const fields = findFields(body, ['paymentid']);
  const texts = fields.flatMap(({ value }) => readId(value) ?? []);
  const own = readId(isJsonObject(general) ? general.payment_id : undefined) ?? texts[0];
  const other = fields.find(({ value }) => own !== undefined && readId(value)?.toLowerCase() !== own.toLowerCase());
  if (other === undefined) return own;
  const values = { id: own ?? '', path: other.path };
  throw usageError(message('The body names two payments: {id}, and another one in {path}. Nothing was sent.', values));
}

function readId(value: Json | undefined): string | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Documented places of payment and amount in a refund (platform docs: Gate endpoints, refund). */
const DOCUMENTED = new Set(['general.project_id', 'general.payment_id', 'payment.amount', 'payment.currency']);

/** Returns true for the parts of a body about the payment. Amounts in other parts, such as `receipt_data`, are those of goods. */
const isAboutPayment = (path: string): boolean =>
  /^(payment|general|refund|operation)/.test(plainName(path.split('.')[0] ?? ''));

/** Finds fields of a refund body that name its payment or its amount at an undocumented place or in another spelling. */
export function findMisplacedRefundFields(body: JsonObject): readonly string[] {
  const ids = findFields(body, ['projectid', 'paymentid']);
  const amounts = findFields(body, ['amount', 'currency', 'sum', 'id']).filter(
    ({ path }) => isAboutPayment(path) || !path.includes('.'),
  );
  return [...ids, ...amounts].map(({ path }) => path).filter((path) => !DOCUMENTED.has(path));
}
