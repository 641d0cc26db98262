/** A program in PHP that signs a body. @param body as a text of that language */
export const phpProgram = (body: string): string => `<?php
// Run: ROCKETPAY_SECRET_KEY=… php sign.php
$body = ${body};

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
        if (is_float($value)) $value = $value == 0 ? '0' : decimal($value);
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
`;
