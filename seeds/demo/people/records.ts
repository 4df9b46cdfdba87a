import type { FileStateRecord } from '../../../src/domain/candidates/file-state';
import type { Evaluation } from '../../../src/domain/facts/evaluation.repository';

/** What is on record of a person of the demo beside the registration. All of it is invented. */
export interface DemoRecords {
  readonly evaluations: readonly Evaluation[];
  readonly fileStates: readonly Omit<FileStateRecord, 'changedAt'>[];
}

const free = (heading: string) => ({ heading, state: '自由可投', institution: null }) as const;

function comment(recordedBy: string, body: string): Evaluation {
  return { kind: 'comment', recordedOn: '2021-05-28', recordedBy, body };
}

/** By 考生号. Who is left out has no records yet. */
export const demoRecords: Readonly<Record<string, DemoRecords>> = {
  '21410101151001': {
    evaluations: [
      comment(
        '中牟县雁湖高级中学',
        '该生遵守校规，尊敬师长，团结同学。学习踏实，善于思考，物理和数学基础较好；积极参加体育锻炼，担任班级体育委员三年。',
      ),
    ],
    fileStates: [free('early')],
  },
  '21410101111002': {
    evaluations: [
      comment(
        '中牟县雁湖高级中学',
        '该生品行端正，勤奋好学，阅读面广，写作能力较强。热心集体事务，多次参加社区志愿服务。',
      ),
    ],
    fileStates: [
      free('early'),
      {
        heading: 'national-special',
        state: '录取',
        institution: { code: '1420', name: '陕西师范大学' },
      },
    ],
  },
  '21410101151003': {
    evaluations: [
      comment('中牟县雁湖高级中学', '该生性格开朗，待人诚恳，学习认真，动手能力强，科技创新小组成员。'),
      {
        kind: 'integrity',
        recordedOn: '2021-06-10',
        recordedBy: '中牟县招生办公室',
        body: '2021年普通高考：诚信应考，没有违规记录。',
      },
    ],
    fileStates: [free('early'), free('undergraduate-1')],
  },
  '21410104151009': {
    evaluations: [
      {
        kind: 'integrity',
        recordedOn: '2020-10-12',
        recordedBy: '河南省招生办公室',
        body: '2020年普通高校招生录取后未报到入学，未履行志愿约定。',
      },
    ],
    fileStates: [],
  },
};
