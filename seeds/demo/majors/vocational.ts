import { words } from './words';

interface VocationalMajors {
  readonly undergraduate: readonly string[];
  readonly junior: readonly string[];
}

/** 对口: 专业类别 with the majors that recruit from it. */
export const vocationalMajors: Readonly<Record<string, VocationalMajors>> = {
  种植: { undergraduate: words('农学 园艺 园林'), junior: words('园艺技术 园林技术 种子生产与经营') },
  养殖: { undergraduate: words('动物科学 动物医学'), junior: words('畜牧兽医 动物医学 宠物医疗技术') },
  计算机: {
    undergraduate: words('计算机科学与技术 计算机科学与技术(师范) 物联网工程 动画 软件工程 网络工程'),
    junior: words('计算机应用技术 软件技术 计算机网络技术 数字媒体技术 大数据技术与应用'),
  },
  财经: {
    undergraduate: words('会计学 财务管理 财务会计教育 金融工程'),
    junior: words('大数据与会计 金融服务与管理 财税大数据应用'),
  },
  烹饪: {
    undergraduate: words('烹饪与营养教育 食品科学与工程'),
    junior: words('烹饪工艺与营养 西式烹饪工艺'),
  },
  服装: {
    undergraduate: words('服装设计与工程 服装设计与工艺教育'),
    junior: words('服装与服饰设计 服装设计与工艺'),
  },
  机电: {
    undergraduate: words('机械设计制造及其自动化 机电技术教育 材料成型及控制工程'),
    junior: words('机电一体化技术 数控技术 模具设计与制造 工业机器人技术'),
  },
  电子: {
    undergraduate: words('电子信息工程 应用电子技术教育 电气工程及其自动化'),
    junior: words('应用电子技术 电气自动化技术 现代通信技术'),
  },
  文秘: { undergraduate: words('秘书学 汉语言文学'), junior: words('现代文秘 行政管理') },
  旅游: { undergraduate: words('旅游管理 酒店管理'), junior: words('旅游管理 酒店管理与数字化运营 导游') },
  化工: { undergraduate: words('应用化学 化学工程与工艺'), junior: words('应用化工技术 工业分析技术') },
  建筑: {
    undergraduate: words('土木工程 工程造价 建筑学'),
    junior: words('建筑工程技术 工程造价 建筑装饰工程技术'),
  },
  美术: {
    undergraduate: words('视觉传达设计 环境设计 服装与服饰设计'),
    junior: words('艺术设计 室内艺术设计 动漫设计'),
  },
  市场营销: { undergraduate: words('市场营销 电子商务'), junior: words('市场营销 电子商务') },
  医科: {
    undergraduate: words('护理学 康复治疗学 医学检验技术'),
    junior: words('护理 助产 药学 康复治疗技术'),
  },
  音乐: { undergraduate: words('音乐学(师范) 音乐表演'), junior: words('音乐表演 音乐教育') },
  汽车: { undergraduate: words('汽车服务工程 车辆工程'), junior: words('汽车检测与维修技术 新能源汽车技术') },
  政法: { undergraduate: words('法学 社会工作'), junior: words('法律事务 社区矫正') },
  国际商务: { undergraduate: words('国际经济与贸易 商务英语'), junior: words('国际商务 商务英语') },
  学前: { undergraduate: words('学前教育 小学教育'), junior: words('学前教育 早期教育') },
  体育: { undergraduate: words('体育教育 社会体育指导与管理'), junior: words('体育教育 健身指导与管理') },
};

/** 专升本: the 报考专业 a candidate registers, by the field of the institutions that teach it. */
export const upgradeMajors = {
  common: words('英语 汉语言文学 会计学 市场营销 计算机科学与技术 电子商务 财务管理 人力资源管理'),
  engineering: words(
    '机械设计制造及其自动化 电气工程及其自动化 土木工程 软件工程 通信工程 测绘工程 车辆工程 工程造价',
  ),
  teacher: words('小学教育 学前教育 数学与应用数学 思想政治教育 音乐学 体育教育'),
  medical: words('护理学 药学 中药学 医学检验技术 康复治疗学 预防医学'),
  agriculture: words('园林 动物科学 动物医学 园艺 食品科学与工程'),
  finance: words('法学 工商管理 国际经济与贸易 金融工程 审计学 旅游管理'),
  police: words('治安学 侦查学 刑事科学技术 网络安全与执法'),
} as const;
