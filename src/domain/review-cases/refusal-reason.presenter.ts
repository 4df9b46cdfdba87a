/** Why a number was not given to anybody, each with what the applicant is to do. */
export const refusalReasons = {
  unclear: {
    name: '照片模糊、反光或过暗，看不清文字',
    advice: '请在光线充足处平放证件，正对证件重新拍摄，保证每个字都清楚。',
  },
  incomplete: { name: '证件没有拍完整', advice: '请把证件四个角全部拍入照片，不要用手指遮挡。' },
  notDocument: {
    name: '不是证件原件的照片',
    advice: '请拍摄证件原件，不要上传复印件、屏幕翻拍或截图。',
  },
  outdated: { name: '证件已过有效期', advice: '请换领新的证件后重新提交。' },
  differs: {
    name: '证件上的姓名或号码与填写的不一致',
    advice: '请核对注册时填写的姓名和证件号码；如果填写错误，请用正确的信息重新注册。',
  },
  notHolder: { name: '手持照片中的人与证件不符', advice: '请由证件持有人本人手持证件拍摄。' },
  altered: { name: '照片有修改的痕迹', advice: '请上传没有经过修改的原始照片。' },
  undecided: {
    name: '现有材料不足以确认',
    advice: '请补充本人手持证件的照片，在“说明”中写明情况后重新提交。',
  },
} as const;

export type RefusalReason = keyof typeof refusalReasons;

/** The reasons of a reviewer's list. */
export const listedReasons = (Object.keys(refusalReasons) as RefusalReason[]).map((code) => ({
  code,
  name: refusalReasons[code].name,
}));

/** The reasons of several verdicts, each once, in the order of the list. */
export function joinReasons(all: readonly (readonly RefusalReason[])[]): readonly RefusalReason[] {
  const given = new Set(all.flat());
  const found = listedReasons.map(({ code }) => code).filter((code) => given.has(code));
  return found.length === 0 ? ['undecided'] : found;
}

/** Reasons in a letter's sentence. */
export function nameReasons(reasons: readonly RefusalReason[]): string {
  return reasons.map((code) => refusalReasons[code].name).join('；');
}
