import { demoAccounts } from '../../seeds/demo/accounts';
import { demoOfficers } from '../../seeds/demo/officers';
import { demoPacks, findDemoWorld } from '../../seeds/demo/worlds';
import { listHits, readTracked } from './tracked-files';

const everybody = demoPacks.flatMap((pack) => findDemoWorld(pack).people);

/** The tables of the demo name everybody whom the demo has, as they are, and nobody else. */
describe.each(['docs/demo.md', 'docs/demo.zh-CN.md'])('%s', (file) => {
  const rows = listHits(readTracked(file), /^\| (?!---)(.+) \|$/gm).map((row) => row.split(' | '));
  const find = (key: string) => rows.find(([first]) => first === key)?.join(' | ') ?? '';

  it('has every candidate with name, number and what is bound', () => {
    for (const { candidate, factors } of everybody) {
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
    const people = everybody.length + demoOfficers.length + demoAccounts.length;
    expect(rows.length).toBe(people + 2 + demoPacks.length);
  });
});
