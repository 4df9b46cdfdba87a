import type { PrintedUndertaking } from '../../../src/candidate/undertakings/printed-undertaking';
import {
  type PrintedUndertakingSource,
  presentPrintedUndertaking,
} from '../../../src/candidate/undertakings/printed-undertaking.presenter';
import type { ApplicationVersion } from '../../../src/domain/choice-lists/application.repository';
import type { SavedBody } from '../../../src/domain/choice-lists/canonical-body';
import { listSavedUndertakings } from '../../../src/domain/choice-lists/saved-undertakings';
import { candidate, emptySlot, henan, section, slot, versionOf } from '../printing/samples';

/** 提前批其他 with both kinds of 定向 in one 志愿, and 定向西藏 again in another. */
export const directedBody: SavedBody = {
  year: 2021,
  batch: { code: 'early-other', name: '提前批其他' },
  sections: [
    section(
      [
        {
          ...slot('第一志愿', 1, 0, 5),
          institution: { code: '1420', name: '西南大学' },
          majors: [
            { code: '01', name: '汉语言文学' },
            { code: '29', name: '水利水电工程(定向西藏就业)', planType: 'directed-tibet' },
            { code: '30', name: '临床医学(定向西藏就业)', planType: 'directed-tibet' },
            { code: '44', name: '中医学(定向中牟县)', planType: 'directed-medical' },
            null,
          ],
        },
      ],
      { code: 'first', label: '第一志愿' },
    ),
    section(
      [
        {
          ...slot('平行志愿1', 2, 0, 2),
          institution: { code: '6000', name: '郑州大学' },
          majors: [{ code: '53', name: '水利水电工程(定向西藏就业)', planType: 'directed-tibet' }, null],
        },
        emptySlot('平行志愿2', 2),
        {
          ...slot('平行志愿3', 3, 0, 2),
          institution: { code: '1420', name: '西南大学' },
          majors: [{ code: '29', name: '水利水电工程(定向西藏就业)', planType: 'directed-tibet' }, null],
        },
      ],
      { code: 'second', label: '第二志愿' },
    ),
  ],
};

/** The 定向西藏 undertaking of the first institution of a body. */
export function undertakingOf(
  changes: Partial<PrintedUndertakingSource> = {},
  version: ApplicationVersion = versionOf(directedBody),
): PrintedUndertaking {
  const [due] = listSavedUndertakings(henan, version.body);
  const [chosen] = due?.institutions ?? [];
  if (due === undefined || chosen === undefined) throw new Error('the sample asks for no undertaking');
  return presentPrintedUndertaking({
    pack: henan,
    environment: 'live',
    candidate,
    identityNumber: '41010520030308123X',
    version,
    undertaking: due.undertaking,
    chosen,
    now: new Date('2021-06-28T16:30:05Z'),
    ...changes,
  });
}

/** Every text that must stand on paper. */
export function listTexts(form: PrintedUndertaking): string[] {
  const { name, sex, candidateNumber, identityNumber, registrationNumber } = form.candidate;
  const owner = [name, sex, candidateNumber, identityNumber, registrationNumber];
  const labels = [
    '姓名',
    '性别',
    '考生号',
    '身份证号',
    '报名序号',
    '所报院校',
    '所报专业',
    '考生签名',
    '日期',
  ];
  const { title, institution, majors, paragraphs, source, printed, warnings, signatureNote } = form;
  return [
    ...labels,
    ...owner,
    title,
    institution,
    ...majors,
    ...paragraphs,
    ...source,
    printed,
    ...warnings,
    signatureNote,
  ];
}
