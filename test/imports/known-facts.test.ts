import { toFacts } from '../../src/candidates';
import { registrationFacts } from '../../src/imports/kinds/registration-facts';
import { scoreFacts } from '../../src/imports/kinds/score-facts';
import { listKnownFacts } from '../../src/rules/known-facts';

test('rules may name exactly what the lists of the province say of candidates', () => {
  const own = toFacts({
    kind: 'general',
    track: '1',
    sex: 'male',
    bornOn: '2003-01-01',
    ethnicity: '汉',
    countyCode: '410122',
    schoolCode: '41012201',
    facts: {},
  });
  const imported = [...registrationFacts, ...scoreFacts]
    .map(({ fact }) => fact)
    .filter((fact) => !/^(scores|artsScores)\./.test(fact));
  expect([...listKnownFacts()].toSorted()).toEqual([...Object.keys(own), ...imported, 'lists'].toSorted());
});
