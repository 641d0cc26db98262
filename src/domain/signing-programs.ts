/** Short programs that sign a body in other languages: each reads the secret from the environment and prints the signature. */

export const PROGRAM_LANGUAGES = ['php', 'js', 'python', 'go'] as const;

export type ProgramLanguage = (typeof PROGRAM_LANGUAGES)[number];

/** How a program of each language is run. */
export const PROGRAM_RUNS: Readonly<Record<ProgramLanguage, string>> = {
  php: 'php sign.php',
  js: 'node sign.js',
  python: 'python3 sign.py',
  go: 'go run sign.go',
};

/** A program that signs this very body. Its text stands in the program as it is: numbers keep their digits. */
export const signingProgram = (language: ProgramLanguage, body: string): string => PROGRAMS[language](body);

/** As a string literal of JavaScript, Python and Go alike: ASCII only, and no escape that they read differently. */
const literal = (text: string): string =>
  JSON.stringify(text).replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Go and Python know no halves of a surrogate pair. */
const wideLiteral = (text: string): string =>
  JSON.stringify(text).replace(/[^\u0000-\u007e]/gu, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16);
    return code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`;
  });

const phpLiteral = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;

const PROGRAMS: Readonly<Record<ProgramLanguage, (body: string) => string>> = {
  js: (body) => `// Run: ROCKETPAY_SECRET_KEY=… node sign.js
const { createHmac } = require('node:crypto');

const body = ${literal(body)};

// Integers beyond 2^53 lose digits in JSON.parse: numbers are read as text, marked by a character that no text has.
const marked = body.replace(/"(?:[^"\\\\]|\\\\.)*"|-?\\d[\\d.eE+-]*/g, (part) => (part[0] === '"' ? part : \`"\\\\ue000\${part}"\`));

function valueText(value) {
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (value[0] !== '\\ue000') return value;
  const number = value.slice(1);
  if (/^-?\\d+$/.test(number)) return number;
  return Number(number).toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 20 });
}

