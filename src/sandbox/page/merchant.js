// The widget: shows the Payment Page over the merchant's page, or inside it. EPayWidget.run shows it immediately,
// EPayWidget.bind when a button is pressed.
(() => {
  const home = new URL('..', document.currentScript.src).href.replace(/\/$/, '');
  /** Time limit for the message of a page that was loaded. */
  const LOAD_TIMEOUT_MS = 5000;
  const LABELS = { en: ['Payment', 'Close'], ru: ['Оплата', 'Закрыть'], kk: ['Төлем', 'Жабу'] };

  class Widget {
    #guid = crypto.getRandomValues(new Uint32Array(2)).join('-');
    #method;
    #loaded = false;
    #size = '';
    #dialog;

    constructor(config, method) {
      this.config = config;
      this.#method = String(method ?? 'GET').toUpperCase();
      window.addEventListener('message', (event) => this.#receive(event));
    }

    run() {
      const { redirect, redirect_on_mobile: onMobile, target_element: target } = this.config;
      if (isSet(redirect) || (isSet(onMobile) && matchMedia('(max-width: 640px)').matches)) {
        window.location.href = this.#url('tab');
      } else if (target) {
        this.#showIn(typeof target === 'string' ? document.getElementById(target) : target);
      } else {
        this.#showPopup();
      }
    }

    /** Sends a message to the page in the frame, for example to check or submit an embedded form. */
    sendPostMessage(message) {
      this.iframe?.contentWindow?.postMessage(JSON.stringify(message), this.#origin());
    }

    #showIn(element) {
      if (element === null) throw new Error('EPayWidget: there is no element for target_element');
      const frame = this.#createFrame(this.config.frame_mode === 'embedded' ? 'embedded' : 'iframe');
      element.replaceChildren(frame);
      this.#load(frame);
    }

    #showPopup() {
      const frame = this.#createFrame('popup');
      const close = document.createElement('button');
      close.type = 'button';
      close.className = 'ep-close';
      close.textContent = '×';
      close.setAttribute('aria-label', this.#labels()[1]);
      close.addEventListener('click', () => this.#dialog.close());
      this.#dialog = document.createElement('dialog');
      this.#dialog.className = ['ep-modal', this.config.css_modal_wrap ?? ''].join(' ').trim();
      this.#dialog.setAttribute('aria-label', this.#labels()[0]);
      this.#dialog.append(close, frame);
      this.#dialog.addEventListener('close', () => this.#leave());
      this.#dialog.addEventListener('click', ({ target }) => {
        if (target === this.#dialog && isSet(this.config.close_on_missclick)) this.#dialog.close();
      });
      document.body.append(this.#dialog);
      this.#dialog.showModal();
      this.#load(frame);
    }

    #createFrame(mode) {
      const frame = document.createElement('iframe');
      frame.className = 'ep-iframe';
      frame.name = `ep-${mode}-${this.#guid}`;
      frame.title = this.#labels()[0];
      this.frameMode = mode;
      this.iframe = frame;
      return frame;
    }

    #load(frame) {
      // Set only now, because an empty frame already has its own load event.
      frame.addEventListener('load', () => {
        this.sendPostMessage({ message: 'link', guid: this.#guid });
        setTimeout(() => {
          if (!this.#loaded) this.#call('onFailLoading', { message: 'Network problem', config: this.config });
        }, LOAD_TIMEOUT_MS);
      });
      if (this.#method !== 'POST') {
        frame.src = this.#url(this.frameMode);
        return;
      }
      const form = document.createElement('form');
      form.method = 'post';
      form.action = `${this.#base()}/payment`;
      form.target = frame.name;
      form.hidden = true;
      for (const [name, value] of this.#parameters(this.frameMode)) {
        const input = document.createElement('input');
        input.type = 'hidden';
        input.name = name;
        input.value = value;
        form.append(input);
      }
      document.body.append(form);
      form.submit();
      form.remove();
    }

    /** Returns the parameters of the page. Functions and elements are not sent. Booleans are sent as 1 and 0. */
    #parameters(mode) {
      const sent = Object.entries({ ...this.config, frame_mode: mode }).filter(
        ([, value]) => value !== null && value !== undefined && typeof value !== 'function' && !(value instanceof Node),
      );
      return sent.map(([name, value]) => [name, toText(value)]);
    }

    #url(mode) {
      const query = this.#parameters(mode).map(
        ([name, text]) => `${encodeURIComponent(name)}=${encodeURIComponent(text)}`,
      );
      return `${this.#base()}/payment?${query.join('&')}`;
    }

    #labels() {
      return LABELS[String(this.config.language_code).toLowerCase()] ?? LABELS.en;
    }

    #base() {
      return String(this.config.baseUrl ?? home).replace(/\/+$/, '');
    }

    #origin() {
      return new URL(this.#base()).origin;
    }

    #receive({ source, origin, data }) {
      if (typeof data !== 'string' || this.iframe === undefined) return;
      const fromPage = source === this.iframe.contentWindow && origin === this.#origin();
      if (!fromPage && source !== window) return;
      const message = read(data);
      if (fromPage && message?.guid === this.#guid) this.#handle(message);
      // Some sites post messages for the page to their own window.
      else if (!fromPage && message?.from_another_domain === true) this.sendPostMessage(message);
    }

    #handle({ message, data }) {
      switch (message) {
        case 'epframe.exit':
          return this.#dialog?.close();
        case 'epframe.fail_loading':
          this.#loaded = true;
          return this.#call('onFailLoading', { ...data, config: this.config });
        case 'epframe.loaded':
          this.#loaded = true;
          this.#fit(data);
          break;
        case 'epframe.resize':
          if (!this.#fit(data)) return;
      }
      this.#call(handlerName(message), data);
    }

    /** Sets the height of the frame to that of the page. Returns true when the size is new. */
    #fit({ width, height }) {
      const size = `${width}x${height}`;
      if (size === this.#size) return false;
      this.#size = size;
      this.iframe.style.height = `${height}px`;
      return true;
    }

    #leave() {
      this.#dialog.remove();
      this.#call('onExit');
      this.#call('onDestroy');
    }

    #call(name, data) {
      const handler = this.config[name];
      if (typeof handler === 'function') handler.call(this, data);
    }
  }

  /** Returns the handler of a message: `onPaymentSuccess` for `epframe.payment.success`. */
  function handlerName(message) {
    const name = message.replace(/^epframe\./, '').replace(/(?:^|[._])([a-z])/g, (_, letter) => letter.toUpperCase());
    return `on${name}`;
  }

  function isSet(flag) {
    return flag === true || String(flag) === '1';
  }

  function toText(value) {
    if (typeof value === 'boolean') return value ? '1' : '0';
    return typeof value === 'object' ? JSON.stringify(value) : String(value);
  }

  function read(text) {
    try {
      return JSON.parse(text);
    } catch {
      return undefined;
    }
  }

  window.EPayWidget = {
    run(config, method) {
      const widget = new Widget(config, method);
      widget.run();
      return widget;
    },
    bind(buttonId, config, method) {
      const button = document.getElementById(buttonId);
      if (button === null) throw new Error(`EPayWidget: there is no button ${JSON.stringify(buttonId)}`);
      const widget = new Widget(config, method);
      button.addEventListener('click', () => widget.run());
      return widget;
    },
  };
})();
