import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseJson } from '#domain/json/exact-json';
import { PROGRAM_LANGUAGES, type ProgramLanguage, signingProgram } from '#domain/signature/code-samples';
import { Secret } from '#domain/signature/secret';
import { sign } from '#domain/signature/signature';
import { temporaryFolder } from '../../adapters/profiles/folders.ts';
import { requestVectors } from './vectors.ts';

const SECRET = 'secret';

const PROGRAMS: Readonly<Record<ProgramLanguage, { readonly words: readonly string[]; readonly file: string }>> = {
  php: { words: ['php'], file: 'sign.php' },
  js: { words: [process.execPath], file: 'sign.js' },
  python: { words: ['python3'], file: 'sign.py' },
  go: { words: ['go', 'run'], file: 'sign.go' },
};

const BODIES = [
  requestVectors[0]?.body ?? '',
  `{"general":{"project_id":1234,"signature":"old"},"a":{"b:c":"x:y;z","Z":1,"empty":"","none":null,"yes":true,"no":false,"l":[],"o":{}},
    "list":[0,1,2,3,4,5,6,7,8,9,{"deep":"Кітап 😀 \\"q\\" \\\\ / \\u0041 'single' $x \\n"}],"big":95028800010128225,"rate":1.50,"whole":100.0,"neg":-7,"frame_mode":1}`,
  String.raw`{"a1":1,"a10":2,"a-":3,"a2":3,"a":4,"ab":5,"b":{"x":1},"b-c":2,"01":1,"2":2,"B":3,"x y":1,"xa":2,"tab\tk":3,"é":1,"日":2,"😀":3,"$x":1,
    "numbers":[0.1,1e3,1E-2,1e25,1e-7,1e17,2.5e-5,123456789.123456789,0.30000000000000004,-0.0,-0,-0e2,123456789012345678901234567890,9223372036854775808,12345678901234567.0],
    "":{"":{"k":1},"l":[2]},"in":{"":{"m":3}},
    "texts":["","1;b:2","</script>","?>","%s %d","\u0000","\ud83d\ude00","a\/b"," pad ","$HOME {$x} $y"]}`,
];

const there = (language: ProgramLanguage): boolean =>
  spawnSync(PROGRAMS[language].words[0] ?? '', [language === 'go' ? 'version' : '--version']).status === 0;

/** What a program prints that is saved under this name. */
async function signatureBy(language: ProgramLanguage, body: string, file = PROGRAMS[language].file): Promise<string> {
  const path = join(await temporaryFolder(), file);
  writeFileSync(path, signingProgram(language, body));
  const [program = '', ...args] = PROGRAMS[language].words;
  const env = { ...process.env, ROCKETPAY_SECRET_KEY: SECRET };
  return execFileSync(program, [...args, path], { env, encoding: 'utf8' }).trim();
}

it('runs the JavaScript program in a project of ES modules too', async () => {
  expect(await signatureBy('js', '{"a":1}', 'sign.mjs')).toBe(sign({ a: 1 }, new Secret(SECRET)));
});

describe.each(PROGRAM_LANGUAGES)('printed program in %s', (language) => {
  it.runIf(there(language)).each(BODIES)('signs a body as the platform does: %#', async (body) => {
    expect(await signatureBy(language, body)).toBe(sign(parseJson(body), new Secret(SECRET)));
  });

  it('contains the body, and reads the secret from the environment', () => {
    const text = signingProgram(language, '{"payment":{"id":"payment_47"}}');
    expect(text).toContain('payment_47');
    expect(text).toContain('ROCKETPAY_SECRET_KEY');
  });
});
