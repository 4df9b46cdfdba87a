/** What a 柜台码 (counter code) lets a candidate do, once. */
export const counterPurposes = [
  'password',
  'totp',
  'phoneChange',
  'phoneDeletion',
  'phrase',
  'thaw',
] as const;

export type CounterPurpose = (typeof counterPurposes)[number];

/** Together any two of them are all of a candidate's secrets. */
const opening: readonly CounterPurpose[] = ['password', 'totp', 'phoneChange', 'phoneDeletion', 'phrase'];

/**
 * Whether a second officer has to approve: 动态密码 is the strongest factor, and nobody takes it away alone; nor does
 * anybody alone give a candidate's password and what stands beside it. `recent`: what was given within a day.
 *
 * Worked cases: 动态密码: yes; password: no, behind phoneChange of this morning: yes, behind another password: no.
 */
export function takesTwo(purpose: CounterPurpose, recent: readonly CounterPurpose[]): boolean {
  if (purpose === 'totp') return true;
  return opening.includes(purpose) && recent.some((one) => one !== purpose && opening.includes(one));
}

/** What is known of a candidate where a purpose is offered. */
interface PurposeFacts {
  readonly frozen: boolean;
  readonly hasTotp: boolean;
  readonly hasPhone: boolean;
}

/** What can be done at the counter for a candidate: while everything is frozen, a new password and the thaw alone. */
export function listOfferedPurposes({ frozen, hasTotp, hasPhone }: PurposeFacts): readonly CounterPurpose[] {
  if (frozen) return ['password', 'thaw'];
  return counterPurposes.filter((purpose) => {
    if (purpose === 'thaw') return false;
    if (purpose === 'totp') return hasTotp;
    return purpose === 'phoneDeletion' ? hasPhone : true;
  });
}
