import type { SubjectRequirement } from '../../../src/rules/filing/choice-list';
import type { Requirement } from '../plan/requirements';

export const FREE: SubjectRequirement = { mode: 'all', subjects: [] };

interface Usage {
  readonly majors: RegExp;
  readonly subjects: readonly string[];
  /** Of which 首选: 1 历史, 5 物理. */
  readonly track: string;
}

/** What majors usually require beside 首选; the first that fits. */
const usages: readonly Usage[] = [
  { majors: /临床|口腔|麻醉|影像学|基础医学/, subjects: ['化学', '生物学'], track: '5' },
  { majors: /医|药|护理|生物|食品|农学|园艺|植物|动物|水产|林学/, subjects: ['化学'], track: '5' },
  { majors: /地理|测绘|城乡规划|地质|勘查/, subjects: ['地理'], track: '5' },
  { majors: /地理/, subjects: ['地理'], track: '1' },
  { majors: /化学|材料|环境|能源|安全工程|石油|制药/, subjects: ['化学'], track: '5' },
  {
    majors: /计算机|软件|网络|信息|电子|通信|自动化|机械|车辆|机器人|人工智能/,
    subjects: ['化学'],
    track: '5',
  },
  { majors: /马克思|思想政治|政治学/, subjects: ['思想政治'], track: '1' },
  { majors: /马克思|思想政治|政治学/, subjects: ['思想政治'], track: '5' },
  { majors: /中医|针灸|园林/, subjects: ['生物学'], track: '1' },
];

/** What a major requires of those who chose 历史 (1) or 物理 (5). */
export function requirementOf(majorName: string, track: string): SubjectRequirement {
  const found = usages.find((usage) => usage.track === track && usage.majors.test(majorName));
  return found === undefined ? FREE : { mode: 'all', subjects: found.subjects };
}

/** The same asked by a row of 专业+院校, which has no group. */
export function chose(subject: string): Requirement {
  return {
    condition: {
      field: 'electives',
      operator: 'contains',
      value: subject,
      severity: 'block',
      message: `该专业要求选考${subject}，您未选考`,
    },
    remark: `选考${subject}`,
  };
}
