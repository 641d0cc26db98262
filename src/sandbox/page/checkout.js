// The Payment Page in the browser: shows one screen at a time, and performs the actions of the customer.
import { connectParent } from './parent-frame.js';

const data = JSON.parse(byId('data').textContent);
const { words } = data;
const postToParent = connectParent(onParentMessage);

/** The code that is requested: its expiry by the clock of this browser, and the counts when it was requested. */
let challenge = { endsAt: 0, life: 1, wrongCodes: 0, resendsLeft: 0 };
let shown;

const payForm = document.querySelector('#form form');
const codeForm = document.querySelector('#code form');

if (data.failure === undefined) start();
else postToParent('fail_loading', { message: data.failure });

function start() {
  onSubmit(payForm, pay);
  onSubmit(codeForm, confirmCode);
  byId('resend').addEventListener('click', () => void resend());
  for (const button of document.querySelectorAll('.close')) {
    button.hidden = data.frame !== 'popup';
    button.addEventListener('click', () => postToParent('exit'));
  }
  if (data.frame === 'embedded') hideButtons();
  show(data.state);
  postToParent('loaded', size());
  if (data.state.screen === 'form') {
    postToParent('payment_method_select', {
      name: words.mobile,
      payment_method_type: '1',
      payment_method_code: 'mobile',
    });
  }
  new ResizeObserver(() => postToParent('resize', size())).observe(document.body);
  setInterval(drawClock, 250);
  void watch();
}

function onSubmit(form, action) {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void action();
  });
}

async function pay() {
  const errors = formErrors();
  setError('operator', errors.operator);
  setError('phone', errors.phone);
  if (errors.operator !== undefined) return payForm.querySelector('[name=operator]').focus();
  if (errors.phone !== undefined) return byId('phone').focus();
  postToParent('payment.sent');
  const { operator, phone } = Object.fromEntries(new FormData(payForm));
  const answer = await request('pay', { operator, phone });
  byId('form-error').textContent = answer === undefined ? words.offline : '';
  if (answer === undefined) return;
  const { problem, requestId, state } = answer;
  if (problem === 'phone' || problem === 'operator') return setError(problem, words[`${problem}Error`]);
  if (requestId !== undefined) postToParent('payment.submit_result', { request_id: requestId });
  show(state);
}

async function confirmCode() {
  const error = codeError();
  setError('otp', error);
  if (error !== undefined) return byId('otp').focus();
  postToParent('submit_clarification_form');
  const answer = await request('code', { code: byId('otp').value.trim() });
  if (answer === undefined) return setError('otp', words.offline);
  challenge.tried = true;
  show(answer.state);
}

async function resend() {
  const answer = await request('resend');
  if (answer === undefined) return setError('otp', words.offline);
  setError('otp');
  byId('otp').value = '';
  challenge.tried = false;
  show(answer.state);
  byId('otp').focus();
  if (answer.requestId !== undefined) announce(words.sent);
}

/** Shows what the operator and the platform do. */
async function watch() {
  for (;;) {
    const milliseconds = (shown === 'waiting' ? 400 : 3000) / Math.min(data.speed, 10);
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    if (shown === 'success' || shown === 'decline' || shown === 'expired') return;
    if (shown === 'form') continue;
    const answer = await request('state');
    if (answer?.state !== undefined) show(answer.state);
  }
}

function show(state) {
  const { screen } = state;
  if (screen === 'code') updateCode(state);
  if (screen === 'success' || screen === 'decline') showResult(state);
  if (screen === shown) return;
  const first = shown === undefined;
  shown = screen;
  for (const section of document.querySelectorAll('.screen')) section.hidden = section.id !== screen;
  const heading = byId(screen).querySelector('h1');
  document.title = `${heading.textContent} · ${data.amount}`;
  if (screen === 'code') {
    postToParent('show_clarification_page');
    byId('otp').focus();
  } else if (!first) {
    heading.focus();
  }
  announce(screen === 'waiting' ? `${words.waiting} ${words.waitingText}` : '');
  drawClock();
}

