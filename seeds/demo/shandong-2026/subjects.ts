import { chose } from '../henan-2026/subjects';
import type { Requirement } from '../plan/requirements';

interface Usage {
  readonly majors: RegExp;
  readonly subjects: readonly string[];
}

/** What majors usually require of three elective subjects, all of them; the first that fits. */
const usages: readonly Usage[] = [
  { majors: /临床|口腔|麻醉|影像学|基础医学|预防医学/, subjects: ['物理', '化学', '生物'] },
  { majors: /医|药|护理|生物|食品|农学|园艺|植物|动物|水产|林学|检验/, subjects: ['化学', '生物'] },
  { majors: /地理|测绘|城乡规划|地质|勘查/, subjects: ['物理', '地理'] },
  { majors: /马克思|思想政治|政治学/, subjects: ['思想政治'] },
  { majors: /历史学|文物/, subjects: ['历史'] },
  {
    majors:
      /化学|材料|环境|能源|安全|石油|制药|计算机|软件|网络工程|信息|电子|通信|自动化|机械|车辆|机器人|智能|测控|光电|工程$/,
    subjects: ['物理', '化学'],
  },
  { majors: /物理|土木|交通|铁道|轨道|数学|统计/, subjects: ['物理'] },
];

/** The 选考科目 that a major asks for, one condition a subject; none where it asks for nothing. */
export function requireSubjects(majorName: string): readonly Requirement[] {
  return (usages.find(({ majors }) => majors.test(majorName))?.subjects ?? []).map(chose);
}
