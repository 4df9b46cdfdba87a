import type { Random } from './random';
import {
  adviseColourVision,
  adviseEyesight,
  adviseHeight,
  adviseLanguage,
  menOnly,
  type Requirement,
  scoreAtLeast,
  womenOnly,
} from './requirements';

interface Usage {
  readonly majors: RegExp;
  /** How often such a major carries the requirement, 0 to 1. */
  readonly share: number;
  readonly draw: (random: Random) => Requirement;
}

const usages: readonly Usage[] = [
  {
    majors: /医|药|化学|生物|食品|材料|检验|农学|园艺|动物|设计|动漫/,
    share: 0.6,
    draw: () => adviseColourVision,
  },
  {
    majors: /英语|翻译/,
    share: 0.3,
    draw: (random) => scoreAtLeast('英语', random.pick([90, 100, 105, 110])),
  },
  { majors: /语$|翻译|国际经济/, share: 0.3, draw: () => adviseLanguage('英语') },
  {
    majors: /数学|统计|精算/,
    share: 0.15,
    draw: (random) => scoreAtLeast('数学', random.pick([95, 105, 110])),
  },
  {
    majors: /汉语言|新闻|秘书/,
    share: 0.12,
    draw: (random) => scoreAtLeast('语文', random.pick([95, 100, 105])),
  },
  { majors: /采矿|石油|勘查|轮机|航海/, share: 0.35, draw: () => menOnly },
  { majors: /助产/, share: 0.6, draw: () => womenOnly },
  { majors: /空中乘务|高速铁路客运/, share: 0.8, draw: () => adviseHeight(163) },
  { majors: /航海|轮机|飞行|铁道机车|空中安全/, share: 0.8, draw: () => adviseEyesight(4.7) },
];

/** What a major usually asks of its applicants, drawn at the share usual for it. */
export function drawUsualRequirements(majorName: string, random: Random): readonly Requirement[] {
  return usages
    .filter(({ majors, share }) => majors.test(majorName) && random.chance(share))
    .map(({ draw }) => draw(random));
}
