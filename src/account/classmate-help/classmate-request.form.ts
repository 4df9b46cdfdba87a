import type { Request } from 'express';
import type { SchoolClass } from '../../domain/accounts/classmate.repository';
import { readField } from '../../infrastructure/http/page-renderer';
import { isPersonName, normalisePersonName } from '../../rules/identity/person-name';
import { foldTyped } from '../../rules/identity/typed-text';

/** Whom an account asks for help, and of which class it says that both are. */
export interface ClassmateFacts extends SchoolClass {
  readonly classmateName: string;
}

export const classmateFields = ['classmateName', 'institutionName', 'className', 'entryYear'] as const;

export type ClassmateErrors = Partial<Record<(typeof classmateFields)[number], string>>;

/** Shape of 【发送协助请求】: it tells nothing of who is there. */
export function readClassmateFacts(req: Request): { value: ClassmateFacts; errors: ClassmateErrors } {
  const plain = (name: string) => foldTyped(readField(req, name)).replace(/\s/g, '');
  const classmateName = normalisePersonName(readField(req, 'classmateName'));
  const institutionName = plain('institutionName');
  const className = plain('className');
  const year = plain('entryYear');
  const errors: ClassmateErrors = {};
  if (!isPersonName(classmateName, null)) errors.classmateName = '请输入同学姓名！';
  if (!isPlain(institutionName)) errors.institutionName = '请输入院校名称！';
  if (!isPlain(className)) errors.className = '请输入班级名称！';
  if (!/^(19|20)\d{2}$/.test(year)) errors.entryYear = '入学年份为4位数字，请检查！';
  return { value: { classmateName, institutionName, className, entryYear: Number(year) }, errors };
}

/** Letters, digits and the signs that stand in names of schools and classes: it is shown to the classmate. */
function isPlain(text: string): boolean {
  return /^[\p{L}\p{M}\p{N}()（）·.,\-—_]{1,60}$/u.test(text);
}
