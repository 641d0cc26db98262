import { expect, it } from 'vitest';
import { diagnose } from '#domain/diagnosis/diagnose';
import { parseReceived } from '#domain/diagnosis/received-body';
import { secret, sign } from '../callbacks/signed-callback.ts';

/** A callback whose body and signed string are given. */
const callback = (body: string, signed: string): string =>
  body.replace(/\}$/, `,"signature":${JSON.stringify(sign(signed))}}`);

const NESTED = '{"project_id":1,"payment":{"id":"p","ok":true,"none":null}}';

it.each<[what: string, text: string, sentence: string]>([
  [
    'names in small letters',
    callback('{"Project_id":1,"Meta":{"A":"x"}}', 'meta:a:x;project_id:1'),
    'the names of the fields were signed as they came, and not in lower case',
  ],
  [
    'names in capital letters',
    callback('{"project_id":1,"meta":"x"}', 'META:x;PROJECT_ID:1'),
    'the names of the fields were signed as they came, and not in upper case',
  ],
  [
    'names with other words',
    callback('{"projectId":1,"meta":"x"}', 'meta:x;project_id:1'),
    'the names of the fields were signed as they came, and not in snake_case',
  ],
  [
    'the largest integer as a float of Python',
    callback('{"project_id":1,"big":9223372036854775807}', 'big:9.223372036854776e+18;project_id:1'),
    'numbers were signed as the platform does, and not as Go or Python prints floating-point numbers (1e+06 in Go, 1e+16 in both)',
  ],
  [
    'frame_mode among the signed fields',
    callback('{"project_id":1,"frame_mode":"popup"}', 'frame_mode:popup;project_id:1'),
    '"frame_mode" were left out before signing',
  ],
  [
    'a nested signature among the signed fields, and no frame_mode',
    callback('{"project_id":1,"frame_mode":"popup","inner":{"signature":"x"}}', 'inner:signature:x;project_id:1'),
    'every field named "signature" were left out, and not only the one at the top',
  ],
  ...(
    [
      ['Python', "payment:{'id': 'p', 'ok': True, 'none': None};project_id:1"],
      ['Go', 'payment:map[id:p none:<nil> ok:true];project_id:1'],
      ['Java', 'payment:{id=p, ok=true, none=null};project_id:1'],
      ['Ruby', 'payment:{"id"=>"p", "ok"=>true, "none"=>nil};project_id:1'],
    ] as const
  ).map(([language, signed]): [string, string, string] => [
    `an object as ${language} prints it`,
    callback(NESTED, signed),
    `each object were signed by what is inside, a line for each value, and not as what ${language} prints of it`,
  ]),
  [
    'one amount that was changed',
    callback(
      '{"operation":{"sum_initial":{"amount":100000}},"payment":{"sum":{"amount":9100000}}}',
      'operation:sum_initial:amount:100000;payment:sum:amount:100000',
    ),
    'payment.sum.amount were 100000',
  ],
])('explains a wrong signature in a true sentence: %s', (_what, text, sentence) => {
  const { proven, mistakes } = diagnose(parseReceived(text), secret);
  expect({ proven, sentences: mistakes.map(({ if: clause }) => clause) }).toEqual({
    proven: true,
    sentences: [sentence],
  });
});

it.each([
  'Array\n(\n    [project_id] => 1\n    [signature] => abc\n)\n',
  "array (\n  'project_id' => 1,\n)",
  'stdClass Object\n(\n    [project_id] => 1\n)',
  'array(1) {\n  ["project_id"]=>\n  int(1)\n}',
  'object(stdClass)#1 (1) {\n}',
  'a:1:{s:10:"project_id";i:1;}',
  '[2024-12-07 19:08:45] callback: Array\n(\n    [project_id] => 1\n)',
])('recognizes what PHP prints of an array or an object: %j', (text) => {
  const { proven, mistakes } = diagnose(parseReceived(text), secret);
  expect({ proven, names: mistakes.map(({ name }) => name) }).toEqual({ proven: false, names: ['not_json'] });
  expect(mistakes[0]?.if).toContain('what PHP prints');
});

it('does not fail when texts of a body are names of members that all objects have', () => {
  const text = '{"a":"constructor","b":"toString","c":"&constructor; x","d":true,"signature":"abc"}';
  expect(diagnose(parseReceived(text.replace('abc', `${'A'.repeat(86)}==`)), secret)).toMatchObject({ proven: false });
});