function collect(value, path, lines) {
  if (typeof value !== 'object' || value === null) return lines.push([path.join(':'), valueText(value)]);
  for (const [key, item] of Object.entries(value)) {
    if (key !== 'signature' && key !== 'frame_mode') collect(item, [...path, key.replaceAll(':', '::')], lines);
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
collect(JSON.parse(marked), [], lines);
lines.sort(([a], [b]) => natural(a, b));
const text = lines.map(([path, value]) => \`\${path}:\${value}\`).join(';');
console.log(createHmac('sha512', process.env.ROCKETPAY_SECRET_KEY).update(text).digest('base64'));
`,

  python: (body) => `# Run: ROCKETPAY_SECRET_KEY=… python3 sign.py
import base64, decimal, hashlib, hmac, json, os, re

body = ${wideLiteral(body)}


def value_text(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        text = format(decimal.Decimal(repr(value)), "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    return value


def collect(value, path, lines):
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    else:
        lines.append((":".join(path), value_text(value)))
        return
    for key, item in items:
        if key not in ("signature", "frame_mode"):
            collect(item, path + [str(key).replace(":", "::")], lines)


# Natural order: runs of digits compare as numbers, all else byte by byte; white space does not count.
def natural(line):
    path = re.sub(r"^0+(?=[0-9])|[ \\t-\\r]", "", line[0])
    parts = re.findall(r"[0-9]+|[^0-9]", path)
    return [
        (48, 0 if part[0] == "0" else len(part), part) if part[0] in "0123456789" else (byte, 0, "")
        for part in parts
        for byte in (b"0" if part[0] in "0123456789" else part.encode())
    ]


lines = []
# Whole numbers stay text: each digit counts.
collect(json.loads(body, parse_int=str), [], lines)
lines.sort(key=natural)
text = ";".join(path + ":" + value for path, value in lines)
key = os.environ["ROCKETPAY_SECRET_KEY"].encode()
print(base64.b64encode(hmac.new(key, text.encode(), hashlib.sha512).digest()).decode())
`,

  php: (body) => `<?php
// Run: ROCKETPAY_SECRET_KEY=… php sign.php
$body = ${phpLiteral(body)};

// 1.5E-7 written out.
function decimal($value) {
    if (!preg_match('/^(-?)(\\d)\\.(\\d+)E([+-]\\d+)$/', (string) $value, $parts)) return (string) $value;
    [, $sign, $first, $rest, $exponent] = $parts;
    $digits = rtrim($first . $rest, '0');
    if ($exponent < 0) return $sign . '0.' . str_repeat('0', -$exponent - 1) . $digits;
    $point = $exponent + 1;
    $fraction = substr($digits, $point);
    return $sign . str_pad(substr($digits, 0, $point), $point, '0') . ($fraction === '' ? '' : ".$fraction");
}

function collect($value, $path, &$lines) {
    if (!is_array($value)) {
        if (is_bool($value)) $value = $value ? '1' : '0';
        if (is_float($value)) $value = decimal($value);
        $lines[$path] = (string) $value;
        return;
    }
    foreach ($value as $key => $item) {
        if ($key === 'signature' || $key === 'frame_mode') continue;
        $part = str_replace(':', '::', (string) $key);
        collect($item, $path === '' ? $part : "$path:$part", $lines);
    }
}

// Fractions as their shortest text; integers beyond 64 bits keep their digits.
ini_set('precision', '-1');
ini_set('serialize_precision', '-1');
$lines = [];
collect(json_decode($body, true, 512, JSON_BIGINT_AS_STRING), '', $lines);
ksort($lines, SORT_NATURAL);
$text = implode(';', array_map(fn ($path, $value) => "$path:$value", array_keys($lines), $lines));
echo base64_encode(hash_hmac('sha512', $text, getenv('ROCKETPAY_SECRET_KEY'), true)), "\\n";
`,

  go: (body) => `// Run: ROCKETPAY_SECRET_KEY=… go run sign.go
package main

import (
	"crypto/hmac"
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"sort"
	"strconv"
	"strings"
)

const body = ${wideLiteral(body)}

type line struct{ path, value string }

func valueText(value any) string {
	switch v := value.(type) {
	case bool:
		if v {
			return "1"
		}
		return "0"
	case json.Number:
		if strings.ContainsAny(v.String(), ".eE") {
			f, _ := v.Float64()
			return strconv.FormatFloat(f, 'f', -1, 64)
		}
		return v.String()
	case string:
		return v
	}
	return ""
}

func collect(value any, path string, lines *[]line) {
	join := func(key string) string {
		if path == "" {
			return key
		}
		return path + ":" + key
	}
	switch v := value.(type) {
	case map[string]any:
		for key, item := range v {
			if key != "signature" && key != "frame_mode" {
				collect(item, join(strings.ReplaceAll(key, ":", "::")), lines)
			}
		}
	case []any:
		for index, item := range v {
			collect(item, join(strconv.Itoa(index)), lines)
		}
	default:
		*lines = append(*lines, line{path, valueText(value)})
	}
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

var space = strings.NewReplacer(" ", "", "\\t", "", "\\n", "", "\\v", "", "\\f", "", "\\r", "")

// White space and zeros before a number at the very start do not count.
func plain(path string) string {
	path = space.Replace(path)
	for len(path) > 1 && path[0] == '0' && isDigit(path[1]) {
		path = path[1:]
	}
	return path
}

// Natural order: runs of digits compare as numbers, all else byte by byte.
func natural(a, b string) bool {
	a, b = plain(a), plain(b)
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		if isDigit(a[i]) && isDigit(b[j]) {
			m, n := i, j
			for i < len(a) && isDigit(a[i]) {
				i++
			}
			for j < len(b) && isDigit(b[j]) {
				j++
			}
			x, y := a[m:i], b[n:j]
			if x[0] != '0' && y[0] != '0' && len(x) != len(y) {
				return len(x) < len(y)
			}
			if x != y {
				return x < y
			}
			continue
		}
		if a[i] != b[j] {
			return a[i] < b[j]
		}
		i++
		j++
	}
	return len(a)-i < len(b)-j
}

func main() {
	decoder := json.NewDecoder(strings.NewReader(body))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		panic(err)
	}
	var lines []line
	collect(value, "", &lines)
	sort.SliceStable(lines, func(i, j int) bool { return natural(lines[i].path, lines[j].path) })
	parts := make([]string, len(lines))
	for i, l := range lines {
		parts[i] = l.path + ":" + l.value
	}
	mac := hmac.New(sha512.New, []byte(os.Getenv("ROCKETPAY_SECRET_KEY")))
	mac.Write([]byte(strings.Join(parts, ";")))
	fmt.Println(base64.StdEncoding.EncodeToString(mac.Sum(nil)))
}
`,
};
