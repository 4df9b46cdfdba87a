/** The act that pages and letters ask for where 客服 is needed, and what is true where no contact is published. */
export function presentSupport(contact: string | null): string {
  return contact === null
    ? '与学信网账号服务的主办单位联系（没有公布客服的联系方式）'
    : `联系客服（${contact}）`;
}
