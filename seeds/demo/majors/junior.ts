import type { InstitutionField } from '../institutions';
import { words } from './words';

const computing = words(
  '计算机应用技术 软件技术 计算机网络技术 大数据技术与应用 物联网应用技术 云计算技术与应用 移动应用开发',
);
const machinery = words(
  '机电一体化技术 数控技术 模具设计与制造 工业机器人技术 电气自动化技术 汽车检测与维修技术 新能源汽车技术',
);
const building = words(
  '建筑工程技术 工程造价 建筑装饰工程技术 道路桥梁工程技术 工程测量技术 园林技术 室内艺术设计',
);
const business = words(
  '大数据与会计 财务管理 市场营销 电子商务 现代物流管理 工商企业管理 国际经济与贸易 金融服务与管理',
);
const service = words('旅游管理 酒店管理与数字化运营 烹饪工艺与营养 人力资源管理 现代文秘 社会工作 法律事务');
const teaching = words('学前教育 小学教育 小学语文教育 小学数学教育 小学英语教育 商务英语 应用英语 早期教育');
const health = words('临床医学 护理 助产 药学 中药学 医学检验技术 医学影像技术 康复治疗技术 口腔医学技术');
const farming = words(
  '作物生产与经营管理 园艺技术 畜牧兽医 动物医学 宠物医疗技术 食品检验检测技术 食品智能加工技术',
);
const railway = words(
  '铁道交通运营管理 城市轨道交通运营管理 铁道机车运用与维护 铁道信号自动控制 高速铁路客运服务 电力系统自动化技术',
);

const mixed = [...computing, ...machinery, ...business, ...service, ...teaching, ...building];
const technical = [...computing, ...machinery, ...building, ...railway, ...business];

/** 专科 majors of an ordinary college, by its field; both 科类 choose from one list. */
export const juniorMajors: Readonly<Record<InstitutionField, readonly string[]>> = {
  general: mixed,
  nation: mixed,
  law: mixed,
  language: [...teaching, ...business, ...service],
  engineering: technical,
  military: technical,
  teacher: [...teaching, ...computing, ...business],
  medical: health,
  finance: [...business, ...service, ...computing],
  tourism: [...service, ...business],
  agriculture: [...farming, ...business, ...machinery],
  art: [...service, ...business, ...computing],
  sport: [...service, ...teaching],
  police: ['法律事务', '信息安全技术应用', '安全保卫管理', '社会工作', ...business],
  justice: ['法律事务', '法律文秘', '司法助理', '社区矫正', ...business],
};

/** 定向培养士官. */
export const sergeantMajors = words(
  '机电一体化技术 通信技术 计算机网络技术 无人机应用技术 航空发动机维修技术 轮机工程技术 护理',
);

/** 公安 and 司法 专科, 航海, 民航. */
export const juniorEarlyMajors = {
  police: words('治安管理 刑事侦查 道路交通管理 网络安全与执法'),
  justice: words('刑事执行 行政执行 司法信息安全 司法警务'),
  seafaring: words('航海技术 轮机工程技术 船舶电子电气技术'),
  aviation: words('空中乘务 民航安全技术管理 民航空中安全保卫 飞机机电设备维修'),
} as const;
