import type { Request } from 'express';
import { readField } from '../../infrastructure/http/page-renderer';
import { foldCode, foldNumber, foldTyped } from '../../rules/identity/typed-text';

/** What somebody says of their own 学籍 (enrolled) or 学历 (graduated). */
export interface RecordFacts {
  readonly state: 'enrolled' | 'graduated';
  readonly institutionName: string;
  /** 学号 or 证书编号, as typed. */
  readonly number: string;
  /** 入学年份 or 毕业年份. */
  readonly year: number;
  readonly level: string;
}

export const levels = ['专科', '本科', '硕士研究生', '博士研究生'] as const;

export const recordFields = ['institutionName', 'number', 'year', 'level'] as const;

export type RecordErrors = Partial<Record<(typeof recordFields)[number], string>>;

/** Shape of 提供学籍或学历信息: four facts, all of them. */
export function readRecordFacts(req: Request): { value: RecordFacts; errors: RecordErrors } {
  const state = readField(req, 'state') === 'graduated' ? 'graduated' : 'enrolled';
  const institutionName = foldTyped(readField(req, 'institutionName')).replace(/\s/g, '');
  const number = foldCode(readField(req, 'number'));
  const year = foldNumber(readField(req, 'year'));
  const level = levels.find((one) => one === readField(req, 'level')) ?? '';
  const errors: RecordErrors = {};
  const graduated = state === 'graduated';
  if (institutionName === '' || institutionName.length > 60) errors.institutionName = '请输入院校名称！';
  if (number === '' || number.length > 40) errors.number = `请输入${graduated ? '证书编号' : '学号'}！`;
  if (!/^(19|20)\d{2}$/.test(year)) errors.year = `${graduated ? '毕业' : '入学'}年份为4位数字，请检查！`;
  if (level === '') errors.level = '请选择学历层次！';
  return { value: { state, institutionName, number, year: Number(year), level }, errors };
}
