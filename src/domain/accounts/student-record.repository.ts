import type { Knex } from 'knex';
import type { Cipher } from '../../infrastructure/security/cipher';
import { foldCode } from '../../rules/identity/typed-text';

const CONTEXT = 'student_records.number';

/** 学籍 (enrolled) or 学历 (graduated) of a person. */
export interface StudentRecord {
  readonly id: number;
  readonly personId: number;
  readonly state: 'enrolled' | 'graduated';
  readonly institutionName: string;
  /** 学历层次: 专科, 本科, 硕士研究生, 博士研究生. */
  readonly level: string;
  readonly className: string;
  readonly numberCipher: Buffer;
  readonly numberIndex: Buffer;
  readonly entryYear: number;
  readonly graduationYear: number | null;
}

const columns = {
  id: 'id',
  personId: 'person_id',
  state: 'state',
  institutionName: 'institution_name',
  level: 'level',
  className: 'class_name',
  numberCipher: 'number_cipher',
  numberIndex: 'number_index',
  entryYear: 'entry_year',
  graduationYear: 'graduation_year',
} as const;

/** The records of a person, the newest first: the same before and after a re-registration. */
export async function listStudentRecords(db: Knex, personId: number): Promise<StudentRecord[]> {
  return db('student_records')
    .where({ person_id: personId })
    .orderBy('entry_year', 'desc')
    .orderBy('id')
    .select(columns);
}

export interface NewStudentRecord
  extends Omit<StudentRecord, 'id' | 'personId' | 'numberCipher' | 'numberIndex'> {
  /** 学号 or 证书编号. */
  readonly number: string;
}

/** Keyed hash of a typed 学号 or 证书编号; full width and small letters are forgiven. */
export function indexRecordNumber(cipher: Cipher, typed: string): Buffer {
  return cipher.blindIndex(foldCode(typed), CONTEXT);
}

export async function insertStudentRecord(
  transaction: Knex,
  cipher: Cipher,
  personId: number,
  record: NewStudentRecord,
): Promise<void> {
  await transaction('student_records').insert({
    person_id: personId,
    state: record.state,
    institution_name: record.institutionName,
    level: record.level,
    class_name: record.className,
    number_cipher: cipher.encrypt(foldCode(record.number), { column: CONTEXT, row: personId }),
    number_index: indexRecordNumber(cipher, record.number),
    entry_year: record.entryYear,
    graduation_year: record.graduationYear,
  });
}

/** The last four characters, for the owner to recognise. */
export function openRecordNumberTail(cipher: Cipher, { personId, numberCipher }: StudentRecord): string {
  return cipher.decrypt(numberCipher, { column: CONTEXT, row: personId }).slice(-4);
}
