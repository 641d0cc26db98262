/** A program in JavaScript that signs a body. @param body as a text of that language */
export const jsProgram = (body: string): string => `// Run: ROCKETPAY_SECRET_KEY=… node sign.js
const body = ${body};

// Integers beyond 2^53 lose digits in JSON.parse: numbers are read as text, marked by a character that no text has.
const marked = body.replace(/"(?:[^"\\\\]|\\\\.)*"|-?\\d[\\d.eE+-]*/g, (part) => (part[0] === '"' ? part : \`"\\\\ue000\${part}"\`));

function valueText(value) {
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (value[0] !== '\\ue000') return value;
  const number = value.slice(1);
  if (Number(number) === 0) return '0';
  if (/^-?\\d+$/.test(number)) return number;
  return Number(number).toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 20 });
}

function collect(value, path, lines) {
  if (typeof value !== 'object' || value === null) return lines.push([path, valueText(value)]);
  for (const [key, item] of Object.entries(value)) {
    if (key === 'signature' || key === 'frame_mode') continue;
    const part = key.replaceAll(':', '::');
    collect(item, path === '' ? part : \`\${path}:\${part}\`, lines);
  }
}

// Natural order: runs of digits compare as numbers, all else byte by byte; white space does not count.
function natural(a, b) {
  const parts = (text) => text.replace(/^0+(?=\\d)|[ \\t-\\r]/g, '').match(/\\d+|\\D/gu) ?? [];
  const [left, right] = [parts(a), parts(b)];
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const [x, y] = [left[at], right[at]];
    if (x === y) continue;
    const digits = /^\\d/.test(x) && /^\\d/.test(y);
    if (digits && x[0] !== '0' && y[0] !== '0' && x.length !== y.length) return x.length - y.length;
    return Buffer.compare(Buffer.from(x), Buffer.from(y));
  }
  return left.length - right.length;
}

const lines = [];
collect(JSON.parse(marked), '', lines);
lines.sort(([a], [b]) => natural(a, b));
const text = lines.map(([path, value]) => \`\${path}:\${value}\`).join(';');
// So it runs as a module and as a script.
import('node:crypto').then(({ createHmac }) =>
  console.log(createHmac('sha512', process.env.ROCKETPAY_SECRET_KEY).update(text).digest('base64')),
);
`;
