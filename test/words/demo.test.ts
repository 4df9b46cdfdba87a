import { demoAccounts } from '../../seeds/demo/accounts';
import { demoOfficers } from '../../seeds/demo/officers';
import { demoPeople } from '../../seeds/demo/people';
import { listHits, readTracked } from './tracked-files';

/** The tables of the demo name everybody whom the demo has, as they are, and nobody else. */
describe.each(['docs/demo.md', 'docs/demo.zh-CN.md'])('%s', (file) => {
  const rows = listHits(readTracked(file), /^\| (?!---)(.+) \|$/gm).map((row) => row.split(' | '));
  const find = (key: string) => rows.find(([first]) => first === key)?.join(' | ') ?? '';

  it('has every candidate with name, number and what is bound', () => {
    for (const { candidate, factors } of demoPeople) {
      const row = find(candidate.candidateNumber);
      const { phone, totpSecret, securityPhrase, firstSecret } = factors;
      const bound = [phone, totpSecret, securityPhrase, firstSecret].filter((one) => one !== undefined);
      for (const word of [candidate.name, candidate.identityNumber, ...bound]) expect(row).toContain(word);
    }
  });

  it('has every officer with the secret', () => {
    for (const { draft, totpSecret } of demoOfficers) {
      expect(find(draft.signInName)).toContain(draft.name);
      expect(find(draft.signInName)).toContain(`\`${totpSecret}\``);
    }
  });

  it('has every account with number and phone', () => {
    for (const { userName, name, identityNumber, phone, email = '–' } of demoAccounts)
      for (const word of [name, identityNumber, phone, email]) expect(find(userName)).toContain(word);
  });

  it('has nobody else', () => {
    const people = demoPeople.length + demoOfficers.length + demoAccounts.length;
    expect(rows.length).toBe(people + 3);
  });
});
