import { demoAccounts } from '../../seeds/demo/accounts';
import { demoOfficers } from '../../seeds/demo/officers';
import { demoPassword, demoPeople } from '../../seeds/demo/people';

/** The demo's sign-ins, for the terminal of whoever starts it. */
export function describeDemo(): string {
  const people = demoPeople.map(({ candidate, factors }) => {
    const first = factors.firstSecret === undefined ? '' : `  first sign-in: ${factors.firstSecret}`;
    return `  ${candidate.candidateNumber}  ${candidate.name}${first}`;
  });
  const officers = demoOfficers.map(
    ({ draft, totpSecret }) => `  ${draft.signInName}  ${draft.name}  ${draft.placeName}  ${totpSecret}`,
  );
  const accounts = demoAccounts.map(({ userName, name }) => `  ${userName}  ${name}`);
  return [
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
