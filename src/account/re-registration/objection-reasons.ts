import type { ListedReason } from '../../domain/officers/reason.form';

/** Why somebody objects; reviewers read it beside the pictures. */
export const objectionReasons: readonly ListedReason[] = [
  { code: 'notMine', name: '另一个账号不是我注册的' },
  { code: 'noFace', name: '我没有做过实人验证' },
  { code: 'papers', name: '我的证件、学籍或学历材料可能被他人使用' },
  { code: 'classmates', name: '我没有请同学协助' },
  { code: 'other', name: '其他（请说明）' },
];
