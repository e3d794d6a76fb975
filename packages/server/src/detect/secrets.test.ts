import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scrubSecrets } from './secrets.ts';

const letters = 'aB3dE5gH7jK9mN1pQ2sT4vW6xY8zA0cD';
/** Built at run time, so that no scanner of this repository takes them for real ones. */
const planted: Record<string, string> = {
  anthropic_key: `sk-ant-api03-${letters}`,
  openai_key: `sk-proj-${letters}`,
  aws_key: `AKIA${'IOSFODNN7EXAMPLE'}`,
  github_token: `ghp_${letters}0123`,
  google_key: `AIza${letters}_-9`,
  slack_token: `xoxb-${'123456789012'}-${letters}`,
  stripe_key: `sk_live_${letters}`,
  signalbox_key: `sbx_0192f0c1a2b3_${letters}`,
  jwt: `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI3NyJ9.${letters}`,
  private_key: `-----BEGIN RSA PRIVATE KEY-----\n${letters}\n${letters}\n-----END RSA PRIVATE KEY-----`,
};
const around: readonly ((secret: string) => string)[] = [
  (secret) => secret,
  (secret) => `the key is ${secret}, keep it`,
  (secret) => JSON.stringify({ content: `first line\n${secret}` }),
  (secret) => `https://x.test/?key=${secret}&next=1`,
  (secret) => `OPENAI_API_KEY=${secret}\nOTHER=1`,
];

describe('scrubSecrets', () => {
  it.each(Object.entries(planted))('finds %s wherever it stands', (kind, secret) => {
    for (const place of around) {
      const out = scrubSecrets(place(secret));
      expect(out).toContain(`[secret:${kind}]`);
      expect(out).not.toContain(letters.slice(0, 12));
      expect(out).not.toContain('IOSFODNN');
    }
  });

  it('finds other shapes of the same formats', () => {
    expect(scrubSecrets(`github_pat_11ABCDEFG0_${letters}`)).toBe('[secret:github_token]');
    expect(scrubSecrets(`ASIA${'IOSFODNN7EXAMPLE'}`)).toBe('[secret:aws_key]');
    expect(scrubSecrets(`Authorization: Bearer ${letters}`)).toBe('Authorization: Bearer [secret:bearer]');
    expect(scrubSecrets('Authorization: Basic dXNlcjpwYXNzd29yZA==')).toBe('Authorization: Basic [secret:basic]');
    expect(scrubSecrets('postgres://app:hunter2@db.test/x')).toBe('postgres://[secret:url_password]db.test/x');
    expect(scrubSecrets(`-----BEGIN PRIVATE KEY-----\n${letters} and the rest was cut`)).toBe('[secret:private_key]');
  });

  it('finds one that begins where another ends', () => {
    const aws = planted['aws_key']!;
    expect(scrubSecrets(aws + planted['openai_key']!)).toBe('[secret:aws_key][secret:openai_key]');
    expect(scrubSecrets(aws + planted['stripe_key']! + ' ' + aws)).toBe(
      '[secret:aws_key][secret:stripe_key] [secret:aws_key]',
    );
  });

  it('hands clean text back untouched, by identity', () => {
    for (const text of [
      'a task-oriented, risk-assessment-of-everything approach to disk-based storage',
      'scikit is imported as sk-learn-pipeline-with-names',
      'the eyJ prefix of a JWT, AKIA alone, ghp_short, xoxb-1, BEGIN of a story',
      'see https://x.test:8080/a@b and mail a@b.test; basic understanding; Bearer of bad news all day',
      'chatcmpl-000186 call_000186 toolu_000068 msg_000068 resp_000197',
    ])
      expect(scrubSecrets(text)).toBe(text);
  });

  it('takes linear time on text made to stall patterns', () => {
    const hostile = [
      'eyJ',
      'sk-',
      'sk-ant-',
      'ghp_',
      'AKIA',
      'AIza',
      'xoxb-',
      '://a:',
      '@',
      '::@',
      'a:b@',
      '-----BEGIN PRIVATE KEY-----',
      'Bearer ',
      '\\n',
      'sk_live_',
      'github_pat_',
    ];
    for (const piece of hostile) {
      const took = (size: number): number => {
        const text = piece.repeat(size / piece.length);
        const from = process.threadCpuUsage();
        scrubSecrets(text);
        return cpuMs(from);
      };
      took(10_000);
      expect(took(1_000_000), piece).toBeLessThan(400);
    }
  });

  it('never throws, and what it returns is stable', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom(...Object.values(planted), 'sk-', 'eyJ', '-----BEGIN PRIVATE KEY-----', '-----END', '\\n'),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const once = scrubSecrets(pieces.join(''));
        expect(scrubSecrets(once)).toBe(once);
      }),
      { numRuns: 1000 },
    );
  });
});

/** Milliseconds of this thread's own work since `from`: other tests on the machine do not count. */
const cpuMs = (from: NodeJS.CpuUsage): number => {
  const { user, system } = process.threadCpuUsage(from);
  return (user + system) / 1000;
};
