import { openRecordNumberTail, type StudentRecord } from '../../domain/accounts/student-record.repository';
import type { Cipher } from '../../infrastructure/security/cipher';

/** One line of 学籍学历信息. */
interface StudentRecordRow {
  readonly state: string;
  readonly institution: string;
  readonly level: string;
  readonly className: string;
  readonly years: string;
  /** 学号 or 证书编号, its last four characters. */
  readonly number: string;
}

export function presentStudentRecord(cipher: Cipher, record: StudentRecord): StudentRecordRow {
  const graduated = record.state === 'graduated';
  return {
    state: graduated ? '毕业' : '在籍',
    institution: record.institutionName,
    level: record.level,
    className: record.className,
    years: `${record.entryYear}年入学${graduated ? `，${record.graduationYear}年毕业` : ''}`,
    number: `${graduated ? '证书编号' : '学号'}尾号${openRecordNumberTail(cipher, record)}`,
  };
}
