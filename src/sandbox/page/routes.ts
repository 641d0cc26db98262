import type { IncomingMessage, ServerResponse } from 'node:http';
import { escapeScriptJson } from '#domain/encoding/escape-html';
import { tryParseJson } from '#domain/json/exact-json';
import { getPath } from '#domain/json/json-path';
import type { Language } from '#domain/language/languages';
import type { SandboxEngine } from '#sandbox/engine';
import { ApiError } from '#sandbox/gate/api-error';
import { type ActionFields, type PageAction, performAction, readPageState } from './actions.ts';
import pageStyle from './checkout.css?raw';
import pageScript from './checkout.js?raw';
import formStyle from './checkout-form.css?raw';
import { pageHtml, refusalHtml } from './html.ts';
import { type PageRequest, readPageRequest } from './link-request.ts';
import widgetStyle from './merchant.css?raw';
import widgetScript from './merchant.js?raw';
import frameScript from './parent-frame.js?raw';
import { LANGUAGE_NAMES } from './translations.ts';

/** The files that the page and the merchant's site load, by their path. */
const FILES: Readonly<Record<string, readonly [type: string, text: string]>> = {
  '/shared/checkout.css': ['text/css', pageStyle],
  '/shared/checkout-form.css': ['text/css', formStyle],
  '/shared/checkout.js': ['text/javascript', pageScript],
  '/shared/parent-frame.js': ['text/javascript', frameScript],
  '/shared/merchant.css': ['text/css', widgetStyle],
  '/shared/merchant.js': ['text/javascript', widgetScript],
};

const ACTIONS: readonly string[] = ['pay', 'code', 'resend'] satisfies readonly PageAction[];

/**
 * Any site can show the page in a frame, so that the widget works on a site and in a local file. All content comes from the
 * sandbox itself, and inline scripts and styles are not allowed.
 */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; form-action 'self'; " +
  "base-uri 'none'; frame-ancestors http: https: file:";

/** Returns the HTTP methods of a path of the page; undefined for any other path. */
export function pageMethods(path: string): readonly string[] | undefined {
  if (path === '/payment') return ['GET', 'POST'];
  if (Object.hasOwn(FILES, path)) return ['GET'];
  return ['state', ...ACTIONS].some((name) => path === `/payment/${name}`) ? ['POST'] : undefined;
}

/**
 * Serves the Payment Page: the page, its files, and the actions of the customer.
 *
 * @param sent the query, or the body of a POST
 */
export function servePage(
  path: string,
  sent: string,
  { headers }: IncomingMessage,
  response: ServerResponse,
  engine: SandboxEngine,
): void {
  const file = FILES[path];
  if (file !== undefined) {
    const [type, text] = file;
    send(response, 200, type, text, {
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
    });
  } else if (path === '/payment') {
    openPage(sent, headers['accept-language'] ?? '', response, engine);
  } else {
    answerAction(path, sent, response, engine);
  }
}

function openPage(sent: string, languages: string, response: ServerResponse, engine: SandboxEngine): void {
  const { onEvent, speed } = engine.options;
  const query = new URLSearchParams(sent);
  try {
    const page = readPageRequest(sent, engine);
    const state = readPageState(page, engine);
    const frame = ['popup', 'iframe', 'embedded'].find((mode) => mode === query.get('frame_mode')) ?? 'tab';
    const html = pageHtml({ page, state, language: chooseLanguage(query, languages), frame, speed });
    const paymentId = page.parameters.payment_id;
    onEvent({ type: 'request', path: '/payment', paymentId, answer: `200 ${state.screen}` });
    send(response, 200, 'text/html', html);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { httpStatus, summary } = error.answer;
    onEvent({ type: 'request', path: '/payment', paymentId: undefined, answer: `${httpStatus} ${summary}` });
    send(response, httpStatus, 'text/html', refusalHtml(error.message, httpStatus));
  }
}

/** Returns the language that the customer chose on the page, else that of the link, of the browser, or English. */
function chooseLanguage(query: URLSearchParams, accepted: string): Language {
  const wanted = [query.get('_language') ?? '', query.get('language_code') ?? '', ...accepted.split(/[,;]/)];
  const codes = wanted.map((text) => text.trim().slice(0, 2).toLowerCase());
  return (codes.find((code) => Object.hasOwn(LANGUAGE_NAMES, code)) as Language | undefined) ?? 'en';
}

/** Performs an action and answers with the new state of the page; `/payment/state` only asks for the state. */
function answerAction(path: string, sent: string, response: ServerResponse, engine: SandboxEngine): void {
  const { onEvent } = engine.options;
  const action = path.slice('/payment/'.length);
  const fields = readFields(sent);
  const sendAnswer = (httpStatus: number, answer: object): void =>
    send(response, httpStatus, 'application/json', escapeScriptJson(answer));
  let page: PageRequest | undefined;
  try {
    page = readPageRequest(fields.link, engine);
    if (action === 'state') return sendAnswer(200, { state: readPageState(page, engine) });
    const requestId = performAction(action as PageAction, fields, page, engine);
    engine.save();
    onEvent({ type: 'request', path, paymentId: page.parameters.payment_id, answer: '200 accepted' });
    sendAnswer(200, { requestId, state: readPageState(page, engine) });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { httpStatus, summary, body } = error.answer;
    onEvent({ type: 'request', path, paymentId: page?.parameters.payment_id, answer: `${httpStatus} ${summary}` });
    const state = page === undefined ? {} : { state: readPageState(page, engine) };
    // The first invalid field, else the message of the error.
    sendAnswer(httpStatus, { ...state, problem: getPath(body, 'errors.0.field') ?? error.message });
  }
}

function readFields(text: string): ActionFields & { readonly link: string } {
  const body = tryParseJson(text) ?? null;
  const field = (name: string): string => {
    const value = getPath(body, name);
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
