/** Why an officer opens a record or acts; what is written down is the name and what was typed. */
export const reasons = [
  { code: 'inPerson', name: '考生本人到场办理' },
  { code: 'call', name: '考生或家长来电咨询' },
  { code: 'school', name: '学校代为咨询' },
  { code: 'paper', name: '打印、盖章、归档' },
  { code: 'other', name: '其他（请说明）' },
] as const;
