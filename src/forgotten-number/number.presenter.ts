/** 2141****151001: enough to recognise or complete one's own, too little to sign in with. */
export function maskNumber(candidateNumber: string): string {
  return `${candidateNumber.slice(0, 4)}****${candidateNumber.slice(8)}`;
}

/** What is sent to the bound phone or WeChat. */
export function presentNumberText(office: string, candidateNumber: string): string {
  return `【${office}】您查询的考生号为${candidateNumber}。如果不是您本人查询，无须理会；老师和工作人员都不会索要密码和验证码，切勿告诉任何人。`;
}
