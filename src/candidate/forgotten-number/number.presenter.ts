/** What is sent to the bound phone or WeChat, to be signed. */
export function presentNumberText(candidateNumber: string): string {
  return `您查询的考生号为${candidateNumber}。非本人查询请忽略。不要把密码和验证码告诉任何人。`;
}
