import { expect, test } from 'vitest';
import { masked } from './mask.ts';

test.each([
  ['GET https://api.example.com/v1/orders?id=7 failed', 'GET <url> failed'],
  ['mail to jo.doe+x@mail.example.org bounced', 'mail to <email> bounced'],
  ['at 2026-11-22T10:00:00.123Z and 10:15:01', 'at <time> and <time>'],
  ['no such file /var/lib/app/a.json, nor C:\\data\\b.txt', 'no such file <path>, nor <path>'],
  ['either and/or neither', 'either and/or neither'],
  ['run 01890a5d-ac96-774b-bcce-b302099a8057 is gone', 'run <id> is gone'],
  ['commit 9fceb02d0ae598e9 at 0xDEADbeef', 'commit <hex> at <hex>'],
  ['deadbeefcafe is a word, 12345678 a number', 'deadbeefcafe is a word, <num> a number'],
  ['connect 10.0.0.12:5432 refused', 'connect <ip> refused'],
  ['waited 30s, 120s, 1.5 ms and 95%', 'waited <num>, <num>, <num> ms and <num>'],
  ['request req_011CSHoE of A-1001 with gpt-5-mini', 'request <id> of <id> with <id>'],
  ['429 Rate limit, used 29871 of 30000', '429 Rate limit, used <num> of <num>'],
  ['Error: 503 gone; status code 500; HTTP 404', 'Error: 503 gone; status code 500; HTTP 404'],
  ['got {"a": {"b": "}"}, "c": [1]} there', 'got <json> there'],
  ['cut off [{"a": 1, "b', 'cut off <json>'],
  ['a list [1, 2] and a set {x}', 'a list [<num>, <num>] and a set {x}'],
  ['temperature -3.5e7', 'temperature <num>'],
  ['', ''],
])('%s', (text, expected) => {
  expect(masked(text)).toBe(expected);
});

test('masking what is masked changes nothing', () => {
  const once = masked('429 at https://a.b/c, id req_01ab, 7 of 9 in /tmp/x/y, {"a":1} 10:00 0xff');
  expect(masked(once)).toBe(once);
});

test.each([
  ['letters', 'a'],
  ['digits', '1'],
  ['dashes', 'a-'],
  ['slashes', '/a'],
  ['ats', 'a@'],
  ['hex', 'f0'],
  ['braces', '{"'],
  ['points', '1.1'],
])('%s without end cost no more than their length', (_, unit) => {
  const begun = performance.now();
  masked(unit.repeat(2_000 / unit.length));
  expect(performance.now() - begun).toBeLessThan(200);
});
