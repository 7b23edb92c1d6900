import { expect, test } from 'vitest';
import { FaultPlan, parseFaults } from '../../src/sandbox/faults.ts';

const all = Infinity;

test.each([
  ['429', { kind: '429', argument: null, place: 'any', count: all }],
  ['503@revoke', { kind: '503', argument: null, place: 'revoke', count: all }],
  ['500@list*2', { kind: '500', argument: null, place: 'list', count: 2 }],
  ['drop-after*1', { kind: 'drop-after', argument: null, place: 'any', count: 1 }],
  ['slow', { kind: 'slow', argument: '3000', place: 'any', count: all }],
  ['slow:50@check*3', { kind: 'slow', argument: '50', place: 'check', count: 3 }],
  [
    'redirect:http://127.0.0.1:9/a@list',
    { kind: 'redirect', argument: 'http://127.0.0.1:9/a', place: 'list', count: all },
  ],
])('%s is read', (spec, fault) => {
  expect(parseFaults(spec)).toEqual([fault]);
});

test('several specs, by comma or by list, keep their order', () => {
  expect(parseFaults('429*1, html@list').map(({ kind }) => kind)).toEqual(['429', 'html']);
  expect(parseFaults(['429*1', 'html@list,500']).map(({ kind }) => kind)).toEqual(['429', 'html', '500']);
});

test.each([
  ['', 'starts with one of'],
  ['404', 'starts with one of'],
  ['429@nowhere', 'after @ comes one of'],
  ['429*0', 'at least 1'],
  ['429*x', 'starts with one of'],
  ['slow:fast', 'slow takes milliseconds'],
  ['slow:99999999', 'slow takes milliseconds'],
  ['redirect:file:///etc/passwd', 'http or https'],
  ['html:x', 'takes nothing after a colon'],
  ['429,', 'starts with one of'],
])('%j is refused with a sentence', (spec, part) => {
  expect(() => parseFaults(spec)).toThrow(part);
});

test('the first fault that fits is used, and counts down', () => {
  const plan = new FaultPlan(parseFaults('429@check*2,500*1'));
  const kinds = (['list', 'check', 'check', 'check', null] as const).map(
    (step) => plan.take(step)?.kind ?? null,
  );
  expect(kinds).toEqual(['500', '429', '429', null, null]);
});
