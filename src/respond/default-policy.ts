// What happens to a finding when the user has not written a policy. Data only; `decide.ts` applies it.
import type { Policy } from '../core/policy.ts';

export const defaultPolicy: Policy = [
  {
    name: 'live-active',
    when: { validity: ['active'], environment: ['live'] },
    actions: ['revoke', 'alert', 'fail'],
  },
  { name: 'test-active', when: { validity: ['active'], environment: ['test'] }, actions: ['alert', 'fail'] },
  { name: 'unknown', when: { validity: ['unknown'] }, actions: ['alert', 'fail'] },
  { name: 'unverified', when: { validity: ['unverified'] }, actions: ['fail'] },
  { name: 'inactive', when: { validity: ['inactive'] }, actions: [] },
];