function updateCode({ phone, codeMilliseconds, resendsLeft, wrongCodes }) {
  if (challenge.tried && shown === 'waiting') {
    setError('otp', wrongCodes > challenge.wrongCodes ? words.wrong : words.late);
    byId('otp').select();
  }
  const left = codeMilliseconds / data.speed;
  const renewed = resendsLeft !== challenge.resendsLeft || challenge.life === 1;
  challenge = {
    endsAt: performance.now() + left,
    life: renewed ? Math.max(1, left) : challenge.life,
    wrongCodes,
    resendsLeft,
    tried: false,
  };
  byId('sent-to').textContent = fill(words.sentTo, { phone });
}

function showResult({ screen, phone, code, result }) {
  const text =
    screen === 'success'
      ? fill(words.successText, { amount: data.amount, phone })
      : (words.reasons[code] ?? words.reason);
  byId(screen).querySelector('.result').textContent = text;
  if (shown !== screen) postToParent(screen === 'success' ? 'payment.success' : 'payment.fail', result);
}

function drawClock() {
  if (shown !== 'code') return;
  const { endsAt, life, resendsLeft } = challenge;
  const left = Math.max(0, endsAt - performance.now());
  const time = clockText(left * data.speed);
  byId('bar').style.width = `${(100 * left) / life}%`;
  setText('clock', left > 0 ? fill(words.valid, { time }) : words.codeExpired);
  byId('resend').disabled = left > 0 || resendsLeft === 0;
  setText('resend-in', left > 0 && resendsLeft > 0 ? fill(words.resendIn, { time }) : '');
  setText('resends-left', resendsLeft > 0 ? fill(words.resendsLeft, { count: resendsLeft }) : words.noMore);
  if (left === 0 && !challenge.announced) {
    challenge.announced = true;
    announce(words.codeExpired);
  }
}

/** Returns the error of each invalid field. */
function formErrors() {
  const digits = byId('phone').value.replace(/\D/g, '');
  return {
    ...(payForm.querySelector('[name=operator]:checked') === null ? { operator: words.operatorError } : {}),
    ...(/^[78]\d{10}$/.test(digits) ? {} : { phone: words.phoneError }),
  };
}

function codeError() {
  return /^\d{3,10}$/.test(byId('otp').value.trim()) ? undefined : words.codeError;
}

/** Shows an error beside its field, or removes it. */
function setError(name, text = '') {
  byId(`${name}-error`).textContent = text;
  const fields = name === 'operator' ? payForm.querySelectorAll('[name=operator]') : [byId(name)];
  for (const field of fields) {
    if (text === '') field.removeAttribute('aria-invalid');
    else field.setAttribute('aria-invalid', 'true');
  }
}

/** Sends an action, or asks for the state; undefined when the server cannot be reached. */
async function request(action, fields = {}) {
  const buttons = action === 'state' ? [] : document.querySelectorAll('button[type=submit]');
  for (const button of buttons) button.disabled = true;
  try {
    const response = await fetch(`/payment/${action}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ link: data.link, ...fields }),
    });
    return await response.json();
  } catch {
    return undefined;
  } finally {
    for (const button of buttons) button.disabled = false;
  }
}

/** Hides the buttons of an embedded page: the button of the merchant's form checks and submits. */
function hideButtons() {
  for (const button of document.querySelectorAll('button[type=submit]')) button.hidden = true;
  for (const form of [payForm, codeForm]) {
    form.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter') return;
      event.preventDefault();
      postToParent('enter_key_pressed');
    });
  }
}

function onParentMessage({ message }) {
  if (message === 'epframe.embedded_mode.check_validation') {
    const otp = shown === 'code' ? codeError() : undefined;
    const errors = shown === 'code' ? { ...(otp === undefined ? {} : { otp }) } : formErrors();
    for (const [name, text] of Object.entries(errors)) setError(name, text);
    postToParent('embedded_mode.check_validation_response', errors);
  } else if (message === 'epframe.embedded_mode.submit') {
    void (shown === 'code' ? confirmCode() : pay());
  }
}

/** Gives a text to screen readers. */
function announce(text) {
  byId('status').textContent = text;
}

function setText(id, text) {
  const element = byId(id);
  if (element.textContent !== text) element.textContent = text;
}

function size() {
  return { width: document.documentElement.scrollWidth, height: document.body.offsetHeight };
}

function clockText(milliseconds) {
  const seconds = Math.ceil(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '');
}

function byId(id) {
  return document.getElementById(id);
}
