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

/** Whether a second officer has to approve: 动态密码 is the strongest factor, and nobody takes it away alone. */
export function takesTwo(purpose: CounterPurpose): boolean {
  return purpose === 'totp';
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
