import { listSavedUndertakings } from '../../../src/domain/choice-lists/saved-undertakings';
import { henan } from '../printing/samples';
import { directedBody } from './samples';

function list(body = directedBody) {
  return listSavedUndertakings(henan, body).map(({ undertaking, institutions }) => [
    undertaking.name,
    institutions.map(({ institution, majors }) => [institution.name, majors.map(({ code }) => code)]),
  ]);
}

test('a saved list asks for each undertaking once, by institution, each major once', () => {
  expect(list()).toEqual([
    [
      '定向西藏',
      [
        ['西南大学', ['29', '30']],
        ['郑州大学', ['53']],
      ],
    ],
    ['医学定向', [['西南大学', ['44']]]],
  ]);
});

test('a list of ordinary majors, or an empty one, asks for none', () => {
  const sections = directedBody.sections.map((section) => ({
    ...section,
    slots: section.slots.map((slot) => ({
      ...slot,
      majors: slot.majors.map((major) => major && { code: major.code, name: major.name }),
    })),
  }));
  expect(list({ ...directedBody, sections })).toEqual([]);
  expect(list({ ...directedBody, sections: [] })).toEqual([]);
});

test('a pack that asks for none has none', () => {
  expect(listSavedUndertakings({ undertakings: [] }, directedBody)).toEqual([]);
});
