import { expect, test } from 'vitest';
import { planOf } from './plan.ts';

test.each([
  ['plus', 'Plus'],
  ['prolite', 'Pro 5x'],
  ['pro', 'Pro 20x'],
  ['promax', 'Promax'],
  ['k12', 'K12'],
  ['hc', 'HC'],
  ['ent26', 'Ent26'],
  ['enterprise_cbp_usage_based', 'Enterprise CBP Usage Based'],
  ['free_workspace', 'Free Workspace'],
  ['plan_from_the_future', 'Plan From The Future'],
  ['__proto__', 'Proto'],
  ['___', '___'],
  ['PRO', 'Pro 20x'],
  ['TEAM', 'Team'],
  ['ChatGPT plus', 'ChatGPT Plus'],
  ['self-serve business', 'Self Serve Business'],
  ['K12_TEACHER', 'K12 Teacher'],
  ['5x', '5x'],
])('planOf: %s is called %s', (raw, label) => {
  expect(planOf(raw)).toEqual({ raw, label });
});

test.each([[null], [''], ['  ']])('planOf: is null, when the plan is %j', (planType) => {
  expect(planOf(planType)).toBeNull();
});
