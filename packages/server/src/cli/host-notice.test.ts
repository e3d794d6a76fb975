import { expect, test } from 'vitest';
import { hostNotice } from './host-notice.ts';

test.each(['127.0.0.1', '127.0.0.2', '::1', 'localhost'])('%s is this machine alone', (host) => {
  expect(hostNotice({ host, publicUrl: null })).toBeNull();
});

test.each(['0.0.0.0', '::', '10.0.0.7', 'box.internal'])('%s is warned about, unless TLS stands in front', (host) => {
  expect(hostNotice({ host, publicUrl: null })).toContain('without TLS');
  expect(hostNotice({ host, publicUrl: 'http://box.internal' })).toContain('without TLS');
  const behindTls = hostNotice({ host, publicUrl: 'https://box.example.com' });
  expect(behindTls).toContain('https://box.example.com');
  expect(behindTls).not.toContain('without TLS');
});
