/** A program in Python that signs a body. @param body as a text of that language */
export const pythonProgram = (body: string): string => `# Run: ROCKETPAY_SECRET_KEY=… python3 sign.py
import base64, decimal, hashlib, hmac, json, os, re

body = ${body}


def value_text(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        text = format(decimal.Decimal(repr(value or 0)), "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    return value


def collect(value, path, lines):
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    else:
        lines.append((path, value_text(value)))
        return
    for key, item in items:
        if key not in ("signature", "frame_mode"):
            part = str(key).replace(":", "::")
            collect(item, path + ":" + part if path else part, lines)


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
collect(json.loads(body, parse_int=lambda digits: "0" if digits == "-0" else digits), "", lines)
lines.sort(key=natural)
text = ";".join(path + ":" + value for path, value in lines)
key = os.environ["ROCKETPAY_SECRET_KEY"].encode()
print(base64.b64encode(hmac.new(key, text.encode(), hashlib.sha512).digest()).decode())
`;
