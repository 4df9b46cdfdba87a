import { demoPassword, demoPeople } from '../../seeds/demo/people';

/** The demo's sign-ins, for the terminal of whoever starts it. */
export function describeDemo(): string {
  const lines = demoPeople.map(({ candidate }) => `  ${candidate.candidateNumber}  ${candidate.name}`);
  return `Demo sign-ins (invented people), password ${demoPassword}:\n${lines.join('\n')}\n\n`;
}
