// Messages between the Payment Page and the page that shows it in a frame.

/**
 * Connects the page with the widget around it. Returns a function that posts an event. Events are kept until the widget has
 * sent its id.
 */
export function connectParent(onMessage) {
  const kept = [];
  let link;
  const post = (message) => window.parent.postMessage(JSON.stringify({ ...message, guid: link.guid }), link.origin);
  window.addEventListener('message', ({ source, origin, data: text }) => {
    const message = source === window.parent && source !== window ? parse(text) : undefined;
    if (message?.message !== 'link') return onMessage(message ?? {});
    // A local file has no origin.
    link = { guid: message.guid, origin: origin === 'null' || origin === 'file://' ? '*' : origin };
    for (const event of kept.splice(0)) post(event);
  });
  return (name, data) => {
    const event = { message: `epframe.${name}`, data };
    if (link === undefined) kept.push(event);
    else post(event);
  };
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
