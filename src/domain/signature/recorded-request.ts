import { usageError } from '#domain/errors/failure';
import { isJsonObject, type Json, type JsonObject, tryParseJson } from '#domain/json/exact-json';

/** The body of a saved request, in whatever form. */
export interface SavedRequest {
  /** `body` alone, the text of an `http` request, or a `har` entry. */
  readonly source: 'body' | 'http' | 'har';
  readonly text: string;
  /** A header that looks like a signature: the platform sends none. */
  readonly signatureHeader?: { readonly name: string; readonly value: string };
}

/**
 * Finds the body in a saved request: the text of an HTTP request with its headers, also as `curl -v` and `.http` files write
 * it, or a HAR file or entry, as browsers and proxies write them. Anything else is the body itself.
 *
 * @param entry which request of a HAR file, from 1; needed only where it has several with a body
 * @throws {Failure} (usage) when a HAR file has no such request.
 */
export function readSavedRequest(text: string, entry?: number): SavedRequest {
  if (/^\s*[{[]/.test(text)) return readHar(text, entry) ?? { source: 'body', text };
  return readHttp(text) ?? { source: 'body', text };
}

const FIRST_LINE = /^(?:[A-Z]{3,10} \S+(?: HTTP\/[\d.]+)?|HTTP\/[\d.]+ \d{3}[^\n]*|[A-Za-z][\w-]*: [^\n]*)\r?\n/;

function readHttp(saved: string): SavedRequest | undefined {
  const text = ofTrace(saved) ?? withoutNotes(saved);
  if (!FIRST_LINE.test(text)) return undefined;
  const blank = /\r?\n\r?\n/.exec(text);
  if (blank === null) return undefined;
  const headers = text
    .slice(0, blank.index)
    .split(/\r?\n/)
    .flatMap((line) => {
      const [, name, value] = /^([\w-]+):\s*(.*)$/.exec(line) ?? [];
      return name === undefined || value === undefined ? [] : [{ name: name.toLowerCase(), value }];
    });
  const rest = text.slice(blank.index + blank[0].length);
  const chunked = headers.some(({ name, value }) => name === 'transfer-encoding' && /chunked/i.test(value));
  const signature = headers.find(({ name }) => /sign|hmac|hash/.test(name));
  return {
    source: 'http',
    text: chunked ? (withoutChunks(rest) ?? rest) : rest,
    ...(signature === undefined ? {} : { signatureHeader: signature }),
  };
}

/** What `curl -v` prints as the request alone: without its remarks, and without the headers of an answer to it. */
function ofTrace(text: string): string | undefined {
  if (!/^[*<>] /.test(text)) return undefined;
  const lines = text.split(/(?<=\n)/).filter((line) => !/^(?:\* |[{}] \[\d+ bytes data\])/.test(line));
  const [sent, received] = ['>', '<'].map((mark) => lines.filter((line) => line.startsWith(mark)));
  const head = (sent?.length ? sent : (received ?? [])).map((line) => line.slice(1).trim());
  const body = lines.filter((line) => !/^[<>]/.test(line));
  return `${head.filter((line) => line !== '').join('\n')}\n\n${body.join('')}`;
}

/** A request of a `.http` file: without comments and variables before it, and without the requests after it. */
function withoutNotes(text: string): string {
  const start = /^(?:[ \t]*(?:(?:#|\/\/|@[\w-]+[ \t]*=)[^\n]*)?\r?\n)*/.exec(text)?.[0] ?? '';
  if (start.trim() === '' && !/^[A-Z]{3,10} \S+\r?\n/.test(text)) return text;
  const request = text.slice(start.length);
  const next = request.indexOf('\n###');
  return next < 0 ? request : request.slice(0, next).trimEnd();
}

/** A body that was sent in chunks; undefined where the text shows none. Lengths count bytes. */
function withoutChunks(text: string): string | undefined {
  let rest = Buffer.from(text);
  const parts: Buffer[] = [];
  for (;;) {
    const [line = '', size] = /^([0-9a-f]+)[^\n]*\n/i.exec(rest.subarray(0, 64).toString('latin1')) ?? [];
    if (size === undefined) return undefined;
    const length = Number.parseInt(size, 16);
    if (length === 0) return Buffer.concat(parts).toString();
    parts.push(rest.subarray(line.length, line.length + length));
    rest = rest.subarray(line.length + length);
    rest = rest.subarray(/^\r?\n?/.exec(rest.subarray(0, 2).toString('latin1'))?.[0].length ?? 0);
  }
}

function readHar(text: string, entry: number | undefined): SavedRequest | undefined {
  if (!/"(?:postData|response)"/.test(text)) return undefined;
  const har = tryParseJson(text);
  const requests = listRequests(har).flatMap((request) => readBody(request) ?? []);
  const bodies = requests.length > 0 ? requests : listAnswers(har);
  if (bodies.length === 0) return undefined;
  if (entry === undefined && bodies.length > 1) {
    throw usageError(`The HAR file has ${bodies.length} requests with a body.`, 'Say which: --entry 1');
  }
  const found = bodies[(entry ?? 1) - 1];
  if (found === undefined) throw usageError(`The HAR file has ${bodies.length} requests with a body, and no ${entry}.`);
  return { source: 'har', text: found };
}

function listEntries(har: Json | undefined): JsonObject[] {
  if (!isJsonObject(har)) return [];
  const { log } = har;
  const entries = isJsonObject(log) && Array.isArray(log.entries) ? log.entries : [har];
  return entries.filter(isJsonObject);
}

function listRequests(har: Json | undefined): JsonObject[] {
  return listEntries(har).flatMap(({ request, postData }) => {
    if (isJsonObject(request)) return [request];
    return isJsonObject(postData) ? [{ postData }] : [];
  });
}

/** The signed answers of a HAR file that has no request with a body. */
function listAnswers(har: Json | undefined): string[] {
  return listEntries(har).flatMap(({ response }) => {
    const content = isJsonObject(response) ? response.content : undefined;
    return isJsonObject(content) && typeof content.text === 'string' ? [decoded(content.text, content.encoding)] : [];
  });
}

const decoded = (text: string, encoding: Json | undefined): string =>
  encoding === 'base64' ? Buffer.from(text, 'base64').toString() : text;

function readBody({ postData }: JsonObject): string | undefined {
  if (!isJsonObject(postData)) return undefined;
  const { text, encoding, params } = postData;
  if (typeof text === 'string') return decoded(text, encoding);
  if (!Array.isArray(params)) return undefined;
  const part = (value: Json | undefined): string => encodeURIComponent(String(value ?? ''));
  return params
    .filter(isJsonObject)
    .map(({ name, value }) => `${part(name)}=${part(value)}`)
    .join('&');
}
