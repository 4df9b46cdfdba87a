import { demoAccounts } from '../../seeds/demo/accounts';
import { listDemoOfficers } from '../../seeds/demo/officers';
import { demoPassword } from '../../seeds/demo/people';
import { findDemoWorld } from '../../seeds/demo/worlds';
import type { RulePack } from '../rules/pack/rule-pack';

/** The demo's pack and sign-ins, for the terminal of whoever starts it. */
export function describeDemo(pack: Pick<RulePack, 'code' | 'province' | 'year'>): string {
  const world = findDemoWorld(pack.code);
  const people = world.people.map(({ candidate, factors }) => {
    const first = factors.firstSecret === undefined ? '' : `  first sign-in: ${factors.firstSecret}`;
    return `  ${candidate.candidateNumber}  ${candidate.name}${first}`;
  });
  const officers = listDemoOfficers(world.offices).map(
    ({ draft, totpSecret }) => `  ${draft.signInName}  ${draft.name}  ${draft.placeName}  ${totpSecret}`,
  );
  const accounts = demoAccounts.map(({ userName, name }) => `  ${userName}  ${name}`);
  return [
    `Rule pack ${pack.code} (${pack.province}, ${pack.year})`,
    `Demo sign-ins (invented people), password ${demoPassword}:`,
    ...people,
    'Officers at /office, the same password, with the secret of 动态密码:',
    ...officers,
    '学信 accounts at /account, the same password:',
    ...accounts,
    'Platforms that accept them are played at /demo/platforms.',
    '\n',
  ].join('\n');
}
