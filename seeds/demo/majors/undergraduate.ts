import type { InstitutionField } from '../institutions';
import { words } from './words';

/** 本科 majors by subject. */
export const subjects = {
  literature: words('汉语言文学 汉语国际教育 秘书学 古典文献学 历史学 文物与博物馆学 哲学 档案学'),
  languages: words('英语 商务英语 翻译 日语 法语 德语 俄语 西班牙语 朝鲜语 阿拉伯语 葡萄牙语'),
  media: words('新闻学 传播学 网络与新媒体 广告学 编辑出版学 广播电视学'),
  law: words('法学 知识产权 政治学与行政学 社会学 社会工作 马克思主义理论 思想政治教育'),
  economics: words('经济学 国际经济与贸易 金融学 财政学 税收学 保险学 投资学 经济统计学'),
  quantitative: words('金融工程 金融数学 经济统计学 精算学 数据科学与大数据技术'),
  management: words(
    '工商管理 会计学 财务管理 审计学 人力资源管理 市场营销 物流管理 电子商务 行政管理 公共事业管理 旅游管理',
  ),
  education: words('学前教育 小学教育 教育技术学 特殊教育 应用心理学'),
  science: words(
    '数学与应用数学 信息与计算科学 物理学 应用物理学 化学 应用化学 生物科学 地理科学 统计学 应用统计学',
  ),
  computing: words('计算机科学与技术 软件工程 网络工程 信息安全 物联网工程 数字媒体技术 人工智能'),
  electronics: words('电子信息工程 通信工程 自动化 电气工程及其自动化 测控技术与仪器 光电信息科学与工程'),
  mechanics: words('机械设计制造及其自动化 车辆工程 材料成型及控制工程 工业设计 机械电子工程 机器人工程'),
  civil: words(
    '土木工程 给排水科学与工程 建筑环境与能源应用工程 工程管理 工程造价 道路桥梁与渡河工程 建筑学 城乡规划',
  ),
  materials: words(
    '材料科学与工程 高分子材料与工程 金属材料工程 化学工程与工艺 制药工程 能源与动力工程 环境工程 安全工程',
  ),
  earth: words('采矿工程 石油工程 地质工程 资源勘查工程 测绘工程 矿物加工工程'),
  transport: words('交通运输 交通工程 铁道工程 轨道交通信号与控制 物流工程'),
  agriculture: words(
    '农学 园艺 植物保护 动物科学 动物医学 食品科学与工程 食品质量与安全 林学 园林 水产养殖学',
  ),
  medicine: words('临床医学 口腔医学 预防医学 麻醉学 医学影像学 中医学 针灸推拿学 中西医临床医学'),
  healthTechnology: words(
    '药学 中药学 医学检验技术 康复治疗学 医学影像技术 眼视光学 卫生检验与检疫 生物技术',
  ),
  nursing: words('护理学 助产学'),
} as const;

interface Majors {
  /** Taught to 文科综合 candidates. */
  readonly liberal: readonly string[];
  /** Taught to 理科综合 candidates. */
  readonly science: readonly string[];
}

const s = subjects;

const comprehensive: Majors = {
  liberal: [...s.literature, ...s.languages, ...s.law, ...s.economics, ...s.management, ...s.media],
  science: [...s.science, ...s.computing, ...s.electronics, ...s.quantitative, ...s.civil, ...s.materials],
};

const technical: Majors = {
  liberal: [...s.management, ...s.languages, ...s.law, ...s.economics],
  science: [
    ...s.computing,
    ...s.electronics,
    ...s.mechanics,
    ...s.civil,
    ...s.materials,
    ...s.earth,
    ...s.transport,
  ],
};

const teaching: Majors = {
  liberal: [...s.literature, ...s.education, ...s.languages, ...s.media, ...s.law, ...s.management],
  science: [...s.science, ...s.education, ...s.computing, ...s.electronics, ...s.management],
};

const financial: Majors = {
  liberal: [...s.economics, ...s.management, ...s.law, ...s.languages, ...s.media],
  science: [...s.economics, ...s.quantitative, ...s.management, ...s.computing],
};

const lawful: Majors = {
  liberal: [...s.law, ...s.media, ...s.languages, ...s.economics, ...s.management],
  science: [...s.law, ...s.quantitative, ...s.management],
};

/** 本科 majors of an ordinary university, by its field. */
export const undergraduateMajors: Readonly<Record<InstitutionField, Majors>> = {
  general: comprehensive,
  nation: comprehensive,
  tourism: financial,
  engineering: technical,
  teacher: teaching,
  finance: financial,
  law: lawful,
  police: lawful,
  justice: lawful,
  language: {
    liberal: [...s.languages, ...s.media, ...s.economics, ...s.literature],
    science: [...s.languages, ...s.economics],
  },
  medical: {
    liberal: [...s.nursing, ...words('公共事业管理 应用心理学 市场营销 英语 中医学 针灸推拿学')],
    science: [...s.medicine, ...s.healthTechnology, ...s.nursing],
  },
  agriculture: {
    liberal: [...s.management, ...s.economics, ...s.law, ...words('园林 农林经济管理 社会学')],
    science: [...s.agriculture, ...s.materials, ...s.computing, ...s.mechanics],
  },
  sport: {
    liberal: [...s.media, ...s.education, ...s.management],
    science: [...s.education, ...s.management, '康复治疗学'],
  },
  art: {
    liberal: [...s.media, ...s.literature, ...s.management],
    science: [...s.media, '数字媒体技术', '工业设计'],
  },
  military: technical,
};
