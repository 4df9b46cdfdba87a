/** Hours in which the owner of an account may object to a proof that has taken its number. Source: FAQ, 我要重新注册. */
export const OBJECTION_HOURS = 72;
