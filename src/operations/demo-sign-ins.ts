import { demoPassword, demoPeople } from '../../seeds/demo/people';

/** The demo's sign-ins, for the terminal of whoever starts it. */
export function describeDemo(): string {
  const lines = demoPeople.map(({ candidate, factors }) => {
    const first = factors.firstSecret === undefined ? '' : `  first sign-in: ${factors.firstSecret}`;
    return `  ${candidate.candidateNumber}  ${candidate.name}${first}`;
  });
  return `Demo sign-ins (invented people), password ${demoPassword}:\n${lines.join('\n')}\n\n`;
}
