import { words } from './words';

/** 美术 and 书法 (the parallel kinds) and every other 统考 kind, each with its majors. */
export const artMajors: Readonly<Record<string, readonly string[]>> = {
  美术: words(
    '视觉传达设计 环境设计 产品设计 服装与服饰设计 数字媒体艺术 动画 绘画 雕塑 美术学(师范) 工艺美术',
  ),
  书法: words('书法学 书法学(师范)'),
  音乐: words('音乐表演 音乐学 音乐学(师范) 作曲与作曲技术理论 流行音乐'),
  舞蹈: words('舞蹈表演 舞蹈学 舞蹈编导'),
  播音与主持: words('播音与主持艺术 播音与主持艺术(双语播音)'),
  编导: words('广播电视编导 戏剧影视文学 影视摄影与制作'),
  表演: words('表演 戏剧影视导演'),
  国际标准舞: words('舞蹈表演(国际标准舞)'),
  服装表演: words('表演(服装表演) 服装与服饰设计(服装表演)'),
  航空服务: words('航空服务艺术与管理'),
};

export const juniorArtMajors: Readonly<Record<string, readonly string[]>> = {
  美术: words(
    '艺术设计 广告艺术设计 视觉传达设计 环境艺术设计 产品艺术设计 动漫设计 影视动画 服装与服饰设计 美术教育',
  ),
  书法: words('书画艺术 文物修复与保护'),
  音乐: words('音乐表演 音乐教育 音乐制作'),
  舞蹈: words('舞蹈表演 舞蹈教育'),
  播音与主持: words('播音与主持'),
  编导: words('影视编导 摄影摄像技术'),
  表演: words('戏剧影视表演 影视多媒体技术'),
  国际标准舞: words('国际标准舞'),
  服装表演: words('时尚表演与传播'),
  航空服务: words('空中乘务(艺术类) 民航运输服务(艺术类)'),
};

export const sportMajors = words('体育教育 社会体育指导与管理 休闲体育 运动康复 运动训练 武术与民族传统体育');
export const juniorSportMajors = words('体育教育 社会体育 健身指导与管理 运动训练 体育运营与管理');

/** 军队院校 in 提前批军事. */
export const militaryMajors = words(
  '作战指挥 指挥信息系统工程 通信工程 雷达工程 武器系统与工程 火力指挥与控制工程 军用材料工程 军事后勤 核生化防护 侦察情报',
);
export const policeMajors = words(
  '侦查学 治安学 公安管理学 刑事科学技术 网络安全与执法 交通管理工程 警务指挥与战术 经济犯罪侦查',
);
export const policeLiberalMajors = words('侦查学 治安学 公安管理学 公安情报学 涉外警务');
export const justiceMajors = words(
  '监狱学 法学(司法行政方向) 侦查学(狱内侦查方向) 应用心理学(矫正方向) 信息管理与信息系统(监狱信息方向)',
);

/** 公费师范 and 定向医学. */
export const freeTeacherMajors = words(
  '小学教育(全科) 汉语言文学(师范) 数学与应用数学(师范) 英语(师范) 物理学(师范) 地理科学(师范) 学前教育(师范)',
);
export const directedMedicalMajors = words('临床医学(免费医学定向) 中医学(免费医学定向)');
export const nationalTeacherMajors = words(
  '汉语言文学(国家公费师范) 数学与应用数学(国家公费师范) 英语(国家公费师范) 物理学(国家公费师范) 历史学(国家公费师范)',
);
