import { expect, test } from 'vitest';
import { defaultEndpoints, parseEndpoint } from '../../src/anton/endpoints.ts';
import { AkguardError } from '../../src/core/errors.ts';

test.each([
  ['https://api.antonpayments.com', 'https://api.antonpayments.com/'],
  ['https://proxy.internal:8443/anton', 'https://proxy.internal:8443/anton'],
  ['https://10.0.0.1', 'https://10.0.0.1/'],
  [' https://api.antonpayments.com\n', 'https://api.antonpayments.com/'],
  ['http://127.0.0.1:3000', 'http://127.0.0.1:3000/'],
  ['http://127.8.9.10', 'http://127.8.9.10/'],
  ['http://127.1', 'http://127.0.0.1/'],
  ['http://[::1]:3000', 'http://[::1]:3000/'],
  ['http://localhost:3000/', 'http://localhost:3000/'],
])('%j may get a key', (text, href) => {
  expect(parseEndpoint('AKGUARD_LIVE_URL', text).href).toBe(href);
});

test.each([
  ['', 'not a URL'],
  ['api.antonpayments.com', 'not a URL'],
  ['http://api.antonpayments.com', 'in the clear'],
  ['http://10.0.0.1', 'in the clear'],
  ['http://0.0.0.0:3000', 'in the clear'],
  ['http://128.0.0.1', 'in the clear'],
  ['http://127.0.0.1.example.com', 'in the clear'],
  ['http://localhost.example.com', 'in the clear'],
  ['http://[::2]', 'in the clear'],
  ['http://[::ffff:8.8.8.8]', 'in the clear'],
  ['ftp://127.0.0.1', 'neither https nor http'],
  ['file:///etc/passwd', 'neither https nor http'],
  ['https://user@api.antonpayments.com', 'user name'],
  ['https://:hunter2@api.antonpayments.com', 'user name'],
  ['http://127.0.0.1@evil.example', 'in the clear'],
  ['https://api.antonpayments.com/?a=b', 'query'],
  ['https://api.antonpayments.com/?', 'query'],
  ['https://api.antonpayments.com/#x', 'query'],
  ['https://api.antonpayments.com/#', 'query'],
])('%j may not', (text, problem) => {
  const parse = (): URL => parseEndpoint('AKGUARD_LIVE_URL', text);
  expect(parse).toThrow(AkguardError);
  expect(parse).toThrow(problem);
  expect(parse).toThrow('AKGUARD_LIVE_URL');
});

test('the message does not repeat a password', () => {
  expect(() => parseEndpoint('X', 'https://a:hunter2@b')).not.toThrow('hunter2');
});

test('the defaults are endpoints themselves', () => {
  expect(parseEndpoint('X', defaultEndpoints.live).host).toBe('api.antonpayments.com');
  expect(parseEndpoint('X', defaultEndpoints.test).host).toBe('api.antonpayments.dev');
});
