import type { IncomingMessage, ServerResponse } from 'node:http';
import { escapeScriptJson } from '#domain/encoding/escape-html';
import { isJsonObject, type Json, parseJson } from '#domain/json/exact-json';
import { ApiError } from '#sandbox/gate/api-error';
import type { ServerParts } from '#sandbox/gate/server';
import { type PageStep, pageState, performAction } from './actions.ts';
import pageStyle from './checkout.css?raw';
import pageScript from './checkout.js?raw';
import { pageHtml, refusalHtml } from './html.ts';
import { type PageRequest, readPageRequest } from './link-request.ts';
import widgetStyle from './merchant.css?raw';
import widgetScript from './merchant.js?raw';
import { LANGUAGES, type Language } from './translations.ts';

/** Files that the page and the merchant's site load, by their path. */
const FILES: Readonly<Record<string, readonly [type: string, text: string]>> = {
  '/shared/checkout.css': ['text/css', pageStyle],
  '/shared/checkout.js': ['text/javascript', pageScript],
  '/shared/merchant.css': ['text/css', widgetStyle],
  '/shared/merchant.js': ['text/javascript', widgetScript],
};

const STEPS: readonly string[] = ['state', 'pay', 'code', 'resend'] satisfies readonly PageStep[];

/**
 * Anyone who has the link may hold the page in a frame: so the widget works on any site, and in a file that is only opened.
 * Nothing comes from elsewhere, and no script or style that stands in the page itself counts.
 */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; form-action 'self'; " +
  "base-uri 'none'; frame-ancestors http: https: file:";

/** The methods that a path of the page takes; undefined for any other path. */
export function pageMethods(path: string): readonly string[] | undefined {
  if (path === '/payment') return ['GET', 'POST'];
  if (Object.hasOwn(FILES, path)) return ['GET'];
  return STEPS.some((step) => path === `/payment/${step}`) ? ['POST'] : undefined;
}

/**
 * The Payment Page: the page itself, what it loads, and what the customer does on it.
 *
 * @param sent the query, or the body of a POST
 */
export function servePage(
  path: string,
  sent: string,
  { headers }: IncomingMessage,
  response: ServerResponse,
  parts: ServerParts,
): void {
  const file = FILES[path];
  if (file !== undefined) {
    const [type, text] = file;
    send(response, 200, type, text, {
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
    });
  } else if (path === '/payment') {
    openPage(sent, headers['accept-language'] ?? '', response, parts);
  } else {
    answerStep(path.slice('/payment/'.length) as PageStep, sent, response, parts);
  }
}

function openPage(sent: string, languages: string, response: ServerResponse, parts: ServerParts): void {
  const { project, engine, onEvent, speed } = parts;
  const query = new URLSearchParams(sent);
  try {
    const page = readPageRequest(sent, project);
    const state = pageState(page, project, engine);
    const frame = ['popup', 'iframe', 'embedded'].find((mode) => mode === query.get('frame_mode')) ?? 'tab';
    const html = pageHtml({ page, state, language: languageOf(query, languages), frame, speed });
    onEvent({
      type: 'request',
      path: '/payment',
      paymentId: page.parameters.payment_id,
      answer: `200 ${state.screen}`,
    });
    send(response, 200, 'text/html', html);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { httpStatus, summary } = error.answer;
    onEvent({ type: 'request', path: '/payment', paymentId: undefined, answer: `${httpStatus} ${summary}` });
    send(response, httpStatus, 'text/html', refusalHtml(error.message, httpStatus));
  }
}

/** The one that the customer picked on the page, that of the link, that of the browser, or English. */
function languageOf(query: URLSearchParams, accepted: string): Language {
  const wanted = [query.get('_language') ?? '', query.get('language_code') ?? '', ...accepted.split(/[,;]/)];
  const codes = wanted.map((text) => text.trim().slice(0, 2).toLowerCase());
  return (codes.find((code) => Object.hasOwn(LANGUAGES, code)) as Language | undefined) ?? 'en';
}

function answerStep(step: PageStep, sent: string, response: ServerResponse, parts: ServerParts): void {
  const { project, engine, onEvent, save } = parts;
  const fields = readFields(sent);
  let page: PageRequest | undefined;
  try {
    page = readPageRequest(fields.link, project);
    if (step === 'state') return sendAnswer(200, { state: pageState(page, project, engine) });
    const requestId = performAction(step, fields, page, engine);
    save();
    onEvent({
      type: 'request',
      path: `/payment/${step}`,
      paymentId: page.parameters.payment_id,
      answer: '200 accepted',
    });
    sendAnswer(200, { requestId, state: pageState(page, project, engine) });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { httpStatus, summary, body } = error.answer;
    const paymentId = page?.parameters.payment_id;
    onEvent({ type: 'request', path: `/payment/${step}`, paymentId, answer: `${httpStatus} ${summary}` });
    const state = page === undefined ? {} : { state: pageState(page, project, engine) };
    sendAnswer(httpStatus, { ...state, flaw: fieldOf(body) ?? error.message });
  }

  function sendAnswer(httpStatus: number, answer: object): void {
    send(response, httpStatus, 'application/json', escapeScriptJson(answer));
  }
}

/** The field that a refusal names. */
function fieldOf(body: Json): Json | undefined {
  const [first] = isJsonObject(body) && Array.isArray(body.errors) ? body.errors : [];
  return isJsonObject(first) ? first.field : undefined;
}

function readFields(text: string): Record<'link' | 'phone' | 'operator' | 'code', string> {
  let body: Json = {};
  try {
    body = parseJson(text);
  } catch {
    // Then there is no link in it either, which is refused.
  }
  const field = (name: string): string => {
    const value = isJsonObject(body) ? body[name] : undefined;
    return typeof value === 'string' ? value : '';
  };
  return { link: field('link'), phone: field('phone'), operator: field('operator'), code: field('code') };
}

function send(
  response: ServerResponse,
  httpStatus: number,
  type: string,
  text: string,
  more: Readonly<Record<string, string>> = {},
): void {
  response
    .writeHead(httpStatus, {
      'content-type': `${type}; charset=utf-8`,
      'content-length': Buffer.byteLength(text),
      'content-security-policy': POLICY,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      ...more,
    })
    .end(text);
}
