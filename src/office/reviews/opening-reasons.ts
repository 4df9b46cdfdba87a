/** Why a reviewer opens number and pictures. */
export const openingReasons = [
  { code: 'review', name: '审核本件' },
  { code: 'again', name: '审核中断，继续审核' },
  { code: 'other', name: '其他（请说明）' },
] as const;
