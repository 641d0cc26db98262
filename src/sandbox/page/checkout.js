// The Payment Page in the browser: shows one screen after the other, and does what the customer asks for.
(() => {
  const data = JSON.parse(byId('data').textContent);
  const { words } = data;
  const tellParent = linkParent(onParentMessage);

  if (data.failure !== undefined) {
    tellParent('fail_loading', { message: data.failure });
    return;
  }

  /** Of the code that is asked for: its end by this browser's clock, and what was known when it was asked for. */
  let challenge = { endsAt: 0, life: 1, wrongCodes: 0, resendsLeft: 0 };
  let shown;

  const payForm = byId('form').querySelector('form');
  const codeForm = byId('code').querySelector('form');
  const embedded = data.frame === 'embedded';

  payForm.addEventListener('submit', (event) => {
    event.preventDefault();
    void pay();
  });
  codeForm.addEventListener('submit', (event) => {
    event.preventDefault();
    void confirmCode();
  });
  byId('resend').addEventListener('click', () => void resend());
  for (const button of document.querySelectorAll('.close')) {
    button.hidden = data.frame !== 'popup';
    button.addEventListener('click', () => tellParent('exit'));
  }
  if (embedded) standWithoutButtons();

  show(data.state);
  tellParent('loaded', size());
  if (data.state.screen === 'form') {
    tellParent('payment_method_select', {
      name: words.mobile,
      payment_method_type: '1',
      payment_method_code: 'mobile',
    });
  }
  new ResizeObserver(() => tellParent('resize', size())).observe(document.body);
  setInterval(drawClock, 250);
  void watch();

  async function pay() {
    const flaws = formFlaws();
    setFlaw('operator', flaws.operator);
    setFlaw('phone', flaws.phone);
    if (flaws.operator !== undefined) return payForm.querySelector('[name=operator]').focus();
    if (flaws.phone !== undefined) return byId('phone').focus();
    tellParent('payment.sent');
    const { operator, phone } = Object.fromEntries(new FormData(payForm));
    const answer = await ask('pay', { operator, phone });
    if (answer === undefined || answer.flaw === 'phone' || answer.flaw === 'operator') {
      if (answer === undefined) byId('form-flaw').textContent = words.offline;
      else setFlaw(answer.flaw, words[`${answer.flaw}Flaw`]);
      return;
    }
    byId('form-flaw').textContent = '';
    if (answer.requestId !== undefined) tellParent('payment.submit_result', { request_id: answer.requestId });
    show(answer.state);
  }

  async function confirmCode() {
    const code = byId('otp').value.trim();
    const flaw = codeFlaw();
    setFlaw('otp', flaw);
    if (flaw !== undefined) return byId('otp').focus();
    tellParent('submit_clarification_form');
    const answer = await ask('code', { code });
    if (answer === undefined) return setFlaw('otp', words.offline);
    challenge.tried = true;
    show(answer.state);
  }

  async function resend() {
    const answer = await ask('resend');
    if (answer === undefined) return setFlaw('otp', words.offline);
    setFlaw('otp');
    byId('otp').value = '';
    challenge.tried = false;
    show(answer.state);
    byId('otp').focus();
    if (answer.requestId !== undefined) say(words.sent);
  }

  /** What the operator and the platform do meanwhile. */
  async function watch() {
    for (;;) {
      await sleep((shown === 'waiting' ? 400 : 3000) / Math.min(data.speed, 10));
      if (shown === 'success' || shown === 'decline' || shown === 'over') return;
      if (shown === 'form') continue;
      const answer = await ask('state');
      if (answer?.state !== undefined) show(answer.state);
    }
  }

  function show(state) {
    const { screen } = state;
    if (screen === 'code') takeChallenge(state);
    if (screen === 'success' || screen === 'decline') tellEnd(state);
    if (screen === shown) return;
    const first = shown === undefined;
    shown = screen;
    for (const section of document.querySelectorAll('.screen')) section.hidden = section.id !== screen;
    const heading = byId(screen).querySelector('h1');
    document.title = `${heading.textContent} · ${data.amount}`;
    if (screen === 'code') {
      tellParent('show_clarification_page');
      byId('otp').focus();
    } else if (!first) {
      heading.focus();
    }
    // What is said of one screen must not be read beside another.
    say(screen === 'waiting' ? `${words.waiting} ${words.waitingText}` : '');
    drawClock();
  }

  function takeChallenge({ phone, codeMilliseconds, resendsLeft, wrongCodes }) {
    if (challenge.tried && shown === 'waiting') {
      setFlaw('otp', wrongCodes > challenge.wrongCodes ? words.wrong : words.late);
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

  function tellEnd({ screen, phone, code, result }) {
    const text =
      screen === 'success'
        ? fill(words.successText, { amount: data.amount, phone })
        : (words.reasons[code] ?? words.reason);
    byId(screen).querySelector('.result').textContent = text;
    if (shown !== screen) tellParent(screen === 'success' ? 'payment.success' : 'payment.fail', result);
  }

  function drawClock() {
    if (shown !== 'code') return;
    const { endsAt, life, resendsLeft } = challenge;
    const left = Math.max(0, endsAt - performance.now());
    const time = clockText(left * data.speed);
    byId('bar').style.width = `${(100 * left) / life}%`;
    setText('clock', left > 0 ? fill(words.valid, { time }) : words.codeOver);
    byId('resend').disabled = left > 0 || resendsLeft === 0;
    setText('resend-in', left > 0 && resendsLeft > 0 ? fill(words.resendIn, { time }) : '');
    setText('resends-left', resendsLeft > 0 ? fill(words.resendsLeft, { count: resendsLeft }) : words.noMore);
    if (left === 0 && !challenge.told) {
      challenge.told = true;
      say(words.codeOver);
    }
  }

  /** What cannot be sent, in words, by the field. */
  function formFlaws() {
    const digits = byId('phone').value.replace(/\D/g, '');
    return {
      ...(payForm.querySelector('[name=operator]:checked') === null ? { operator: words.operatorFlaw } : {}),
      ...(/^[78]\d{10}$/.test(digits) ? {} : { phone: words.phoneFlaw }),
    };
  }

  const codeFlaw = () => (/^\d{3,10}$/.test(byId('otp').value.trim()) ? undefined : words.codeFlaw);

  /** A flaw is said beside its field, and gone once it is mended. */
  function setFlaw(name, text = '') {
    byId(`${name}-flaw`).textContent = text;
    const fields = name === 'operator' ? payForm.querySelectorAll('[name=operator]') : [byId(name)];
    for (const field of fields) {
      if (text === '') field.removeAttribute('aria-invalid');
      else field.setAttribute('aria-invalid', 'true');
    }
  }

  async function ask(step, fields = {}) {
    const buttons = document.querySelectorAll('button[type=submit]');
    const busy = step !== 'state';
    if (busy) for (const button of buttons) button.disabled = true;
    try {
      const response = await fetch(`/payment/${step}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ link: data.link, ...fields }),
      });
      return await response.json();
    } catch {
      return undefined;
    } finally {
      if (busy) for (const button of buttons) button.disabled = false;
    }
  }

  /** Embedded in a form of the merchant's, whose button checks and submits: there is none here. */
  function standWithoutButtons() {
    for (const button of document.querySelectorAll('button[type=submit]')) button.hidden = true;
    for (const form of [payForm, codeForm]) {
      form.addEventListener('keydown', (event) => {
        if (event.key !== 'Enter') return;
        event.preventDefault();
        tellParent('enter_key_pressed');
      });
    }
  }

  function onParentMessage({ message }) {
    if (message === 'epframe.embedded_mode.check_validation') {
      const flaws = shown === 'code' ? { otp: codeFlaw() } : formFlaws();
      const found = Object.fromEntries(Object.entries(flaws).filter(([, text]) => text !== undefined));
      for (const [name, text] of Object.entries(found)) setFlaw(name, text);
      tellParent('embedded_mode.check_validation_response', found);
    } else if (message === 'epframe.embedded_mode.submit') {
      void (shown === 'code' ? confirmCode() : pay());
    }
  }

  /** Gives the function that tells the page around this one what happens; until that has said who it is, it is kept. */
  function linkParent(onMessage) {
    const waiting = [];
    let link;
    const post = (message) => window.parent.postMessage(JSON.stringify({ ...message, guid: link.guid }), link.origin);
    window.addEventListener('message', ({ source, origin, data: text }) => {
      const message = source === window.parent && source !== window ? read(text) : undefined;
      if (message?.message !== 'link') return onMessage(message ?? {});
      // A file has no origin that could be named.
      link = { guid: message.guid, origin: origin === 'null' || origin === 'file://' ? '*' : origin };
      for (const kept of waiting.splice(0)) post(kept);
    });
    return (name, about) => {
      const message = { message: `epframe.${name}`, data: about };
      if (link === undefined) waiting.push(message);
      else post(message);
    };
  }

  function read(text) {
    try {
      return JSON.parse(text);
    } catch {
      return undefined;
    }
  }

  function say(text) {
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

  function sleep(milliseconds) {
    return new Promise((resolve) => setTimeout(resolve, milliseconds));
  }

  function byId(id) {
    return document.getElementById(id);
  }
})();
