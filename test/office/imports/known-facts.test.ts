import { toFacts } from '../../../src/domain/candidates/candidate-facts';
import { registrationFacts } from '../../../src/office/imports/kinds/registration-facts';
import { scoreFacts } from '../../../src/office/imports/kinds/score-facts';
import { text } from '../../../src/office/imports/values/plain-values';
import {
  chosenSubject,
  colourVision,
  languageName,
  namedLike,
  spelledLike,
} from '../../../src/office/imports/values/rule-names';
import { ValueFault } from '../../../src/office/imports/values/value-fault';
import { ARTS_KINDS, listFactFaults, listKnownFacts } from '../../../src/rules/pack/known-facts';

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

test.each([
  ['scores.英语', []],
  ['scores.英文', ['unknownFact']],
  ['artsScores.美术', []],
  ['artsScores.美术类', ['unknownFact']],
])('a pack that names %s: %j', (fact, faults) => {
  expect(listFactFaults('field', fact).map(({ code }) => code)).toEqual(faults);
});

test('every score of the lists is a fact that packs may name', () => {
  const named = scoreFacts.map(({ fact }) => fact).filter((fact) => /^(scores|artsScores)\./.test(fact));
  expect(named.length).toBeGreaterThan(20);
  expect(named.flatMap((fact) => listFactFaults('field', fact, 'number'))).toEqual([]);
});

describe('names that rules compare', () => {
  const arts = namedLike(ARTS_KINDS);
  const audience = spelledLike(['计算机类', '食品科学与工程(师范)'], text(30));
  test.each([
    [arts, '美术类', '美术'],
    [arts, '美术学类', '美术'],
    [arts, ' 音　乐 ', '音乐'],
    [arts, '绘画', null],
    [chosenSubject, '生物', '生物学'],
    [chosenSubject, '思想政治', '思想政治'],
    [chosenSubject, '体育', null],
    [languageName, '英', '英语'],
    [languageName, '英语语种', '英语'],
    [languageName, '英文', null],
    [colourVision, '红绿色盲', '色盲'],
    [colourVision, '色觉正常', '正常'],
    [colourVision, '合格', null],
    // As the plan spells it; what it does not have stays.
    [audience, '计算机', '计算机类'],
    [audience, '食品科学与工程（师范）', '食品科学与工程(师范)'],
    [audience, '护理学', '护理学'],
  ])('%#: %s is %s', (read, typed, kept) => {
    const value = read(typed);
    expect(value instanceof ValueFault ? null : value).toBe(kept);
  });
});
